//! Claude, SMTP, secrets and clock adapters.
