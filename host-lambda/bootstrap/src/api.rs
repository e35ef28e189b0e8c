//! Events of an HTTP API (payload version 2.0) to the router of the dashboard, and answers back.

use std::sync::Arc;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lambda_events::encodings::Body;
use axum::body::Body as AxumBody;
use axum::http::{HeaderValue, Request, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use holdfast_app::usecases::App;
use holdfast_entrypoints::{EntryError, assets};
use holdfast_server::{Assets, BODY_BYTES_MAX, Server, Site, auth, router};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use url::Url;

use crate::env::Env;
use crate::err::InvocationError;
use crate::install::Installation;

/// Largest answer that is read from the router, bytes; Lambda refuses more than 6 MB after base64.
const ANSWER_BYTES_MAX: usize = 4 << 20;

/// The router behind the HTTP API.
pub(crate) struct Dashboard {
    router: axum::Router,
    /// Host that the site knows: the dashboard's own, whichever of its names API Gateway was reached by.
    host: Option<String>,
    origin: String,
}

impl Dashboard {
    /// The dashboard of an installation.
    ///
    /// # Errors
    /// When the build carries no dashboard, or the origin is no address.
    pub(crate) fn new(env: &Env, installation: &Installation) -> Result<Self, EntryError> {
        let (host, https) = site_of(&env.origin, installation.is_emulator)?;
        let site = host.clone().map_or_else(Site::behind_gateway, |host| Site::new([host], https));
        let executions = installation.executions.clone();
        let poke = Arc::new(move || {
            let Some(executions) = executions.clone() else { return };
            tokio::spawn(async move {
                if let Err(code) = executions.start().await {
                    tracing::warn!(code, "the check could not be started");
                }
            });
        });
        let files = assets::DASHBOARD
            .iter()
            .fold(Assets::new(assets::policy_wasm()?), |all, (path, bytes)| all.with(path, *bytes));
        let server = Server::new(installation.wired.app.clone(), files, site, poke)
            .map_err(|e| EntryError::failed(e.to_string()))?;
        Ok(Self { router: router(server), host, origin: env.origin.clone() })
    }

    /// Answers an event. `{"holdfast":"first-link"}`, which only somebody who may invoke the function can send, answers
    /// the link that sets the passphrase; it stands in no log.
    ///
    /// # Errors
    /// When the event is not of an HTTP API, or the table does not answer.
    pub(crate) async fn answer(&self, app: &App, event: Value) -> Result<Value, InvocationError> {
        if event.get("holdfast").and_then(Value::as_str) == Some("first-link") {
            let link = auth::first_link(app).await;
            let link = link.map_err(|e| InvocationError::Event(e.to_string()))?;
            return Ok(json!({ "link": link.map(|path| format!("{}{path}", self.origin)) }));
        }
        let bad = |e: &dyn std::fmt::Display| {
            InvocationError::Event(format!("the event is not of an HTTP API (version 2.0): {e}"))
        };
        let event: ApiGatewayV2httpRequest = serde_json::from_value(event).map_err(|e| bad(&e))?;
        let request = self.request(event).map_err(|e| bad(&e))?;
        // The router cannot fail: every refusal is an answer.
        let answer = self.router.clone().oneshot(request).await.unwrap_or_default();
        respond(answer).await
    }

    fn request(
        &self,
        event: ApiGatewayV2httpRequest,
    ) -> Result<Request<AxumBody>, Box<dyn std::error::Error + Send + Sync>> {
        let path = event.raw_path.as_deref().unwrap_or("/");
        let query = event.raw_query_string.as_deref().unwrap_or_default();
        let target = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
        let body = match (event.body, event.is_base64_encoded) {
            (Some(text), true) => STANDARD.decode(text)?,
            (text, _) => text.unwrap_or_default().into_bytes(),
        };
        // One byte more than the router takes is enough for it to refuse it.
        let body = body.into_iter().take(BODY_BYTES_MAX + 1).collect::<Vec<u8>>();
        let mut request = Request::builder()
            .method(event.request_context.http.method)
            .uri(target)
            .body(AxumBody::from(body))?;
        let headers = request.headers_mut();
        *headers = event.headers;
        if let Some(cookies) = event.cookies.filter(|all| !all.is_empty()) {
            headers.insert(header::COOKIE, HeaderValue::from_str(&cookies.join("; "))?);
        }
        // API Gateway routes its own names only, and rewrites of Amplify arrive under them; what a browser saw is the
        // origin of the deployment. So there is no rebinding to guard against here.
        let reached = event.request_context.domain_name.unwrap_or_default();
        let host = self.host.as_deref().unwrap_or(&reached);
        headers.insert(header::HOST, HeaderValue::from_str(host)?);
        Ok(request)
    }
}

/// Host and scheme of the origin; without one, whatever API Gateway is reached by.
fn site_of(origin: &str, is_emulator: bool) -> Result<(Option<String>, bool), EntryError> {
    if origin.is_empty() {
        return Ok((None, true));
    }
    let bad = || {
        EntryError::failed("HOLDFAST_ORIGIN is no `https://host[:port]`")
            .hint("Write the address of the dashboard as a browser shows it, without a path.")
    };
    let url = Url::parse(origin).map_err(|_| bad())?;
    let https = url.scheme() == "https";
    let host = url.host_str().ok_or_else(bad)?;
    if url.path() != "/" || !(https || is_emulator && url.scheme() == "http") {
        return Err(bad());
    }
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    Ok((Some(host), https))
}

async fn respond(answer: axum::response::Response) -> Result<Value, InvocationError> {
    let (parts, body) = answer.into_parts();
    let body = http_body_util::Limited::new(body, ANSWER_BYTES_MAX).collect().await;
    let body = body.map_err(|_| {
        InvocationError::Event("the answer is larger than Lambda can give back".to_owned())
    })?;
    let bytes = body.to_bytes();
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = parts.status.as_u16().into();
    response.headers = parts.headers;
    let cookies = response.headers.get_all(header::SET_COOKIE).iter();
    response.cookies = cookies.filter_map(|c| c.to_str().ok().map(str::to_owned)).collect();
    response.headers.remove(header::SET_COOKIE);
    match String::from_utf8(bytes.to_vec()) {
        Ok(text) => response.body = Some(Body::Text(text)),
        Err(_) => {
            response.body = Some(Body::Text(STANDARD.encode(&bytes)));
            response.is_base64_encoded = true;
        }
    }
    serde_json::to_value(response).map_err(|e| InvocationError::Event(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_https_and_a_host() {
        let site = |origin: &str, emulator| site_of(origin, emulator).ok();
        assert_eq!(site("https://pm.example", false), Some((Some("pm.example".to_owned()), true)));
        assert_eq!(site("", false), Some((None, true)));
        assert_eq!(site("http://127.0.0.1:4566", true).map(|s| s.1), Some(false));
        for wrong in ["http://pm.example", "https://pm.example/x", "pm.example", "ftp://pm.example"]
        {
            assert_eq!(site(wrong, false), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn bytes_come_back_as_base64_and_cookies_apart() {
        let answer = axum::response::Response::builder()
            .status(201)
            .header("set-cookie", "a=1")
            .header("set-cookie", "b=2")
            .header("content-type", "application/wasm")
            .body(AxumBody::from(vec![0_u8, 0xff, 0x61]))
            .unwrap();
        let told = respond(answer).await.unwrap();
        assert_eq!(told["statusCode"], 201);
        assert_eq!(told["cookies"], json!(["a=1", "b=2"]));
        assert_eq!(told["isBase64Encoded"], true);
        assert_eq!(told["body"], "AP9h");
        assert!(told["headers"].get("set-cookie").is_none());
    }
}
