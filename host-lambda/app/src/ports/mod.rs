//! What the use cases need from the world, one trait for each need.

mod connector;
mod integrations;
mod judgement;
mod secrets;
mod table;
mod world;

pub use connector::{Attached, Connector, DeviceStep, Identity, NoConnector, Rejection};
pub use integrations::{
    Call, EgressEvent, EgressLog, Failure, Found, Integrations, NoLog, Page, Raw, SharedEgressLog,
    WriteGate,
};
pub use judgement::{Judgement, JudgementError};
pub use secrets::{Secret, SecretError, Secrets};
pub use table::{
    Condition, Index, Item, Items, Key, PAGE_ITEMS_MAX, Query, StoreError, TRANSACTION_ITEMS_MAX,
    Table, Write, query_all,
};
pub use world::{Clock, Llm, LlmAnswer, LlmCall, LlmError, Notice, NoticeError, Notices};
