//! Outlook with application permissions, limited to one mailbox.

use api_types::ConnectApplication;
use holdfast_app::ports::{Failure, Identity, Integrations as _, Rejection};
use holdfast_sandbox::Credential;
use plugin_payload::Scope;

use super::endpoints::APPLICATION_SCOPE;
use super::{Accounts, trial};

/// Fetches a token, then lists the folders of the mailbox with it.
pub(super) async fn attempt(
    accounts: &Accounts,
    ask: &ConnectApplication,
) -> Result<Identity, Rejection> {
    let target = accounts.endpoints.graph(Credential::ClientCredentials {
        token_url: accounts.endpoints.login(&ask.tenant, "token"),
        client_id: ask.client_id.clone(),
        secret_name: "graph".to_owned(),
        scope: APPLICATION_SCOPE.to_owned(),
    });
    let held = trial::Held::one("graph", &ask.client_secret);
    let host = trial::host(accounts, "outlook", target, held)?;
    let scope = Scope::MailFolders { mailbox: ask.mailbox.clone() };
    match host.poll("outlook", &scope, &[], 10).await {
        Ok(_) => {
            let (place, stand_in) = (ask.mailbox.clone(), accounts.endpoints.loopback);
            Ok(Identity { place, stand_in, ..Identity::default() })
        }
        Err(Failure::NotFound(_)) => Err(Rejection::new(
            "refused",
            "Microsoft accepts the application, but the mailbox does not exist in this tenant.",
            "Use the user principal name of the mailbox.",
        )),
        Err(Failure::Unauthorised(why)) if why.contains("status 403") => Err(Rejection::new(
            "refused",
            "Microsoft accepts the application, but not for this mailbox.",
            "Give it Mail.ReadWrite and Mail.Send with an administrator's consent, and let the access policy name \
             this mailbox; a change takes up to an hour.",
        )),
        Err(failure) => {
            let refused = (
                "Microsoft refuses this tenant, client id or client secret.",
                "Copy them again from the registration: the secret's value, not its id. It may have expired.",
            );
            Err(trial::rejection("outlook", &failure, refused))
        }
    }
}
