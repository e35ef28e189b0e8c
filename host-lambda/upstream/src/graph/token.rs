//! The token endpoint below `/login/{tenant}/oauth2/v2.0`.

use serde_json::json;

use crate::web::{Req, Resp};
use crate::world::World;

/// The demo tenant.
pub const TENANT: &str = "northwind-tenant";
/// The demo application's client id.
pub const CLIENT_ID: &str = "demo-graph-client";
/// The demo application's client secret.
pub const CLIENT_SECRET: &str = "demo-graph-secret";
/// Lifetime of an access token, in seconds.
const LIFETIME_S: i64 = 3599;

#[derive(Debug, Clone)]
struct Access {
    token: String,
    expires_ms: i64,
    delegated: bool,
}

#[derive(Debug, Clone)]
struct Device {
    code: String,
    polls: u32,
    expires_ms: i64,
}

/// Tokens that were given out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    issued: u64,
    access: Vec<Access>,
    refresh: Vec<String>,
    devices: Vec<Device>,
    /// What the user at the other end of a device code does.
    pub(crate) device: DeviceSwitches,
}

/// What the user at the other end of a device code does. `POST /_control/device` replaces them.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct DeviceSwitches {
    /// Polls that answer `authorization_pending` before the user signs in; at least one.
    pub(crate) pending: u32,
    /// Polls that answer `slow_down`, before anything else.
    pub(crate) slow_down: u32,
    /// The user declines instead of signing in.
    pub(crate) decline: bool,
    /// Codes expire at once.
    pub(crate) expire: bool,
}

impl Tokens {
    /// None when the token is unknown or expired; otherwise whether it is delegated.
    pub(crate) fn check(&self, token: &str, now_ms: i64) -> Option<bool> {
        let found = self.access.iter().find(|a| a.token == token)?;
        (found.expires_ms > now_ms).then_some(found.delegated)
    }

    /// Voids every access token, as a password change or a revocation does.
    pub(crate) fn revoke_access(&mut self) {
        self.access.clear();
    }

    /// Voids refresh tokens too, as signing the user out everywhere does.
    pub(crate) fn revoke_all(&mut self) {
        self.access.clear();
        self.refresh.clear();
    }

    fn issue(&mut self, now_ms: i64, delegated: bool) -> Resp {
        self.issued += 1;
        let token = format!("demo-access-{:06}", self.issued);
        let expires_ms = now_ms + LIFETIME_S * 1000;
        self.access.retain(|a| a.expires_ms > now_ms);
        self.access.push(Access { token: token.clone(), expires_ms, delegated });
        let mut body = json!({"token_type": "Bearer", "expires_in": LIFETIME_S,
            "ext_expires_in": LIFETIME_S, "access_token": token});
        if delegated {
            let refresh = format!("demo-refresh-{:06}", self.issued);
            body["refresh_token"] = json!(refresh);
            body["scope"] = json!("Mail.ReadWrite Mail.Send User.Read offline_access");
            self.refresh.push(refresh);
        }
        Resp::ok(body).with("cache-control", "no-store")
    }
}

fn refused(status: u16, error: &str, code: u32, text: &str) -> Resp {
    Resp::json(
        status,
        json!({"error": error, "error_codes": [code],
        "error_description": format!("AADSTS{code}: {text}")}),
    )
}

/// Answers one request below `/login`.
pub(crate) fn handle(world: &mut World, req: &Req) -> Resp {
    let segments = req.segments();
    let [tenant, "oauth2", "v2.0", endpoint] = segments.as_slice() else {
        return refused(404, "invalid_request", 90_014, "The endpoint does not exist.");
    };
    if req.method != http::Method::POST {
        return refused(
            405,
            "invalid_request",
            900_561,
            "The endpoint only accepts POST requests.",
        );
    }
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&req.body).into_owned().collect();
    let field = |name: &str| form.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
    if field("client_id") != CLIENT_ID {
        return refused(400, "unauthorized_client", 700_016, "Application was not found.");
    }
    // The name for every tenant serves people who sign in, not applications.
    let shared = *tenant == "organizations" && field("grant_type") != "client_credentials";
    if *tenant != TENANT && !shared {
        return refused(400, "invalid_request", 90_002, "Tenant not found.");
    }
    let now = world.now_ms();
    match (*endpoint, field("grant_type")) {
        ("devicecode", _) => device_code(world, now),
        ("token", "client_credentials") => {
            if field("client_secret") != CLIENT_SECRET {
                return refused(
                    401,
                    "invalid_client",
                    7_000_215,
                    "Invalid client secret provided.",
                );
            }
            if !field("scope").ends_with("/.default") {
                return refused(
                    400,
                    "invalid_scope",
                    1_002_012,
                    "The scope must end in /.default.",
                );
            }
            world.tokens.issue(now, false)
        }
        ("token", "urn:ietf:params:oauth:grant-type:device_code") => {
            device_token(world, field("device_code"), now)
        }
        ("token", "refresh_token") => {
            let given = field("refresh_token");
            let known = world.tokens.refresh.iter().position(|r| r == given);
            match known {
                Some(index) => {
                    // Rotating: each refresh token works once.
                    world.tokens.refresh.remove(index);
                    world.tokens.issue(now, true)
                }
                None => refused(
                    400,
                    "invalid_grant",
                    70_000,
                    "The refresh token has been used or is not valid.",
                ),
            }
        }
        ("token", _) => {
            refused(400, "unsupported_grant_type", 70_003, "The grant is not supported.")
        }
        _ => refused(404, "invalid_request", 90_014, "The endpoint does not exist."),
    }
}

fn device_code(world: &mut World, now_ms: i64) -> Resp {
    world.tokens.issued += 1;
    let code = format!("demo-device-{:06}", world.tokens.issued);
    let switches = &world.tokens.device;
    let polls = switches.pending.max(1);
    let lifetime_ms = if switches.expire { 0 } else { 900_000 };
    let device = Device { code: code.clone(), polls, expires_ms: now_ms + lifetime_ms };
    world.tokens.devices.push(device);
    Resp::ok(json!({"user_code": "DEMO-CODE", "device_code": code, "expires_in": 900,
        "interval": 1, "verification_uri": "https://login.example/device",
        "message": "To sign in, open https://login.example/device and enter the code DEMO-CODE."}))
}

fn device_token(world: &mut World, code: &str, now_ms: i64) -> Resp {
    let Some(index) = world.tokens.devices.iter().position(|d| d.code == code) else {
        return refused(400, "bad_verification_code", 70_000, "The device code is not valid.");
    };
    if world.tokens.device.slow_down > 0 {
        world.tokens.device.slow_down -= 1;
        return refused(400, "slow_down", 70_016, "The polling is too fast.");
    }
    let device = &mut world.tokens.devices[index];
    if device.expires_ms <= now_ms {
        return refused(400, "expired_token", 70_020, "The device code has expired.");
    }
    if device.polls > 0 {
        device.polls -= 1;
        return refused(400, "authorization_pending", 70_016, "The user has not signed in yet.");
    }
    world.tokens.devices.remove(index);
    if world.tokens.device.decline {
        return refused(400, "authorization_declined", 70_016, "The user declined the request.");
    }
    world.tokens.issue(now_ms, true)
}
