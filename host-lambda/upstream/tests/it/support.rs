//! One server per test, one client, and short ways to ask.

use holdfast_upstream::{
    CLAUDE_KEY, CLIENT_ID, CLIENT_SECRET, Fault, Faults, JIRA_TOKEN, JIRA_USER, MAILBOX, Running,
    TENANT, UpstreamConfig,
};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

/// 5 February 2026, 12:00 UTC.
pub(crate) const NOW_MS: i64 = 1_770_292_800_000;
pub(crate) const MARKER: &str = "String {6f0b1d52-8c0e-4d3a-9b56-1a2b3c4d5e6f} Name HoldfastIntent";

pub(crate) struct Stand {
    pub(crate) running: Running,
    pub(crate) client: Client,
    token: String,
}

impl Stand {
    pub(crate) async fn start() -> Self {
        Self::with(UpstreamConfig::sample(NOW_MS)).await
    }

    pub(crate) async fn with(config: UpstreamConfig) -> Self {
        let running = Running::start(config, 0).await.expect("the stand-ins start");
        running.state.set_clock(NOW_MS, false);
        let client = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        let mut stand = Self { running, client, token: String::new() };
        stand.token = stand.fetch_token().await;
        stand
    }

    async fn fetch_token(&self) -> String {
        let scope = "https://graph.microsoft.com/.default";
        let body = form(&[
            ("client_id", CLIENT_ID),
            ("client_secret", CLIENT_SECRET),
            ("grant_type", "client_credentials"),
            ("scope", scope),
        ]);
        let (status, value) = self.login("token", body).await;
        assert_eq!(status, 200, "{value}");
        value["access_token"].as_str().expect("a token").to_owned()
    }

    pub(crate) async fn login(&self, endpoint: &str, body: String) -> (u16, Value) {
        let url = format!("{}/login/{TENANT}/oauth2/v2.0/{endpoint}", self.running.url());
        let request = self
            .client
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        read(request.send().await.expect("an answer")).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        if path.starts_with("http") {
            path.to_owned()
        } else {
            format!("{}{path}", self.running.url())
        }
    }

    /// A Jira request; the path starts below `/jira`.
    pub(crate) async fn jira(&self, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let url = self.url(&format!("/jira{path}"));
        let mut request = self.client.request(method, url).basic_auth(JIRA_USER, Some(JIRA_TOKEN));
        if let Some(body) = body {
            request = request.json(&body);
        }
        read(request.send().await.expect("an answer")).await
    }

    pub(crate) async fn search(&self, jql: &str, extra: Value) -> (u16, Value) {
        let mut body = json!({"jql": jql, "maxResults": 50, "fields": ["*all"]});
        for (name, value) in extra.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        self.jira("POST", "/rest/api/3/search/jql", Some(body)).await
    }

    /// A Graph request; the path starts below the mailbox, or is a whole link.
    pub(crate) async fn try_graph(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> Result<(u16, Value), reqwest::Error> {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let url = if path.starts_with("http") {
            path.to_owned()
        } else {
            self.url(&format!("/graph/v1.0/users/{MAILBOX}{path}"))
        };
        let mut request = self
            .client
            .request(method, url)
            .bearer_auth(&self.token)
            .header("prefer", "IdType=\"ImmutableId\"");
        if let Some(body) = body {
            request = request.json(&body);
        }
        Ok(read(request.send().await?).await)
    }

    pub(crate) async fn graph(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        self.try_graph(method, path, body).await.expect("an answer")
    }

    pub(crate) async fn control(&self, method: &str, path: &str, body: Option<Value>) -> Value {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = self.client.request(method, self.url(&format!("/_control{path}")));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let (status, value) = read(request.send().await.expect("an answer")).await;
        assert!(status < 300, "{path}: {status} {value}");
        value
    }

    pub(crate) fn arm(&self, fault: Fault) {
        self.running.state.set_faults(Faults { rules: vec![fault], ..Faults::default() });
    }

    /// Follows a delta round to its end: (rows, delta link, pages).
    pub(crate) async fn delta(&self, first: &str) -> (Vec<Value>, String, usize) {
        let (mut rows, mut link, mut pages) = (Vec::new(), first.to_owned(), 0);
        loop {
            let (status, body) = self.graph("GET", &link, None).await;
            assert_eq!(status, 200, "{body}");
            pages += 1;
            rows.extend(body["value"].as_array().expect("rows").iter().cloned());
            match body["@odata.nextLink"].as_str() {
                Some(next) => link = next.to_owned(),
                None => {
                    let last = body["@odata.deltaLink"].as_str().expect("a delta link");
                    return (rows, last.to_owned(), pages);
                }
            }
        }
    }

    pub(crate) async fn claude(&self, body: &Value) -> (u16, Value) {
        let request = self
            .client
            .post(self.url("/claude/v1/messages"))
            .header("x-api-key", CLAUDE_KEY)
            .header("anthropic-version", "2023-06-01")
            .json(body);
        read(request.send().await.expect("an answer")).await
    }
}

pub(crate) fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

pub(crate) fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

pub(crate) async fn read(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap_or_default();
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}
