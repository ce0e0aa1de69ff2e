//! The contract, served.
//!
//! A server that knows nothing but an OpenAPI document: it reads the routes, the rules and the answers there. It is for
//! those who have no tenant, and it is the test double of every client of the contract.
//!
//! ```
//! # fn main() -> Result<(), defender_actions_simulator::Error> {
//! use defender_actions_simulator::{Fault, Simulator};
//!
//! let simulator = Simulator::start()?;
//! // … a client calls `simulator.url()`; then:
//! for request in simulator.journal() {
//!     println!("{} {}", request.method(), request.target());
//! }
//! // The next request is lost on the way back.
//! simulator.fault(Fault::Disconnect);
//! # Ok(())
//! # }
//! ```
//!
//! # How a request is answered
//!
//! Each request is read to its end and entered into the [journal](Simulator::journal). If a [`Fault`] is queued, that is
//! the answer. Otherwise the first check that fails refuses the request:
//!
//! | check | refusal | status unless the contract says otherwise |
//! |---|---|---|
//! | the path, at the root or below the path of a server of the operation; text without regard to case | `unknown-route` | 404 |
//! | the method | `method-not-allowed`, with `Allow` | 405 |
//! | a bearer token | `missing-token`, with `WWW-Authenticate` | 401 |
//! | its permissions | `missing-permission` | 403 |
//! | the media type of the body | `unsupported-media-type` | 415 |
//! | the size of the body | `body-too-large` | 413 |
//! | that the body is JSON, no key twice, of the type that the schema has | `malformed-body` | 400 |
//! | required properties | `missing-property` | 400 |
//! | every other rule of the body's schema | `invalid-value` | 400 |
//! | required parameters | `missing-property` | 400 |
//! | the rules of the parameters | `invalid-value` | 400 |
//! | that things are [listed](Builder::resource) | `unlisted-resource` | 404 |
//! | that a preferred answer is documented | `unknown-preference` | 400 |
//! | that the same action is not pending; asked of successes only | `pending-action` | 400 |
//!
//! Who passes is answered with the first success that has an example, and its first example, in which the values are
//! replaced that the contract marks (below).
//!
//! A refusal is answered with the contract's example that has the code at `/error/code`: one of the operation's for that
//! status, else one of `components/examples`. Its `message` is replaced by a sentence that says what is wrong. Without
//! such an example the body is `{"error": {"code": …, "message": …}}`; without a code for the refusal, the code is the
//! refusal's name: `UnknownRoute`.
//!
//! # What a client can ask for
//!
//! - `Prefer: code=404` or `Prefer: example=NAME`, or both: the answer that is documented under that status (or its range,
//!   or `default`), the example of that name. This is the convention of Prism, in the form of RFC 7240. The request has to
//!   be valid in everything else. Only a success changes states.
//! - The token `only~A.Read~B.Write` has just these permissions ([`Simulator::token`]); any other token has all.
//!
//! The answer to a call that changes a state has the header `X-Simulator-State` with the name of the new state.
//!
//! # What a contract can say
//!
//! Everything stands in `x-simulator`; a malformed one is an error at the start. An `EXPR` is `$now`, `$guid`,
//! `$request.path.NAME`, `$request.query.NAME`, `$request.header.NAME` or `$request.body#/POINTER`.
//!
//! | where | what | meaning |
//! |---|---|---|
//! | the root | `refusals: {REFUSAL: {status, code}}` | how refusals are answered |
//! | a schema | `value: EXPR` | an example's value is replaced by this, unless it is null or missing |
//! | a parameter | `resource: NAME` | what it names; see [`Builder::resource`] |
//! | an operation | `state: {of: EXPR, becomes: NAME}` | what a success makes of a thing; see [`Simulator::state`] |
//! | an operation | `pending: {one-per: EXPR}` | a second call for the same thing is refused until the first is done; see [`Simulator::finish_pending`] |
//!
//! Besides, a schema may have `x-error-code: CODE`, which takes the place of the code of `invalid-value`.
//!
//! # Limitations
//!
//! - It answers; it does not act. A state is a name, and the answers stay the documented ones.
//! - Any token is good. Nothing is signed, nothing expires, and every security scheme is taken for a bearer token.
//! - There is no rate limit; ask for that answer.
//! - Plain HTTP/1 only, one request a connection; no limit of connections, and no timeout.
//! - Bodies that are not JSON are checked by their media type only.
//! - Parameters in cookies, objects as parameters and parameters with `content` are not checked; of the styles there are
//!   `simple` and `form`.
//! - A body is made from its schema where the contract has no example; it satisfies types, enumerations, bounds, lengths
//!   and formats, but no `pattern`, `multipleOf` or `not`.
//! - Examples by `externalValue` are not fetched. Nothing is.
//! - Requests that are no HTTP, or that break off, are not in the journal.

mod answer;
mod authentication;
mod body;
mod endpoint;
mod error;
mod expression;
mod extension;
mod fault;
mod fill;
mod journal;
mod json;
mod parameters;
mod prefer;
mod refusal;
mod routes;
mod rules;
mod schema;
mod server;
mod service;
mod simulator;
mod state;
mod synthesis;
mod wire;

pub use error::Error;
pub use fault::Fault;
pub use journal::Request;
pub use simulator::{Builder, Simulator};
