//! A request in which everything is fine; every test bends a copy of it.

use scoring_core::{
    Action, Address, ArtefactType, Autonomy, Clock, Context, Evidence, Lapse, Person, Policy,
    Precedent, Recipient, Relation, Request, SCHEMA, Severity, Target, Trust,
};

/// The planted token of the sample.
pub(crate) const CANARY: &str = "HF-canary-7Q2Z";

/// A confirmed colleague.
pub(crate) const DANA: &str = "p-dana";
/// Another one.
pub(crate) const TOMAS: &str = "p-tomas";
/// A confirmed stakeholder.
pub(crate) const RITA: &str = "p-rita";
/// A stakeholder for whom the user allowed a lapse.
pub(crate) const VERA: &str = "p-vera";
/// A confirmed outsider.
pub(crate) const EVE: &str = "p-eve";

fn person(id: &str, relation: Relation, lapse_allowed: bool) -> Person {
    let addresses = vec![Address { address: address(id), confirmed: true }];
    Person { id: id.into(), relation, addresses, lapse_allowed }
}

/// The confirmed address of a person of the sample.
pub(crate) fn address(id: &str) -> String {
    format!("{}@northwind.example", id.trim_start_matches("p-"))
}

/// A person at the confirmed address.
pub(crate) fn to(id: &str) -> Recipient {
    Recipient { person: id.into(), address: address(id) }
}

/// A clean source that names the target.
pub(crate) fn source(id: &str, key: &str, trust: Trust, owns_target: bool) -> Evidence {
    Evidence {
        id: id.into(),
        source_key: key.into(),
        names_target: true,
        owns_target,
        trust,
        severity: Severity::None,
        excerpt: "PAY-12: due date 5 December -> 12 December".into(),
    }
}

/// A mail to a colleague about PAY-12, owned by a Jira change and named by a second colleague, at
/// Act.
pub(crate) fn request() -> Request {
    Request {
        schema: SCHEMA,
        action_id: "act-1".into(),
        clock: Clock {
            now_ms: 1_764_000_000_000,
            utc_offset_min: 60,
            in_working_hours: true,
            next_window_ms: 1_764_000_000_000,
        },
        autonomy: Autonomy::Act,
        dry_run: false,
        action: Action {
            project: "pay".into(),
            target: Target::Mail { thread: None },
            recipients: vec![to(DANA)],
            subject: "PAY-12: new date".into(),
            body: "The cut-over moves to 12 December.".into(),
            subject_entity: "PAY-12".into(),
            target_version: "v1".into(),
        },
        people: vec![
            person(DANA, Relation::Internal, false),
            person(TOMAS, Relation::Internal, false),
            person(RITA, Relation::Stakeholder, false),
            person(VERA, Relation::Stakeholder, true),
            person(EVE, Relation::External, false),
        ],
        evidence: vec![
            source("sig-1", DANA, Trust::Internal, true),
            source("sig-2", TOMAS, Trust::Known, false),
        ],
        context_trust: Context { trust: Trust::Known, severity: Severity::None },
        precedent: Precedent::default(),
        links_allowed: vec!["jira.northwind.example".into()],
        policy: Policy { canaries: vec![CANARY.into()], ..Policy::default() },
        lapse: None,
    }
}

/// The sample with one bend.
pub(crate) fn with(bend: impl FnOnce(&mut Request)) -> Request {
    let mut request = request();
    bend(&mut request);
    request
}

/// The sample with another target; everything but a mail loses its recipients.
pub(crate) fn aimed(target: &Target) -> Request {
    with(|r| aim(r, target))
}

/// Aims a request elsewhere.
pub(crate) fn aim(request: &mut Request, target: &Target) {
    if !matches!(target, Target::Mail { .. }) {
        request.action.recipients.clear();
    }
    request.action.target = target.clone();
}

/// One target of every sort; a mail goes to whoever the request names.
pub(crate) fn targets() -> Vec<Target> {
    let issue = || String::from("PAY-12");
    let what = || String::from("the archive");
    vec![
        Target::Artefact { artefact: ArtefactType::RaidLog },
        Target::Note {},
        Target::JiraComment { issue: issue(), customer_visible: false },
        Target::Mail { thread: None },
        Target::JiraStatus { issue: issue(), to_status: "Done".into() },
        Target::JiraComment { issue: issue(), customer_visible: true },
        Target::JiraCreate { project_key: "PAY".into(), issue_type: "Task".into() },
        Target::ScopeChange { issue: issue() },
        Target::MilestoneChange { issue: issue() },
        Target::DeleteData { what: what() },
        Target::ShareConfidential { what: what() },
        Target::ModifyIntegrationConfig { integration: "jira".into() },
        Target::ChangeOwnAutonomy {},
    ]
}

/// A lapse, given whether the notice was delivered and nothing changed.
pub(crate) fn lapse(notice_delivered: bool, unchanged: bool) -> Option<Lapse> {
    Some(Lapse { notice_delivered, unchanged })
}

/// A sentence in which the lint finds exactly this; empty for none.
pub(crate) fn sentence(severity: Severity) -> &'static str {
    match severity {
        Severity::None => "",
        Severity::Low => " The build was fixed.",
        Severity::Medium => " My view differs.",
        Severity::High => " See http://10.0.0.1/x now.",
        Severity::Critical => " The code is HF-canary-7Q2Z today.",
    }
}

/// All severities, mildest first.
pub(crate) const SEVERITIES: [Severity; 5] =
    [Severity::None, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

/// All levels, lowest first.
pub(crate) const LEVELS: [Autonomy; 3] = [Autonomy::Observe, Autonomy::Maintain, Autonomy::Act];
