//! Client of Microsoft Defender's response actions, compiled from one OpenAPI contract.
//!
//! The contract, [`CONTRACT`], is the single source of everything here: [`types`], the builders of requests in
//! [`builder`], the methods of [`Client`] and the [`Environment`]s are generated from it when the crate is compiled.
//! What every operation shares is written by hand, once: [`Client::builder`] with the token and the timeouts, the meaning
//! of an empty response, and what an error reports ([`Error`]).
//!
//! ```no_run
//! use defender_actions::{Client, Environment};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder()
//!     .environment(Environment::Production)
//!     .bearer_token(std::env::var("DEFENDER_ACTIONS_TOKEN")?)
//!     .build()?;
//!
//! let response = client
//!     .unrestrict_code_execution()
//!     .id("1e5bc9d7e413ddd7902c2932e418702b84d0cc07")
//!     .body_map(|body| body.comment("Machine was cleaned and validated"))
//!     .send()
//!     .await;
//! match response {
//!     Ok(action) => println!("{:?} is {:?}", action.id, action.status),
//!     Err(error) => eprintln!("{}", error.report()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! - `identity`: [`ClientBuilder`] takes a credential of `azure_core`, whose token is cached and refreshed.
//! - `json-schema`: the types implement `schemars::JsonSchema`.
//! - `tls` (default): calls over https, with rustls. The crypto provider is ring, unless the application has installed
//!   one for its process; none is installed by this crate. Without the feature, pass a client that speaks TLS to
//!   [`ClientBuilder::http_client`].
//!
//! # Tracing
//!
//! A call reports to `tracing`: a span of the call and one of each attempt, with the names of OpenTelemetry's semantic
//! conventions for HTTP clients. The token is in no field, and a body only with [`ClientBuilder::trace_bodies`].
//!
//! The target `wasm32-unknown-unknown` is not supported, with or without features.
//!
//! # Source files
//!
//! - `client.rs`: the builder of a client; `server_url.rs`: where it may send a token; `build_error.rs`: why there is none. `tls.rs`: its TLS configuration. `token.rs`: bearer
//!   tokens; `secret_mask.rs`: texts without them. `authorization.rs`: what authorizes a call. `identity/`: the tokens of a credential.
//! - `call.rs`: a call. `hooks.rs`: what every request gets. `before_send.rs`: what a caller adds to it.
//!   `departure.rs`: whether a request may have left.
//! - `retry/`: whether a call is repeated.
//! - `response/`: reading and decoding a response. `error/`: errors, what they report, and what to do. `json.rs`: JSON that
//!   nobody promised.
//! - `operation.rs`, `environment.rs`: the operations and the environments of the contract. `path.rs`: that no parameter
//!   changes the path of a request.
//! - `trace.rs`: what a call reports to `tracing`.
//! - `access.rs`: what an operation asks of a token.
//! - `open_enumeration.rs`: the macro that defines open enumerations.

#[cfg(all(target_arch = "wasm32", target_os = "unknown"))]
compile_error!(
    "defender-actions needs a network of its own: in a browser, HTTP can neither refuse redirects nor tell a call that was \
     not sent from one whose response was lost"
);

mod access;
mod authorization;
mod before_send;
mod build_error;
mod call;
mod client;
mod departure;
mod environment;
mod error;
mod hooks;
#[cfg(feature = "identity")]
mod identity;
mod json;
mod open_enumeration;
mod operation;
mod path;
mod response;
mod retry;
mod secret_mask;
mod server_url;
#[cfg(feature = "tls")]
mod tls;
mod token;
mod trace;

/// Written by the build script. The lints that are off concern the style of generated code; all of it is documented.
#[deny(missing_docs)]
#[allow(clippy::all, dead_code, unused_imports, rustdoc::bare_urls, rustdoc::broken_intra_doc_links)]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

mod generated_operations {
    include!(concat!(env!("OUT_DIR"), "/operations.rs"));
}

pub use access::{Access, Caller, Requirement};
pub use build_error::BuildError;
pub use client::ClientBuilder;
pub use departure::Departure;
pub use environment::UnknownEnvironment;
pub use error::{CredentialError, Error, FailedResponse, Outcome, Repeated, Report, TransportError, UnknownAttempt};
pub use generated::{Client, ClientInfo, builder, types};
pub use generated_operations::Environment;
#[cfg(feature = "identity")]
pub use identity::{CredentialSource, TokenClaims};
pub use operation::{Operation, RateLimit, operations};
pub use response::{Deviation, ResponseValue};
pub use retry::{Retry, RetryPolicy, RetryReason};
pub use secret_mask::SecretMask;
pub use server_url::is_loopback;
pub use token::{BearerToken, TokenError};

pub(crate) use open_enumeration::open_enumeration;

/// The contract that this client was compiled from: the text of `spec/openapi.yaml`.
pub const CONTRACT: &str = include_str!("../spec/openapi.yaml");

/// The examples of the documentation and of the crate's README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
#[doc = include_str!("../clients/rust/README.md")]
#[cfg_attr(feature = "identity", doc = include_str!("../docs/sign-in.md"))]
struct Readme;
