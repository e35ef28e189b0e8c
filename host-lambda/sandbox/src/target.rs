//! Where a target id points: the operator's configuration, never the plugin's.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// One target of an integration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetConfig {
    /// Target id, as in the manifest.
    pub id: String,
    /// `https://host[:port][/base]`; plain `http` only together with `loopback`.
    pub base_url: String,
    /// Admits exactly the address and port of `base_url`, which then is a literal loopback address.
    #[serde(default)]
    pub loopback: bool,
    /// What is added to each request.
    #[serde(default)]
    pub credential: Credential,
}

/// How a request authenticates. Names point into the secrets port; no value stands here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Credential {
    /// Nothing is added.
    #[default]
    None,
    /// HTTP Basic.
    Basic {
        /// User name, such as a mail address.
        user: String,
        /// Name of the secret that holds the password or API token.
        secret_name: String,
    },
    /// A fixed bearer token.
    Bearer {
        /// Name of the secret that holds the token.
        secret_name: String,
    },
    /// OAuth 2 client credentials; the host fetches and refreshes the token.
    ClientCredentials {
        /// Token endpoint; under `loopback` at the same address and port as `base_url`.
        token_url: String,
        /// Client id.
        client_id: String,
        /// Name of the secret that holds the client secret.
        secret_name: String,
        /// Scope, such as `https://graph.microsoft.com/.default`.
        scope: String,
    },
    /// OAuth 2 on behalf of a person who signed in: the host turns a rotating refresh token into access tokens.
    Delegated {
        /// Token endpoint; under `loopback` at the same address and port as `base_url`.
        token_url: String,
        /// Client id of a public client: it has no secret.
        client_id: String,
        /// Name of the secret that holds the refresh token; each renewal replaces it.
        secret_name: String,
        /// Scopes, separated by spaces, such as `Mail.ReadWrite offline_access`.
        scope: String,
    },
}

/// An address that passed the checks which need no resolution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Base, without a trailing slash in its path.
    pub url: Url,
    /// The one address that is admitted although it is not public.
    pub loopback: Option<SocketAddr>,
}

impl TargetConfig {
    /// Checks `base_url`.
    ///
    /// # Errors
    /// What is wrong and what is expected.
    pub fn place(&self) -> Result<Place, String> {
        let place = place("base_url", &self.base_url, self.loopback)?;
        if let Some(token) = self.token_place()? {
            let same = token.loopback == place.loopback;
            if self.loopback && !same {
                return Err("`token_url` is not at the address and port of `base_url`".to_owned());
            }
        }
        Ok(place)
    }

    /// Checks the token endpoint, where there is one.
    ///
    /// # Errors
    /// What is wrong and what is expected.
    pub fn token_place(&self) -> Result<Option<Place>, String> {
        match &self.credential {
            Credential::ClientCredentials { token_url, .. }
            | Credential::Delegated { token_url, .. } => {
                place("token_url", token_url, self.loopback).map(Some)
            }
            _ => Ok(None),
        }
    }
}

impl Place {
    /// Checks an address that is not the base of a target, such as the start of a sign-in.
    ///
    /// # Errors
    /// What is wrong and what is expected.
    pub fn parse(key: &str, text: &str, loopback: bool) -> Result<Self, String> {
        place(key, text, loopback)
    }
}

fn place(key: &str, text: &str, loopback: bool) -> Result<Place, String> {
    let url = Url::parse(text).map_err(|error| format!("`{key}` is not an address: {error}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!("`{key}` holds a credential: put it into a secret"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("`{key}` ends after the path: remove the query or fragment"));
    }
    let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else {
        return Err(format!("`{key}` has no host"));
    };
    if !loopback {
        if url.scheme() != "https" {
            return Err(format!("`{key}` must start with https://"));
        }
        return Ok(Place { url, loopback: None });
    }
    let address = match host {
        Host::Ipv4(v4) if v4.is_loopback() => IpAddr::V4(v4),
        Host::Ipv6(v6) if v6.is_loopback() => IpAddr::V6(v6),
        _ => {
            return Err(format!(
                "`loopback = true` needs a literal loopback host in `{key}`, such as 127.0.0.1"
            ));
        }
    };
    if !["http", "https"].contains(&url.scheme()) {
        return Err(format!("`{key}` must start with http:// or https://"));
    }
    Ok(Place { url, loopback: Some(SocketAddr::new(address, port)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(base_url: &str, loopback: bool) -> Result<Place, String> {
        let credential = Credential::None;
        TargetConfig { id: "t".into(), base_url: base_url.into(), loopback, credential }.place()
    }

    #[test]
    fn https_or_literal_loopback() {
        assert!(target("https://example.atlassian.net", false).is_ok());
        assert!(target("https://example.atlassian.net:8443/base/", false).is_ok());
        let place = target("http://127.0.0.1:8080", true).unwrap();
        assert_eq!(place.loopback, Some("127.0.0.1:8080".parse().unwrap()));
        assert!(target("http://[::1]:1", true).is_ok());
        for (text, loopback) in [
            ("http://example.com", false),
            ("ftp://example.com", false),
            ("https://user:pw@example.com", false),
            ("https://example.com/?a=b", false),
            ("http://127.0.0.1:8080", false),
            ("http://localhost:8080", true),
            ("http://10.0.0.1:8080", true),
            ("http://[::ffff:127.0.0.1]:80", true),
            ("https://example.com", true),
            ("ftp://127.0.0.1", true),
            ("nonsense", false),
        ] {
            assert!(target(text, loopback).is_err(), "{text}");
        }
    }

    #[test]
    fn a_loopback_token_endpoint_stays_at_the_same_port() {
        let with = |token_url: &str| TargetConfig {
            id: "graph".into(),
            base_url: "http://127.0.0.1:8080".into(),
            loopback: true,
            credential: Credential::ClientCredentials {
                token_url: token_url.into(),
                client_id: "c".into(),
                secret_name: "graph".into(),
                scope: "s".into(),
            },
        };
        assert!(with("http://127.0.0.1:8080/token").place().is_ok());
        assert!(with("http://127.0.0.1:8081/token").place().is_err());
        assert!(with("https://login.example/token").place().is_err());
    }
}
