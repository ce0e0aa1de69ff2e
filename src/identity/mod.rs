//! Signing in: the tokens of a credential.
//!
//! - `cache.rs`: the token of a client, refreshed ahead of its expiry and shared by its calls. `held_token.rs`: how old it
//!   may get; `clock.rs`: by which clock.
//! - `source.rs`: the credentials that variables describe. `certificate.rs`, `federated_token.rs`: what an
//!   application proves itself with, besides a secret. `transport.rs`: how they reach the identity platform.
//! - `claims.rs`: what a token says of itself.
//! - `failure.rs`: what an error of a credential says; `advice.rs`: what to check then.

mod advice;
mod cache;
mod certificate;
mod claims;
mod clock;
mod failure;
mod federated_token;
mod held_token;
mod source;
#[cfg(test)]
mod tests;

mod transport;

pub(crate) use cache::TokenCache;
pub use claims::TokenClaims;
pub use source::CredentialSource;
