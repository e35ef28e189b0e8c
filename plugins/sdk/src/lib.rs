//! What an integration author needs: a trait, a macro, a client.
