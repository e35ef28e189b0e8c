//! Outlook on behalf of a person: the device code sign-in (RFC 8628, as Microsoft's identity platform does it).

use api_types::DeviceCode;
use holdfast_app::ports::{DeviceStep, Identity, Rejection, Secret};
use holdfast_sandbox::Credential;
use holdfast_sandbox::egress::post_form;
use holdfast_sandbox::target::Place;
use serde::Deserialize;

use super::endpoints::DELEGATED_SCOPE;
use super::{Accounts, trial};

/// Seconds between two questions where the service names none (RFC 8628, section 3.2).
const INTERVAL_S: u32 = 5;
/// Longest interval that is believed, in seconds.
const INTERVAL_S_MAX: u32 = 60;
/// Seconds that `slow_down` adds (RFC 8628, section 3.5).
const SLOWER_S: u32 = 5;
/// Longest life of a code that is believed, in seconds.
const LIFE_S_MAX: i64 = 3_600;

/// A sign-in and how it went.
#[derive(Default)]
pub(super) enum SignIn {
    /// None.
    #[default]
    None,
    /// The code is on screen.
    Waiting(Box<Pending>),
    /// It came to nothing.
    Failed(Rejection),
}

pub(super) struct Pending {
    code: DeviceCode,
    device_code: Secret,
    tenant: String,
    client_id: String,
    asked_ms: i64,
}

#[derive(Deserialize)]
struct Begun {
    user_code: String,
    device_code: String,
    verification_uri: String,
    expires_in: i64,
    interval: Option<u32>,
}

