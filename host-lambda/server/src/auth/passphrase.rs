//! The passphrase: Argon2id with the parameters that OWASP names (19 MiB, 2 passes, 1 lane), as a PHC string
//! in the secrets under [`NAME`].

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use holdfast_app::ports::{Condition, Query, Secret, SecretError, Write, query_all};
use holdfast_app::usecases::App;

use super::{AuthError, session};

/// Name in the secrets.
pub(super) const NAME: &str = "passphrase";
/// Fewest characters of a passphrase.
pub const PASSPHRASE_CHARS_MIN: usize = 12;
/// Most bytes of a passphrase.
const BYTES_MAX: usize = 1024;
/// Most sessions that are looked through.
const SESSIONS_MAX: usize = 100_000;

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Stores a new passphrase and ends every session.
///
/// # Errors
/// [`AuthError::Passphrase`] when it is too short or too long; otherwise when a store fails.
pub async fn set_passphrase(app: &App, passphrase: &str) -> Result<(), AuthError> {
    check(passphrase)?;
    let phc = hash(passphrase.to_owned(), app.clock.random_hex()).await?;
    app.secrets.set(NAME, Secret::new(phc)).await?;
    let sessions = Query::prefix("SYSTEM", session::PREFIX);
    for item in query_all(app.table.as_ref(), sessions, SESSIONS_MAX).await? {
        app.table.write(vec![Write::Delete(item.key, Condition::Any)]).await?;
    }
    Ok(())
}

/// The stored hash, or null before the first start is over.
pub(super) async fn stored(app: &App) -> Result<Option<Secret>, AuthError> {
    match app.secrets.get(NAME).await {
        Ok(secret) => Ok(Some(secret)),
        Err(SecretError::Missing(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Whether a passphrase may be used.
pub(super) fn check(passphrase: &str) -> Result<(), AuthError> {
    if passphrase.chars().count() < PASSPHRASE_CHARS_MIN {
        let text = format!("a passphrase has at least {PASSPHRASE_CHARS_MIN} characters");
        return Err(AuthError::Passphrase(text));
    }
    if passphrase.len() > BYTES_MAX {
        return Err(AuthError::Passphrase(format!("a passphrase has at most {BYTES_MAX} bytes")));
    }
    Ok(())
}

/// Whether it is the right one.
pub(super) async fn verify(passphrase: String, phc: Secret) -> Result<bool, AuthError> {
    if passphrase.len() > BYTES_MAX {
        return Ok(false);
    }
    let verified = tokio::task::spawn_blocking(move || {
        hasher().is_some_and(|argon2| {
            PasswordVerifier::<str>::verify_password(&argon2, passphrase.as_bytes(), phc.expose())
                .is_ok()
        })
    });
    verified.await.map_err(|_| AuthError::Hash)
}

async fn hash(passphrase: String, salt_hex: String) -> Result<String, AuthError> {
    let hashed = tokio::task::spawn_blocking(move || {
        let salt = hex::decode(salt_hex).ok()?;
        let phc = hasher()?.hash_password_with_salt(passphrase.as_bytes(), &salt).ok()?;
        Some(phc.to_string())
    });
    hashed.await.ok().flatten().ok_or(AuthError::Hash)
}

fn hasher() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_is_bounded_on_both_sides() {
        assert!(check("eleven char").is_err());
        assert!(check("twelve chars").is_ok());
        assert!(check(&"x".repeat(BYTES_MAX)).is_ok());
        assert!(check(&"x".repeat(BYTES_MAX + 1)).is_err());
    }
}
