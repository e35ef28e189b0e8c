//! `policy.wasm` in this tab: the same bytes that the server runs.

use std::rc::Rc;

use js_sys::{BigInt, Function, Object, Reflect, Uint8Array, WebAssembly};
use scoring_core::{Request, Verdict};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Judges a request, or says in one sentence why it could not.
pub type JudgeFn = dyn Fn(&Request) -> Result<Verdict, String>;

/// The policy as components see it.
#[derive(Clone, Default)]
pub enum Judge {
    /// Not loaded yet.
    #[default]
    Loading,
    /// It could not be loaded: why, one sentence.
    Failed(String),
    /// Loaded: hex SHA-256 of its bytes, and the function.
    Ready(String, Rc<JudgeFn>),
}

impl PartialEq for Judge {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Loading, Self::Loading) => true,
            (Self::Failed(a), Self::Failed(b)) => a == b,
            (Self::Ready(a, f), Self::Ready(b, g)) => a == b && Rc::ptr_eq(f, g),
            _ => false,
        }
    }
}

impl Judge {
    /// Judges an action with an edited subject and body. `None` while the policy is not there.
    #[must_use]
    pub fn edited(
        &self,
        request: &Request,
        subject: &str,
        body: &str,
    ) -> Option<Result<Verdict, String>> {
        match self {
            Self::Loading => None,
            Self::Failed(why) => Some(Err(why.clone())),
            Self::Ready(_, judge) => {
                let mut request = request.clone();
                subject.clone_into(&mut request.action.subject);
                body.clone_into(&mut request.action.body);
                Some(judge(&request))
            }
        }
    }

    /// Digest of the engine, once it is there.
    #[must_use]
    pub fn engine_digest(&self) -> Option<&str> {
        match self {
            Self::Ready(digest, _) => Some(digest),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Ok(Box<Verdict>),
    Error(String),
}

/// Fetches `/policy.<digest>.wasm`, checks that its bytes have that digest, and compiles it.
///
/// # Errors
/// One sentence: what failed and what to do.
pub async fn load(digest: &str) -> Result<Rc<JudgeFn>, String> {
    let path = format!("/policy.{digest}.wasm");
    let answer = gloo_net::http::Request::get(&path)
        .send()
        .await
        .map_err(|_| "The policy could not be fetched. Reload the page.".to_owned())?;
    if !answer.ok() {
        return Err("The policy was updated. Reload the page.".to_owned());
    }
    let bytes = answer
        .binary()
        .await
        .map_err(|_| "The policy could not be read. Reload the page.".to_owned())?;
    if hex(&Sha256::digest(&bytes)) != digest {
        return Err("The policy has other bytes than its name says. Nothing can be approved \
                    in this tab; look at the installation."
            .to_owned());
    }
    let instance = instantiate(&bytes)
        .await
        .map_err(|_| "The browser refused to run the policy. Use a current browser.".to_owned())?;
    let exports = Exports::of(&instance)
        .map_err(|_| "The policy does not export what is needed. Reload the page.".to_owned())?;
    Ok(Rc::new(move |request: &Request| exports.verdict(request)))
}

async fn instantiate(bytes: &[u8]) -> Result<JsValue, JsValue> {
    let promise = WebAssembly::instantiate_buffer(bytes, &Object::new());
    let pair: JsValue = JsFuture::from(promise).await?;
    Reflect::get(&Reflect::get(&pair, &"instance".into())?, &"exports".into())
}

struct Exports {
    memory: WebAssembly::Memory,
    alloc: Function,
    verdict: Function,
    reset: Function,
}

impl Exports {
    fn of(exports: &JsValue) -> Result<Self, JsValue> {
        let function = |name: &str| Reflect::get(exports, &name.into())?.dyn_into::<Function>();
        Ok(Self {
            memory: Reflect::get(exports, &"memory".into())?.dyn_into()?,
            alloc: function("alloc")?,
            verdict: function("verdict")?,
            reset: function("reset")?,
        })
    }

    fn verdict(&self, request: &Request) -> Result<Verdict, String> {
        let bytes = serde_json::to_vec(request)
            .map_err(|error| format!("The draft could not be written down: {error}."))?;
        let answer = self
            .call(&bytes)
            .map_err(|_| "The policy stopped on this draft. Reload the page.".to_owned());
        // Also after a stop: the next call must find the memory free.
        let _ = self.reset.call0(&JsValue::NULL);
        let text = String::from_utf8(answer?).unwrap_or_default();
        // From text, as all answers of the server: one set of readers keeps the download small.
        match serde_json::from_str(&text) {
            Ok(Reply::Ok(verdict)) => Ok(*verdict),
            Ok(Reply::Error(sentence)) => Err(sentence),
            Err(error) => Err(format!("The verdict could not be read: {error}.")),
        }
    }

    fn call(&self, bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
        let none = JsValue::NULL;
        let length = JsValue::from_f64(bytes.len() as f64);
        let pointer = self.alloc.call1(&none, &length)?;
        let offset = pointer.as_f64().ok_or(JsValue::NULL)? as i32 as u32;
        let length_u32 = u32::try_from(bytes.len()).map_err(|_| JsValue::NULL)?;
        // The buffer is taken anew for each view: growing the memory detaches the old one.
        Uint8Array::new_with_byte_offset_and_length(&self.memory.buffer(), offset, length_u32)
            .copy_from(bytes);
        let packed: BigInt = self.verdict.call2(&none, &pointer, &length)?.dyn_into()?;
        let packed = u64::try_from(BigInt::as_uint_n(64.0, &packed)).map_err(|_| JsValue::NULL)?;
        let (start, size) = unpack(packed);
        let view = Uint8Array::new_with_byte_offset_and_length(&self.memory.buffer(), start, size);
        Ok(view.to_vec())
    }
}

/// Pointer and length of an answer, packed as `pointer << 32 | length`.
fn unpack(packed: u64) -> (u32, u32) {
    let [a, b, c, d, e, f, g, h] = packed.to_be_bytes();
    (u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_unpacked() {
        assert_eq!(unpack(0x0001_0000_0000_002a), (65_536, 42));
        assert_eq!(unpack(u64::MAX), (u32::MAX, u32::MAX));
    }

    #[test]
    fn replies_are_read() {
        let reply: Reply = serde_json::from_str(r#"{"error":"No subject."}"#).unwrap();
        assert!(matches!(reply, Reply::Error(sentence) if sentence == "No subject."));
        assert_eq!(hex(&[0, 255, 16]), "00ff10");
    }
}
