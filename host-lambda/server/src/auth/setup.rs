//! First start: a link that sets the passphrase once.

use holdfast_app::domain::keys;
use holdfast_app::ports::{Condition, Item, Write};
use holdfast_app::usecases::App;
use serde::{Deserialize, Serialize};

use super::{AuthError, digest, passphrase, same, token};

/// A link that nobody used is void after a day; the next start prints another.
const LINK_S: i64 = 86_400;
const PURPOSE: &str = "setup";

/// What is stored of the link.
#[derive(Serialize, Deserialize)]
struct Link {
    digest: String,
}

/// A fresh one-time path such as `/#/setup/<token>`, to be put behind the address of the dashboard, or null
/// when the passphrase is set. An earlier link stops working.
///
/// # Errors
/// When the table or the secrets fail.
pub async fn first_link(app: &App) -> Result<Option<String>, AuthError> {
    if passphrase::stored(app).await?.is_some() {
        return Ok(None);
    }
    let token = token(app.clock.as_ref());
    let link = Link { digest: digest(PURPOSE, &token) };
    let item = Item::new(keys::system("setup"), &link)?.expiring(app.now() / 1000 + LINK_S);
    app.table.write(vec![Write::Put(item, Condition::Any)]).await?;
    Ok(Some(format!("/#/setup/{token}")))
}

/// Uses the link up; false when it is wrong, void or used already.
pub(super) async fn consume(app: &App, token: &str) -> Result<bool, AuthError> {
    let key = keys::system("setup");
    let Some(link) = app.load::<Link>(&key).await? else { return Ok(false) };
    if !same(&digest(PURPOSE, token), &link.value.digest) {
        return Ok(false);
    }
    // Two at once: the revision lets one of them through.
    match app.table.write(vec![Write::Delete(key, Condition::Rev(link.rev))]).await {
        Ok(()) => Ok(true),
        Err(holdfast_app::ports::StoreError::Lost { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
