/** How much a finding weighs: `medium` fails the boundary, `high` caps at escalate, `critical` rejects. */
export type Severity = "none" | "low" | "medium" | "high" | "critical";
/** How an inbound text is encoded. */
export type ContentType = "plain" | "html";
/** Which text a finding is about. */
export type Part = "subject" | "body" | "target" | "recipients" | "evidence" | "request";
/** The dial. */
export type Autonomy = "observe" | "maintain" | "act";
/** How far a source is believed. */
export type Trust = "unknown" | "known" | "internal";
/** What a person is to the user. */
export type Relation = "unknown" | "external" | "stakeholder" | "internal";
export type ArtefactType = "delivery_state" | "raid_log" | "backlog_summary" | "decision_log";
/** Derived from target and recipients, never claimed. */
export type Kind =
  | "artefact_update"
  | "notification_internal"
  | "jira_comment"
  | "email_stakeholder"
  | "jira_status_change"
  | "email_external"
  | "jira_create_issue"
  | "scope_change"
  | "milestone_change"
  | "delete_data"
  | "share_confidential"
  | "modify_integration_config"
  | "change_own_autonomy";
/** What happens, strictest first. */
export type OutcomeClass = "reject" | "record" | "escalate" | "hold" | "execute";
export type DimensionName = "source_agreement" | "boundary" | "schema" | "precedent";

/** Half-open, in UTF-16 units: `text.slice(start, end)` is the place. */
export interface Span {
  start: number;
  end: number;
}

/** A replacement that makes the finding go away. */
export interface Fix {
  span: Span;
  /** Empty to remove. */
  replacement: string;
}

/** One observation about one text. */
export interface Finding {
  /** Stable rule id, such as `lint.first_person`. */
  rule: string;
  severity: Severity;
  part: Part;
  /** Where in that text, if it has a place. */
  span: Span | null;
  /** One sentence for a person. */
  message: string;
  fix: Fix | null;
}

/** What `lint` looks at. */
export interface Draft {
  subject: string;
  /** Plain text. */
  body: string;
  /** Whether any reader is outside the organisation. */
  external: boolean;
  /** Host names that a link may point at. */
  links_allowed: string[];
  /** Tokens that must never leave. */
  canaries: string[];
  /** Sanitised texts of internal evidence, which must not be quoted to outsiders. */
  internal_texts: string[];
}

/** How much was taken out, by reason. */
export interface Removed {
  default_ignorable: number;
  bidi: number;
  tags: number;
  variation_selectors: number;
  private_use: number;
  controls: number;
  hidden_elements: number;
  hidden_words: number;
}

/** What `sanitise` answers; spans point into the text that was given. */
export interface Sanitised {
  /** Plain text, safe to show. */
  text: string;
  findings: Finding[];
  removed: Removed;
}

/** Times are Unix milliseconds. */
export interface Clock {
  now_ms: number;
  utc_offset_min: number;
  in_working_hours: boolean;
  /** Equals `now_ms` inside working hours. */
  next_window_ms: number;
}

/** What would be done, and to what. */
export type Target =
  | { op: "artefact"; artefact: ArtefactType }
  | { op: "note" }
  | { op: "mail"; thread: string | null }
  | { op: "jira_comment"; issue: string; customer_visible: boolean }
  | { op: "jira_status"; issue: string; to_status: string }
  | { op: "jira_create"; project_key: string; issue_type: string }
  | { op: "scope_change"; issue: string }
  | { op: "milestone_change"; issue: string }
  | { op: "delete_data"; what: string }
  | { op: "share_confidential"; what: string }
  | { op: "modify_integration_config"; integration: string }
  | { op: "change_own_autonomy" };

export interface Address {
  address: string;
  confirmed: boolean;
}

/** A directory entry. */
export interface Person {
  id: string;
  relation: Relation;
  addresses: Address[];
  /** Whether held mail to this person may lapse into sending. */
  lapse_allowed: boolean;
}

export interface Recipient {
  /** Directory id; empty where no entry is known. */
  person: string;
  address: string;
}

/** The proposed action, exactly as it would be carried out. */
export interface Action {
  project: string;
  target: Target;
  /** Empty unless it is a mail. */
  recipients: Recipient[];
  subject: string;
  /** Plain text, at most 64 KB of UTF-8. */
  body: string;
  /** The issue key, thread id or `project/artefact` that the action is about. */
  subject_entity: string;
  target_version: string;
}

/** One source that the action rests on. */
export interface Evidence {
  id: string;
  source_key: string;
  names_target: boolean;
  owns_target: boolean;
  trust: Trust;
  severity: Severity;
  /** At most 4 KB of UTF-8. */
  excerpt: string;
}

export interface Context {
  trust: Trust;
  severity: Severity;
}

/** The user's earlier decisions about the class. */
export interface Precedent {
  approvals: number;
  cancels: number;
  regrets: number;
  run: number;
}

/** Configuration; `_min` counts minutes, `_bp` basis points. */
export interface Policy {
  hold_mail_min: number;
  hold_status_min: number;
  hold_mail_floor_min: number;
  hold_status_floor_min: number;
  graduation_steps: number[];
  precedent_threshold_bp: number;
  lapse_enabled: boolean;
  /** Kinds that are always asked; absent means none. */
  always_ask?: Kind[];
  canaries: string[];
}

/** Set when a hold has run out unanswered. */
export interface Lapse {
  notice_delivered: boolean;
  unchanged: boolean;
}

/** What `verdict` is asked. All numbers are integers; an unknown field is refused. */
export interface Request {
  schema: 1;
  action_id: string;
  clock: Clock;
  autonomy: Autonomy;
  dry_run: boolean;
  action: Action;
  people: Person[];
  evidence: Evidence[];
  context_trust: Context;
  precedent: Precedent;
  links_allowed: string[];
  policy: Policy;
  lapse: Lapse | null;
}

/** Outside `hold`, `hold_min` is 0 and `on_lapse` is null. */
export interface Outcome {
  class: OutcomeClass;
  hold_min: number;
  on_lapse: "escalate" | "send" | null;
}

/** The decision rests on `pass`; the numbers are for display. */
export interface Dimension {
  name: DimensionName;
  score_bp: number;
  threshold_bp: number;
  pass: boolean;
  /** One sentence for a person. */
  text: string;
  /** Ids of the evidence that counted. */
  evidence: string[];
}

/** What `verdict` answers. */
export interface Verdict {
  schema: 1;
  action_id: string;
  kind: Kind;
  outcome: Outcome;
  /** What would happen at level `act`. */
  at_act: Outcome;
  /** Always four. */
  dimensions: Dimension[];
  findings: Finding[];
  /** Rule ids that brought the outcome down. */
  caps: string[];
  /** One sentence: what would change the outcome; empty when nothing is in the way. */
  would_change: string;
  /** Earliest time at which an approval takes effect, Unix milliseconds. */
  earliest_ms: number;
  /** Hex SHA-256, like the digests. */
  class: string;
  request_digest: string;
  verdict_digest: string;
}
