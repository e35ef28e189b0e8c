//! The files of the dashboard and `policy.wasm`, read once at start and served from memory.

use std::collections::BTreeMap;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::Server;
use crate::problem::{self, Refusal};

/// A name under the digest of the bytes never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";
/// Any other name may hold other bytes after an update: ask, and mostly hear 304.
const ASK: &str = "no-cache";

/// One file in memory.
#[derive(Clone, Debug)]
struct File {
    content_type: &'static str,
    bytes: Bytes,
    etag: HeaderValue,
    cache: &'static str,
}

/// The static files by path, with the policy under `/policy.<digest>.wasm`.
#[derive(Clone, Debug)]
pub struct Assets {
    files: BTreeMap<String, File>,
    policy_digest: String,
}

impl Assets {
    /// Only the policy; [`Assets::with`] adds the pages.
    #[must_use]
    pub fn new(policy_wasm: impl Into<Bytes>) -> Self {
        let bytes = policy_wasm.into();
        let policy_digest = sha256_hex(&bytes);
        let path = format!("/policy.{policy_digest}.wasm");
        let file = File::new(&path, bytes, FOREVER);
        Self { files: BTreeMap::from([(path, file)]), policy_digest }
    }

    /// Adds a file, such as `index.html` or `pkg/ui_bg.wasm`; its content type follows from its name.
    /// `index.html` is what `/` answers.
    #[must_use]
    pub fn with(mut self, path: &str, bytes: impl Into<Bytes>) -> Self {
        let path = format!("/{}", path.trim_start_matches('/'));
        let file = File::new(&path, bytes.into(), ASK);
        if path == "/index.html" {
            self.files.insert("/".to_owned(), file.clone());
        }
        self.files.insert(path, file);
        self
    }

    /// Hex SHA-256 of the policy.
    #[must_use]
    pub fn policy_digest(&self) -> &str {
        &self.policy_digest
    }
}

impl File {
    fn new(path: &str, bytes: Bytes, cache: &'static str) -> Self {
        let etag = format!("\"{}\"", sha256_hex(&bytes));
        // Hex between quotes is always a valid header value.
        let etag = HeaderValue::try_from(etag).unwrap_or(HeaderValue::from_static("\"\""));
        Self { content_type: content_type(path), bytes, etag, cache }
    }

    fn answer(&self, asked: &HeaderMap) -> Response {
        let mut response = if matches_etag(asked, &self.etag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let typed = [(header::CONTENT_TYPE, self.content_type)];
            (typed, self.bytes.clone()).into_response()
        };
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(self.cache));
        response
    }
}

/// Whatever no route of the API takes: a file by its exact path, or a refusal.
pub(crate) async fn static_file(State(server): State<Server>, request: Request) -> Response {
    let path = request.uri().path();
    let Some(file) = server.assets.files.get(path) else {
        return missing(path).into_response();
    };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return problem::wrong_method().await.into_response();
    }
    file.answer(request.headers())
}

fn missing(path: &str) -> Refusal {
    if path.starts_with("/policy.") && path.ends_with(".wasm") {
        let error = "The policy was updated since the page was opened.";
        return Refusal::new(StatusCode::NOT_FOUND, "policy_updated", error, "Reload the page.");
    }
    let hint = "Open the dashboard at `/`.";
    Refusal::new(StatusCode::NOT_FOUND, "not_found", "This path does not exist.", hint)
}

fn matches_etag(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let Ok(etag) = etag.to_str() else { return false };
    asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).any(|list| {
        list.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == etag)
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_etag_is_found_in_a_list_and_when_weak() {
        let etag = HeaderValue::from_static("\"abc\"");
        let check = |value: &'static str, expect: bool| {
            let mut asked = HeaderMap::new();
            asked.insert(header::IF_NONE_MATCH, HeaderValue::from_static(value));
            assert_eq!(matches_etag(&asked, &etag), expect, "{value}");
        };
        check("\"abc\"", true);
        check("\"x\", W/\"abc\"", true);
        check("*", true);
        check("abc", false);
        check("\"abcd\"", false);
        assert!(!matches_etag(&HeaderMap::new(), &etag));
    }
}
