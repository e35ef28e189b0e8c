//! How far the author of a signal is believed (DESIGN 2.2, "Trust of evidence").
//!
//! Facts come from the upstream, confirmations from the user's directory; display names never count.

use crate::types::{Relation, Trust};

/// What is known about one author of a Jira text.
#[derive(Clone, Copy, Debug)]
pub struct JiraAuthor<'a> {
    /// accountType as Jira gives it.
    pub account_type: &'a str,
    /// Relation of the confirmed directory entry with this account, if there is one.
    pub relation: Option<Relation>,
}

/// Trust of a Jira text: the minimum over everybody who had a hand in it. No author is unknown.
#[must_use]
pub fn of_jira(authors: &[JiraAuthor<'_>]) -> Trust {
    let one = |a: &JiraAuthor<'_>| {
        if a.account_type == "atlassian" && a.relation == Some(Relation::Internal) {
            Trust::Internal
        } else {
            Trust::Unknown
        }
    };
    authors.iter().map(one).min().unwrap_or_default()
}

/// What is known about a mail.
#[derive(Clone, Copy, Debug)]
pub struct MailFacts<'a> {
    /// Number of From addresses.
    pub from_count: usize,
    /// The From address, lower case.
    pub from: &'a str,
    /// Whether the user confirmed that address.
    pub confirmed: bool,
    /// `X-MS-Exchange-Organization-AuthAs`.
    pub auth_as: Option<&'a str>,
    /// The topmost Authentication-Results header.
    pub authentication_results: Option<&'a str>,
}

/// Trust of a mail: `known` needs one From, a confirmed address, and the receiving system's word for it.
#[must_use]
pub fn of_mail(mail: &MailFacts<'_>) -> Trust {
    let authentic = mail.auth_as.is_some_and(|v| v.trim().eq_ignore_ascii_case("internal"))
        || mail.authentication_results.is_some_and(|v| dmarc_passes(v, domain_of(mail.from)));
    if mail.from_count == 1 && mail.confirmed && authentic { Trust::Known } else { Trust::Unknown }
}

/// The domain of an address, or an empty text.
#[must_use]
pub fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}

/// Whether a header says `dmarc=pass` with `header.from` of exactly this domain.
fn dmarc_passes(header: &str, domain: &str) -> bool {
    !domain.is_empty()
        && header.split(';').any(|part| {
            let mut words = part.split_ascii_whitespace();
            words.next().is_some_and(|w| w.eq_ignore_ascii_case("dmarc=pass"))
                && part.split_ascii_whitespace().any(|w| {
                    w.split_once('=').is_some_and(|(k, v)| {
                        k.eq_ignore_ascii_case("header.from") && v.eq_ignore_ascii_case(domain)
                    })
                })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(auth_as: Option<&str>, results: Option<&str>) -> Trust {
        of_mail(&MailFacts {
            from_count: 1,
            from: "priya@northwind.example",
            confirmed: true,
            auth_as,
            authentication_results: results,
        })
    }

    #[test]
    fn authenticity_decides() {
        assert_eq!(mail(None, None), Trust::Unknown, "a missing header is unknown");
        assert_eq!(mail(Some("Internal"), None), Trust::Known);
        assert_eq!(mail(Some("Anonymous"), None), Trust::Unknown);
        let pass = "mx; spf=pass; dmarc=pass action=none header.from=northwind.example";
        assert_eq!(mail(None, Some(pass)), Trust::Known);
        let other = "mx; dmarc=pass header.from=northwind.example.evil.test";
        assert_eq!(mail(None, Some(other)), Trust::Unknown);
        let comment = "mx; spf=fail (dmarc=pass header.from=northwind.example)";
        assert_eq!(mail(None, Some(comment)), Trust::Unknown);
    }

    #[test]
    fn every_author_of_a_jira_text_counts() {
        let colleague =
            JiraAuthor { account_type: "atlassian", relation: Some(Relation::Internal) };
        let customer = JiraAuthor { account_type: "customer", relation: Some(Relation::Internal) };
        let stranger = JiraAuthor { account_type: "atlassian", relation: None };
        assert_eq!(of_jira(&[colleague]), Trust::Internal);
        assert_eq!(of_jira(&[colleague, customer]), Trust::Unknown);
        assert_eq!(of_jira(&[colleague, stranger]), Trust::Unknown);
        assert_eq!(of_jira(&[]), Trust::Unknown);
    }
}
