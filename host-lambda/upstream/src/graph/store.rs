//! The mailbox: messages, folders and the sequence of changes that delta tokens walk along.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::clock::{graph_time, mail_time};

/// A mail that arrives.
#[derive(Debug, Clone, Default)]
pub(crate) struct NewMail {
    pub(crate) from: (String, String),
    pub(crate) to: Vec<(String, String)>,
    pub(crate) cc: Vec<(String, String)>,
    pub(crate) reply_to: Vec<(String, String)>,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) html: bool,
    /// Names the thread; equal names share a conversation.
    pub(crate) thread: String,
    /// Without angle brackets; empty derives one from the sequence.
    pub(crate) message_id: String,
    /// Trace and authentication headers, topmost first.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) attachments: bool,
}

/// A stored message.
#[derive(Debug, Clone)]
pub(crate) struct Message {
    /// Changes when the message moves.
    pub(crate) item_id: String,
    /// Stays the same when the message moves.
    pub(crate) immutable_id: String,
    /// Well-known folder name.
    pub(crate) folder: String,
    /// Everything that is written on the wire except ids, folder, headers and properties.
    pub(crate) fields: Map<String, Value>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) properties: Vec<(String, String)>,
    pub(crate) received_ms: i64,
    /// Sequence of the last change of any kind.
    pub(crate) changed: u64,
    /// Sequence of the last change beyond read state.
    pub(crate) content_changed: u64,
}

impl Message {
    pub(crate) fn is_draft(&self) -> bool {
        self.fields.get("isDraft") == Some(&json!(true))
    }
}

/// A message that left a folder.
#[derive(Debug, Clone)]
pub(crate) struct Tombstone {
    pub(crate) folder: String,
    pub(crate) item_id: String,
    pub(crate) immutable_id: String,
    pub(crate) changed: u64,
    pub(crate) reason: &'static str,
}

/// The well-known folders.
pub(crate) const FOLDERS: [(&str, &str); 5] = [
    ("inbox", "Inbox"),
    ("drafts", "Drafts"),
    ("sentitems", "Sent Items"),
    ("deleteditems", "Deleted Items"),
    ("archive", "Archive"),
];

/// The folders inside the inbox.
pub(crate) const INSIDE_INBOX: [(&str, &str); 1] = [("projects", "Projects")];

/// The whole mailbox.
#[derive(Debug, Clone)]
pub(crate) struct MailStore {
    pub(crate) mailbox: String,
    pub(crate) messages: Vec<Message>,
    pub(crate) tombstones: Vec<Tombstone>,
    pub(crate) sequence: u64,
    /// Delta tokens of an earlier epoch have expired.
    pub(crate) epoch: u64,
}

fn digest(parts: &[&str]) -> String {
    hex::encode(Sha256::digest(parts.join("\n")))
}

/// Folder id as Graph writes it.
pub(crate) fn folder_id(name: &str) -> String {
    format!("AAMkFolder{}", &digest(&["folder", name])[..32])
}

pub(crate) fn recipient((name, address): &(String, String)) -> Value {
    json!({"emailAddress": {"name": name, "address": address}})
}

/// Text that a browser would show, roughly: enough for previews and `Prefer: text`.
pub(crate) fn html_text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                if !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let out = out.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">");
    out.replace("&quot;", "\"").replace("&amp;", "&").trim().to_owned()
}

fn preview(body: &str, html: bool) -> String {
    let text = if html { html_text(body) } else { body.to_owned() };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(255).collect()
}