#[derive(Deserialize)]
struct Granted {
    access_token: String,
    refresh_token: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refused {
    error: String,
    error_codes: Vec<u32>,
}

/// Asks for a code.
pub(super) async fn start(
    accounts: &Accounts,
    tenant: &str,
    client_id: &str,
    now_ms: i64,
) -> Result<DeviceCode, Rejection> {
    let form = [("client_id", client_id), ("scope", DELEGATED_SCOPE)];
    let (status, body) = post(accounts, tenant, "devicecode", &form).await?;
    if status != 200 {
        return Err(not_begun(&serde_json::from_slice(&body).unwrap_or_default()));
    }
    let begun: Begun = serde_json::from_slice(&body).map_err(|_| odd())?;
    let address = url::Url::parse(&begun.verification_uri).map_err(|_| odd())?;
    // It becomes a link on the page: nothing but a web page may stand there.
    if address.scheme() != "https" && !accounts.endpoints.loopback {
        return Err(odd());
    }
    let shown = |text: &str| text.chars().filter(|c| !c.is_control()).take(64).collect::<String>();
    let life_s = begun.expires_in.clamp(0, LIFE_S_MAX);
    let code = DeviceCode {
        user_code: shown(&begun.user_code),
        verification_url: address.to_string(),
        expires_ms: now_ms.saturating_add(life_s.saturating_mul(1000)),
        interval_s: begun.interval.unwrap_or(INTERVAL_S).clamp(1, INTERVAL_S_MAX),
    };
    *accounts.device.lock().await = SignIn::Waiting(Box::new(Pending {
        code: code.clone(),
        device_code: Secret::new(begun.device_code),
        tenant: tenant.to_owned(),
        client_id: client_id.to_owned(),
        asked_ms: now_ms,
    }));
    Ok(code)
}

/// Asks whether the code was used, unless that was asked a moment ago. The lock is held, so that two pages never ask
/// at the same time and one grant is never lost to the other.
pub(super) async fn poll(accounts: &Accounts, now_ms: i64) -> Result<DeviceStep, Rejection> {
    let mut sign_in = accounts.device.lock().await;
    let pending = match &mut *sign_in {
        SignIn::None => return Ok(DeviceStep::None),
        SignIn::Failed(rejection) => return Ok(DeviceStep::Failed(rejection.clone())),
        SignIn::Waiting(pending) => pending,
    };
    if now_ms >= pending.code.expires_ms {
        return Ok(fail(&mut sign_in, expired()));
    }
    let since_ms = now_ms.saturating_sub(pending.asked_ms);
    if (0..i64::from(pending.code.interval_s) * 1000).contains(&since_ms) {
        return Ok(DeviceStep::Waiting(pending.code.clone()));
    }
    pending.asked_ms = now_ms;
    let form = [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", pending.client_id.as_str()),
        ("device_code", pending.device_code.expose()),
    ];
    let (status, body) = post(accounts, &pending.tenant, "token", &form).await?;
    if status != 200 {
        let refused: Refused = serde_json::from_slice(&body).unwrap_or_default();
        match refused.error.as_str() {
            "authorization_pending" => {}
            "slow_down" => {
                let slower = pending.code.interval_s.saturating_add(SLOWER_S);
                pending.code.interval_s = slower.min(INTERVAL_S_MAX);
            }
            "temporarily_unavailable" => {}
            _ if status >= 500 || status == 429 => {}
            _ => return Ok(fail(&mut sign_in, over(&refused))),
        }
        return Ok(DeviceStep::Waiting(pending.code.clone()));
    }
    let (tenant, client_id) = (pending.tenant.clone(), pending.client_id.clone());
    // The code is used up, whatever comes now.
    *sign_in = SignIn::None;
    match granted(accounts, &body).await {
        Ok((identity, refresh)) => Ok(DeviceStep::Granted { identity, tenant, client_id, refresh }),
        Err(rejection) => Ok(fail(&mut sign_in, rejection)),
    }
}

fn fail(sign_in: &mut SignIn, rejection: Rejection) -> DeviceStep {
    *sign_in = SignIn::Failed(rejection.clone());
    DeviceStep::Failed(rejection)
}

/// Whose mailbox it is, asked with the first access token.
async fn granted(accounts: &Accounts, body: &[u8]) -> Result<(Identity, Secret), Rejection> {
    let granted: Granted = serde_json::from_slice(body).map_err(|_| odd())?;
    let refresh = granted.refresh_token.filter(|token| !token.is_empty()).ok_or_else(|| {
        let hint =
            "Add the delegated permission offline_access to the registration, then sign in again.";
        Rejection::new("refused", "Microsoft gave no lasting sign-in.", hint)
    })?;
    let credential = Credential::Bearer { secret_name: "access".to_owned() };
    let target = accounts.endpoints.graph(credential);
    let held = trial::Held::one("access", &granted.access_token);
    let host = trial::host(accounts, "outlook", target, held)?;
    let me = trial::details(&host, "outlook").await.map_err(|failure| {
        let refused = (
            "Microsoft signed you in, but does not say which mailbox that is.",
            "Add the delegated permission User.Read to the registration, then sign in again.",
        );
        trial::rejection("outlook", &failure, refused)
    })?;
    // Graph knows a mailbox by this name; the mail address may be another.
    let mut place = trial::text(&me, "user").to_lowercase();
    if place.is_empty() {
        place = trial::text(&me, "address").to_lowercase();
    }
    if place.is_empty() {
        let hint = "Sign in with the account that owns the mailbox.";
        return Err(Rejection::new("refused", "The account that signed in has no mailbox.", hint));
    }
    let identity = Identity {
        place,
        account: trial::text(&me, "name"),
        account_id: trial::text(&me, "account_id"),
        stand_in: accounts.endpoints.loopback,
    };
    Ok((identity, Secret::new(refresh)))
}

async fn post(
    accounts: &Accounts,
    tenant: &str,
    endpoint: &str,
    form: &[(&str, &str)],
) -> Result<(u16, Vec<u8>), Rejection> {
    let url = accounts.endpoints.login(tenant, endpoint);
    let place = Place::parse("login", &url, accounts.endpoints.loopback)
        .map_err(|why| Rejection::new("unusable", format!("{why}."), "Check the tenant."))?;
    let answer = post_form(&*accounts.transport, &place, form).await.map_err(|_| {
        let hint = "Check the network of this machine, then try again.";
        Rejection::new("unreachable", "Microsoft's sign-in does not answer.", hint)
    })?;
    Ok((answer.status, answer.body))
}

fn odd() -> Rejection {
    let hint = "Try again in a minute.";
    Rejection::new("refused", "Microsoft's sign-in answers something that is not understood.", hint)
}

fn expired() -> Rejection {
    Rejection::new("refused", "The code has expired.", "Start again: a new code is shown.")
}

/// Microsoft's numbers for what is wrong with a registration.
fn not_begun(refused: &Refused) -> Rejection {
    let code = |number: u32| refused.error_codes.contains(&number);
    let (error, hint) = if code(90_002) {
        (
            "Microsoft does not know this tenant.",
            "Copy the directory (tenant) id from the registration.",
        )
    } else if code(700_016) || refused.error == "unauthorized_client" {
        (
            "Microsoft does not know this application in this tenant.",
            "Copy the application (client) id from the registration.",
        )
    } else if code(7_000_218) || refused.error == "invalid_client" {
        (
            "The registration does not allow a sign-in without a secret.",
            "Turn on `Allow public client flows` under Authentication in the registration.",
        )
    } else {
        (
            "Microsoft refuses to start a sign-in.",
            "Compare the registration with `docs/connecting.md`.",
        )
    };
    Rejection::new("refused", error, hint)
}

fn over(refused: &Refused) -> Rejection {
    match refused.error.as_str() {
        "authorization_declined" | "access_denied" => Rejection::new(
            "refused",
            "The sign-in was declined.",
            "Start again, and accept what is asked; nothing is read or sent before.",
        ),
        "expired_token" | "code_expired" => expired(),
        "invalid_client" => not_begun(refused),
        _ => Rejection::new(
            "refused",
            "Microsoft refuses the sign-in.",
            "An administrator's consent may be needed: `docs/connecting.md` says for what. Then start again.",
        ),
    }
}
