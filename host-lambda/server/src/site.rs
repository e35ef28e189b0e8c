//! Under which names the dashboard may be reached: the protection against DNS rebinding.

/// The names of the dashboard, and whether it is reached by https.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// None: any name.
    hosts: Option<Vec<String>>,
    https: bool,
}

impl Site {
    /// Any list of `Host` header values, such as `holdfast.example.com`, all by https or all by http.
    pub fn new<I: IntoIterator<Item: Into<String>>>(hosts: I, https: bool) -> Self {
        let hosts = hosts.into_iter().map(|h| h.into().to_ascii_lowercase()).collect();
        Self { hosts: Some(hosts), https }
    }

    /// Behind a gateway that routes its own names only, by https: whatever name a request came by.
    #[must_use]
    pub const fn behind_gateway() -> Self {
        Self { hosts: None, https: true }
    }

    /// This machine only, by plain http on `port`.
    #[must_use]
    pub fn loopback(port: u16) -> Self {
        Self::new(["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")), false)
    }

    /// Whether browsers come by https.
    #[must_use]
    pub const fn is_https(&self) -> bool {
        self.https
    }

    /// Whether a `Host` header names this site.
    #[must_use]
    pub fn knows(&self, host: &str) -> bool {
        self.hosts.as_ref().map_or(!host.is_empty(), |hosts| {
            hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
        })
    }

    /// Whether an `Origin` header is the origin of a page that was reached under `host`.
    #[must_use]
    pub fn is_own_origin(&self, origin: &str, host: &str) -> bool {
        let scheme = if self.https { "https://" } else { "http://" };
        origin.strip_prefix(scheme).is_some_and(|authority| authority.eq_ignore_ascii_case(host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_names_are_known() {
        let site = Site::loopback(8787);
        let names = ["127.0.0.1:8787", "localhost:8787", "LOCALHOST:8787", "[::1]:8787"];
        assert!(names.iter().all(|name| site.knows(name)));
        let others =
            ["", "localhost", "127.0.0.1:80", "evil.example:8787", "localhost:8787.evil.example"];
        assert!(!others.iter().any(|name| site.knows(name)));
    }

    #[test]
    fn an_origin_is_scheme_and_host() {
        let site = Site::loopback(1);
        let host = "localhost:1";
        assert!(site.is_own_origin("http://localhost:1", host));
        let others =
            ["null", "https://localhost:1", "http://localhost:2", "http://127.0.0.1:1", ""];
        assert!(!others.iter().any(|origin| site.is_own_origin(origin, host)));
    }
}
