//! The contract in Rust, and its translation to the host's own types.

use holdfast_app::ports;

mod generated {
    #![allow(
        missing_docs,
        unreachable_pub,
        unsafe_code,
        clippy::all,
        clippy::pedantic,
        reason = "generated from the WIT"
    )]
    wasmtime::component::bindgen!({
        path: "../../plugins/wit/v0.1.0",
        world: "integration",
        imports: { default: trappable },
    });
}

pub(crate) use generated::holdfast::integration::{log, types, upstream};
pub(crate) use generated::{Integration, IntegrationPre};

use crate::egress;

impl From<types::Failure> for ports::Failure {
    fn from(failure: types::Failure) -> Self {
        match failure {
            types::Failure::Throttled(wait_ms) => Self::Throttled { wait_ms },
            types::Failure::Unavailable(text) => Self::Unavailable(text),
            types::Failure::Unauthorised(text) => Self::Unauthorised(text),
            types::Failure::Resync(text) => Self::Resync(text),
            types::Failure::NotFound(text) => Self::NotFound(text),
            types::Failure::Refused(text) => Self::Refused(text),
            types::Failure::Malformed(text) => Self::Malformed(text),
            types::Failure::Denied(text) => Self::Denied(text),
            types::Failure::UnknownEffect(text) => Self::UnknownEffect(text),
        }
    }
}

impl From<ports::Failure> for types::Failure {
    fn from(failure: ports::Failure) -> Self {
        match failure {
            ports::Failure::Throttled { wait_ms } => Self::Throttled(wait_ms),
            ports::Failure::Unavailable(text) => Self::Unavailable(text),
            ports::Failure::Unauthorised(text) => Self::Unauthorised(text),
            ports::Failure::Resync(text) => Self::Resync(text),
            ports::Failure::NotFound(text) => Self::NotFound(text),
            ports::Failure::Refused(text) => Self::Refused(text),
            ports::Failure::Malformed(text) => Self::Malformed(text),
            ports::Failure::Denied(text) | ports::Failure::Guest(text) => Self::Denied(text),
            ports::Failure::UnknownEffect(text) => Self::UnknownEffect(text),
        }
    }
}

impl From<types::Raw> for ports::Raw {
    fn from(raw: types::Raw) -> Self {
        let types::Raw { entity, change_key, occurred_at_ms, body } = raw;
        Self { entity, change_key, occurred_at_ms, body }
    }
}

impl From<&ports::Raw> for types::Raw {
    fn from(raw: &ports::Raw) -> Self {
        let ports::Raw { entity, change_key, occurred_at_ms, body } = raw.clone();
        Self { entity, change_key, occurred_at_ms, body }
    }
}

impl From<types::Page> for ports::Page {
    fn from(page: types::Page) -> Self {
        let raws = page.raws.into_iter().map(ports::Raw::from).collect();
        Self { raws, next: page.next, more: page.more }
    }
}

impl From<upstream::Request> for egress::Request {
    fn from(request: upstream::Request) -> Self {
        let pairs = |fields: Vec<upstream::Field>| {
            fields.into_iter().map(|field| (field.name, field.value)).collect()
        };
        Self {
            target: request.target,
            method: request.method,
            path: request.path,
            query: pairs(request.query),
            headers: pairs(request.headers),
            body: request.body,
        }
    }
}

impl From<egress::Response> for upstream::Response {
    fn from(response: egress::Response) -> Self {
        let field = |(name, value)| upstream::Field { name, value };
        Self {
            status: response.status,
            headers: response.headers.into_iter().map(field).collect(),
            body: response.body,
        }
    }
}
