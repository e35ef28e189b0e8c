//! The component side: generated bindings, the allocator and the panic handler.

use alloc::string::String;
use alloc::vec::Vec;
use core::marker::PhantomData;

use crate::{Failure, Integration, Level, Outcome, Request, Response, Upstream, serve};

/// Generated from the WIT.
pub mod bindings {
    wit_bindgen::generate!({
        path: "../wit/v0.1.0",
        world: "integration",
        pub_export_macro: true,
        runtime_path: "plugin_sdk::wasm::rt",
        default_bindings_module: "plugin_sdk::wasm::bindings",
    });
}

pub use wit_bindgen::rt;

use bindings::holdfast::integration::{log, types, upstream};

#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Adapts an [`Integration`] to the generated world.
pub struct Glue<T>(PhantomData<T>);

struct Host;

impl Upstream for Host {
    fn send(&mut self, request: Request) -> Result<Response, Failure> {
        let request = upstream::Request {
            target: request.target,
            method: request.method,
            path: request.path,
            query: request.query.into_iter().map(to_field).collect(),
            headers: request.headers.into_iter().map(to_field).collect(),
            body: request.body,
        };
        let response = upstream::send(&request).map_err(from_wit)?;
        let headers = response.headers.into_iter().map(|f| (f.name, f.value)).collect();
        Ok(Response { status: response.status, headers, body: response.body })
    }

    fn log(&mut self, level: Level, message: &str) {
        let level = match level {
            Level::Debug => log::Level::Debug,
            Level::Info => log::Level::Info,
            Level::Warn => log::Level::Warn,
            Level::Error => log::Level::Error,
        };
        log::write(level, message);
    }
}

fn to_field((name, value): (String, String)) -> upstream::Field {
    upstream::Field { name, value }
}

fn from_wit(failure: types::Failure) -> Failure {
    match failure {
        types::Failure::Throttled(ms) => Failure::Throttled(ms),
        types::Failure::Unavailable(m) => Failure::Unavailable(m),
        types::Failure::Unauthorised(m) => Failure::Unauthorised(m),
        types::Failure::Resync(m) => Failure::Resync(m),
        types::Failure::NotFound(m) => Failure::NotFound(m),
        types::Failure::Refused(m) => Failure::Refused(m),
        types::Failure::Malformed(m) => Failure::Malformed(m),
        types::Failure::Denied(m) => Failure::Denied(m),
        types::Failure::UnknownEffect(m) => Failure::UnknownEffect(m),
    }
}

fn to_wit(failure: Failure) -> types::Failure {
    match failure {
        Failure::Throttled(ms) => types::Failure::Throttled(ms),
        Failure::Unavailable(m) => types::Failure::Unavailable(m),
        Failure::Unauthorised(m) => types::Failure::Unauthorised(m),
        Failure::Resync(m) => types::Failure::Resync(m),
        Failure::NotFound(m) => types::Failure::NotFound(m),
        Failure::Refused(m) => types::Failure::Refused(m),
        Failure::Malformed(m) => types::Failure::Malformed(m),
        Failure::Denied(m) => types::Failure::Denied(m),
        Failure::UnknownEffect(m) => types::Failure::UnknownEffect(m),
    }
}

impl<T: Integration> bindings::Guest for Glue<T> {
    fn describe() -> Vec<u8> {
        serve::describe::<T>()
    }

    fn health() -> Result<Vec<u8>, types::Failure> {
        serve::health::<T>(&mut Host).map_err(to_wit)
    }

    fn poll(scope: Vec<u8>, checkpoint: Vec<u8>, max: u32) -> Result<types::Page, types::Failure> {
        let page = serve::poll::<T>(&mut Host, &scope, &checkpoint, max).map_err(to_wit)?;
        let raws = page.raws.into_iter().map(|raw| types::Raw {
            entity: raw.entity,
            change_key: raw.change_key,
            occurred_at_ms: raw.occurred_at_ms,
            body: raw.body,
        });
        Ok(types::Page { raws: raws.collect(), next: page.next, more: page.more })
    }

    fn normalise(raws: Vec<types::Raw>) -> Result<Vec<Vec<u8>>, types::Failure> {
        let raws: Vec<crate::Raw> = raws
            .into_iter()
            .map(|raw| crate::Raw {
                entity: raw.entity,
                change_key: raw.change_key,
                occurred_at_ms: raw.occurred_at_ms,
                body: raw.body,
            })
            .collect();
        serve::normalise::<T>(&raws).map_err(to_wit)
    }

    fn probe(target: Vec<u8>) -> Result<String, types::Failure> {
        serve::probe::<T>(&mut Host, &target).map_err(to_wit)
    }

    fn prepare(effect: Vec<u8>) -> Result<Vec<u8>, types::Failure> {
        serve::prepare::<T>(&mut Host, &effect).map_err(to_wit)
    }

    fn submit(effect: Vec<u8>, receipt: Vec<u8>) -> Result<Vec<u8>, types::Failure> {
        serve::submit::<T>(&mut Host, &effect, &receipt).map_err(to_wit)
    }

    fn withdraw(effect: Vec<u8>, receipt: Vec<u8>) -> Result<(), types::Failure> {
        serve::withdraw::<T>(&mut Host, &effect, &receipt).map_err(to_wit)
    }

    fn reconcile(effect: Vec<u8>, receipt: Vec<u8>) -> Result<types::Outcome, types::Failure> {
        let found = serve::reconcile::<T>(&mut Host, &effect, &receipt).map_err(to_wit)?;
        Ok(match found {
            Outcome::Confirmed(r) => types::Outcome::Confirmed(serve::write(&r).map_err(to_wit)?),
            Outcome::Prepared(r) => types::Outcome::Prepared(serve::write(&r).map_err(to_wit)?),
            Outcome::Absent => types::Outcome::Absent,
            Outcome::Unknown(why) => types::Outcome::Unknown(why),
        })
    }
}