impl MailStore {
    pub(crate) fn new(mailbox: &str) -> Self {
        Self {
            mailbox: mailbox.to_owned(),
            messages: Vec::new(),
            tombstones: Vec::new(),
            sequence: 0,
            epoch: 1,
        }
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    pub(crate) fn find(&self, id: &str) -> Option<&Message> {
        self.messages.iter().find(|m| m.item_id == id || m.immutable_id == id)
    }

    pub(crate) fn position(&self, id: &str) -> Option<usize> {
        self.messages.iter().position(|m| m.item_id == id || m.immutable_id == id)
    }

    /// A fresh item id; moves use it too.
    pub(crate) fn item_id(&mut self) -> String {
        let sequence = self.next();
        format!("AAMkAGVmMDEz{}", &digest(&["item", &sequence.to_string()])[..44])
    }

    pub(crate) fn immutable_id(&mut self) -> String {
        let sequence = self.next();
        format!("AAkALgAAAAAA{}", &digest(&["immutable", &sequence.to_string()])[..44])
    }

    /// Conversation id of a thread name.
    pub(crate) fn conversation(&self, thread: &str) -> String {
        format!("AAQkAGVm{}", &digest(&["thread", &self.mailbox, thread])[..40])
    }

    /// Puts a mail into the inbox and returns its immutable id.
    pub(crate) fn deliver(&mut self, mail: NewMail, at_ms: i64) -> String {
        let (item_id, immutable_id) = (self.item_id(), self.immutable_id());
        let changed = self.next();
        let message_id = if mail.message_id.is_empty() {
            let domain = mail.from.1.split('@').next_back().unwrap_or("invalid").to_owned();
            format!("<{}@{domain}>", &digest(&["mid", &changed.to_string()])[..24])
        } else {
            format!("<{}>", mail.message_id)
        };
        let thread = if mail.thread.is_empty() { &message_id } else { &mail.thread };
        let list = |all: &[(String, String)]| -> Value { all.iter().map(recipient).collect() };
        let kind = if mail.html { "html" } else { "text" };
        let time = graph_time(at_ms);
        let fields = json!({
            "createdDateTime": time, "lastModifiedDateTime": time,
            "changeKey": format!("CQAAABY{changed:08}"), "categories": [],
            "receivedDateTime": time, "sentDateTime": time,
            "hasAttachments": mail.attachments, "internetMessageId": message_id,
            "subject": mail.subject, "bodyPreview": preview(&mail.body, mail.html),
            "importance": "normal", "conversationId": self.conversation(thread),
            "conversationIndex": "AQHYDOY=", "isDeliveryReceiptRequested": null,
            "isReadReceiptRequested": false, "isRead": false, "isDraft": false,
            "webLink": format!("https://outlook.office365.example/owa/?ItemID={item_id}"),
            "inferenceClassification": "focused",
            "body": {"contentType": kind, "content": mail.body},
            "sender": recipient(&mail.from), "from": recipient(&mail.from),
            "toRecipients": list(&mail.to), "ccRecipients": list(&mail.cc),
            "bccRecipients": [], "replyTo": list(&mail.reply_to),
            "flag": {"flagStatus": "notFlagged"},
        });
        let mut headers = mail.headers;
        headers.push(("Date".into(), mail_time(at_ms)));
        headers.push(("Message-ID".into(), message_id));
        headers.push(("From".into(), format!("{} <{}>", mail.from.0, mail.from.1)));
        headers.push(("Subject".into(), mail.subject));
        self.messages.push(Message {
            item_id,
            immutable_id: immutable_id.clone(),
            folder: "inbox".into(),
            fields: fields.as_object().cloned().unwrap_or_default(),
            headers,
            properties: Vec::new(),
            received_ms: at_ms,
            changed,
            content_changed: changed,
        });
        immutable_id
    }

    /// Creates an empty draft and returns its position.
    pub(crate) fn draft(&mut self, conversation: Option<String>, at_ms: i64) -> usize {
        let (item_id, immutable_id) = (self.item_id(), self.immutable_id());
        let changed = self.next();
        let own = (String::from("Morgan Ellis"), self.mailbox.clone());
        let time = graph_time(at_ms);
        let message_id =
            format!("<{}@northwind.example>", &digest(&["mid", &changed.to_string()])[..24]);
        let conversation =
            conversation.unwrap_or_else(|| self.conversation(&format!("draft {changed}")));
        let fields = json!({
            "createdDateTime": time, "lastModifiedDateTime": time,
            "changeKey": format!("CQAAABY{changed:08}"), "categories": [],
            "receivedDateTime": time, "sentDateTime": time, "hasAttachments": false,
            "internetMessageId": message_id, "subject": "", "bodyPreview": "",
            "importance": "normal", "conversationId": conversation,
            "conversationIndex": "AQHYDOY=", "isDeliveryReceiptRequested": false,
            "isReadReceiptRequested": false, "isRead": true, "isDraft": true,
            "webLink": format!("https://outlook.office365.example/owa/?ItemID={item_id}"),
            "inferenceClassification": "focused",
            "body": {"contentType": "text", "content": ""},
            "sender": recipient(&own), "from": recipient(&own), "toRecipients": [],
            "ccRecipients": [], "bccRecipients": [], "replyTo": [],
            "flag": {"flagStatus": "notFlagged"},
        });
        self.messages.push(Message {
            item_id,
            immutable_id,
            folder: "drafts".into(),
            fields: fields.as_object().cloned().unwrap_or_default(),
            headers: Vec::new(),
            properties: Vec::new(),
            received_ms: at_ms,
            changed,
            content_changed: changed,
        });
        self.messages.len() - 1
    }

    /// Marks a change of content and keeps the preview true.
    pub(crate) fn touch(&mut self, position: usize, at_ms: i64) {
        let changed = self.next();
        let message = &mut self.messages[position];
        message.changed = changed;
        message.content_changed = changed;
        let body = message.fields.get("body").cloned().unwrap_or(Value::Null);
        let text = body["content"].as_str().unwrap_or_default();
        let preview = preview(text, body["contentType"] == "html");
        message.fields.insert("bodyPreview".into(), json!(preview));
        message.fields.insert("lastModifiedDateTime".into(), json!(graph_time(at_ms)));
        message.fields.insert("changeKey".into(), json!(format!("CQAAABY{changed:08}")));
    }

    /// Flips the read state; delta then emits a partial row.
    pub(crate) fn mark_read(&mut self, position: usize, read: bool) {
        let changed = self.next();
        let message = &mut self.messages[position];
        message.fields.insert("isRead".into(), json!(read));
        message.changed = changed;
    }

    /// Removes a message from its folder for good.
    pub(crate) fn remove(&mut self, position: usize) {
        let message = self.messages.remove(position);
        let changed = self.next();
        self.tombstones.push(Tombstone {
            folder: message.folder,
            item_id: message.item_id,
            immutable_id: message.immutable_id,
            changed,
            reason: "deleted",
        });
    }

    /// Moves a message; it gets a new item id and, if `new_identity`, a new immutable one.
    pub(crate) fn relocate(&mut self, position: usize, folder: &str, new_identity: bool) {
        let (item_id, changed) = (self.item_id(), self.next());
        let identity = new_identity.then(|| self.immutable_id());
        let message = &mut self.messages[position];
        self.tombstones.push(Tombstone {
            folder: std::mem::replace(&mut message.folder, folder.to_owned()),
            item_id: std::mem::replace(&mut message.item_id, item_id),
            immutable_id: message.immutable_id.clone(),
            changed,
            reason: "changed",
        });
        if let Some(identity) = identity {
            message.immutable_id = identity;
        }
        message.changed = changed;
        message.content_changed = changed;
    }
}
