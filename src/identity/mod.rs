//! Signing in: the tokens of a credential.
//!
//! - `cache.rs`: the token of a client, refreshed ahead of its expiry and shared by its calls. `held_token.rs`: how old it
//!   may get; `clock.rs`: by which clock.
//! - `failure.rs`: what an error of a credential says; `advice.rs`: what to check then.

mod advice;
mod cache;
mod clock;
mod failure;
mod held_token;
#[cfg(test)]
mod tests;

pub(crate) use cache::TokenCache;
