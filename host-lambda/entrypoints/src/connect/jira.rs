//! Jira with an API token.

use api_types::ConnectJira;
use holdfast_app::ports::{Failure, Identity, Rejection};
use holdfast_sandbox::Credential;

use super::{Accounts, trial};

/// Where Jira Cloud sites live; a token goes nowhere else by a slip of the hand. The operator's file can say more.
const SITES: [&str; 3] = [".atlassian.net", ".jira.com", ".atlassian-us-gov-mod.net"];

/// Asks `/myself` of the site with the token.
pub(super) async fn attempt(accounts: &Accounts, ask: &ConnectJira) -> Result<Identity, Rejection> {
    let site = site(&ask.site)?;
    let credential = Credential::Basic { user: ask.mail.clone(), secret_name: "jira".to_owned() };
    let target = accounts.endpoints.jira(&site, credential);
    let host = trial::host(accounts, "jira", target, trial::Held::one("jira", &ask.token))?;
    let me = match trial::details(&host, "jira").await {
        Ok(me) => me,
        Err(Failure::NotFound(_)) => {
            let hint = "Copy the address of Jira from the browser.";
            return Err(Rejection::new("refused", "There is no Jira under this site.", hint));
        }
        Err(failure) => {
            let refused = (
                "Jira refuses this mail address and token.",
                "Use the mail address that you sign in to Jira with, and make a new API token: the old one may \
                 have expired.",
            );
            return Err(trial::rejection("jira", &failure, refused));
        }
    };
    let account_id = trial::text(&me, "account_id");
    if account_id.is_empty() {
        // A site that lets everybody read answers without knowing who asks.
        let hint = "Make a new API token, and use the mail address of its account.";
        return Err(Rejection::new("refused", "Jira does not say whose token this is.", hint));
    }
    let account = trial::text(&me, "name");
    Ok(Identity { place: site, account, account_id, stand_in: accounts.endpoints.loopback })
}

/// The host of a site, from whatever was copied out of the browser.
fn site(text: &str) -> Result<String, Rejection> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_prefix("https://").or(text.strip_prefix("http://")).unwrap_or(&text);
    let host = text.split(['/', '?', '#']).next().unwrap_or_default().trim_end_matches('.');
    let name = SITES.iter().find_map(|end| host.strip_suffix(end)).unwrap_or_default();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let good = (1..=63).contains(&name.len())
        && name.bytes().all(plain)
        && !name.starts_with('-')
        && !name.ends_with('-');
    if good {
        return Ok(host.to_owned());
    }
    Err(Rejection::new(
        "wrong_input",
        "This does not look like a Jira Cloud site.",
        "Copy the address of Jira from the browser, such as `northwind.atlassian.net`.",
    ))
}

#[cfg(test)]
mod tests {
    use super::site;

    #[test]
    fn an_address_is_cut_down_to_its_host() {
        for text in [
            "x.atlassian.net",
            " https://x.atlassian.net ",
            "https://X.atlassian.net/jira/software/projects/PAY/boards/1?a=b#c",
            "http://x.atlassian.net./",
        ] {
            assert_eq!(site(text).unwrap(), "x.atlassian.net", "{text}");
        }
        for text in [
            "",
            "x",
            "atlassian.net",
            ".atlassian.net",
            "x.atlassian.net.evil.example",
            "https://x.atlassian.net@evil.example/",
            "https://evil.example/x.atlassian.net",
            "x.atlassian.net:8443",
            "a.b.atlassian.net",
            "-x.atlassian.net",
            "127.0.0.1",
            "x y.atlassian.net",
        ] {
            assert!(site(text).is_err(), "{text}");
        }
    }
}
