//! The contract, served.
//!
//! A server that knows nothing but an OpenAPI document: it reads the routes, the rules and the responses there. It is for
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
//! // The next request gets no response.
//! simulator.fault(Fault::Disconnect);
//! # Ok(())
//! # }
//! ```
//!
//! # Which response a request gets
//!
//! Each request is read to its end and entered into the [journal](Simulator::journal). If it meets a [`Fault`], that
//! decides. Otherwise the first check that fails refuses the request:
//!
//! | check | refusal | status unless the contract says otherwise |
//! |---|---|---|
//! | the path, at the root or below the path of a server of the operation, or an alias of it (`x-base-path-aliases`); text without regard to case | `unknown-route` | 404 |
//! | the method | `method-not-allowed`, with `Allow` | 405 |
//! | a bearer token, unless anybody may call | `missing-token`, with `WWW-Authenticate` | 401 |
//! | its permissions | `missing-permission` | 403 |
//! | the media type of the body; of those that cover it, the most specific one counts | `unsupported-media-type` | 415 |
//! | the size of the body | `body-too-large` | 413 |
//! | that the body is JSON, no key twice, of the type that the schema has | `malformed-body` | 400 |
//! | required properties | `missing-property` | 400 |
//! | every other rule of the body's schema | `invalid-value` | 400 |
//! | required parameters | `missing-property` | 400 |
//! | the rules of the parameters | `invalid-value` | 400 |
//! | that things are [listed](Builder::resource) | `unlisted-resource` | 404 |
//! | that a preferred response is documented, and has a body | `unknown-preference` | 400 |
//! | that the same action is not pending; asked of successes only | `pending-action` | 400 |
//!
//! A request that passes every check gets the first success that has an example, with its first example; if none has
//! one, the first success for whose schema a valid body can be made, or that has no body. If there is none either, that
//! is an error at the start, at the place that lacks an example. Of several media types the response has the one that is
//! JSON. In the body, values are replaced that the contract marks (below).
//!
//! A refusal has the form that the contract documents for its status, if that is JSON: the example that has the code of
//! the refusal, be it the response's or one of `components/examples`; else a value made for the schema; else another
//! example of the response. The sentence that says what is wrong is its `message`, `detail`, `title` or `description`, the
//! first that the error has; a `code` is the code of the refusal or, a number, its status. Such a body is valid; one
//! whose schema has no place for a sentence has none. If nothing is documented, the body is plain text: code and sentence.
//! If the contract has no code for the refusal, the code is the refusal's name: `UnknownRoute`.
//!
//! # What a client can ask for
//!
//! - `Prefer: code=404` or `Prefer: example=NAME`, or both: the response that is documented under that status (or its
//!   range, or `default`), the example of that name. This is the convention of Prism, in the form of RFC 7240. The request
//!   has to be valid in everything else. Only a success changes states.
//! - The token `only~A.Read~B.Write` has just these permissions ([`Simulator::token`]); any other token has all.
//! - `POST /{tenant}/oauth2/v2.0/token` issues a token as Entra does, to an application with a secret or an assertion;
//!   `GET /msi/token` issues one to a managed identity, as in App Service. Both meet no fault, and are not in the journal.
//!   [`Builder::only_issued_tokens`] has the calls take no other tokens.
//!
//! The response to a call that changes a state has the header `X-Simulator-State` with the name of the new state.
//!
//! # Faults
//!
//! A [`Fault`] is what a request meets, a [`FaultRule`] which requests meet it: `status=503,operation=blockFile,times=2`. The
//! table of all of them is in `docs/simulator.md`.
//!
//! # Who is not in this process
//!
//! `GET /_simulator/journal` is the journal as JSON: `received`, the number of all requests, and `requests`, each with
//! `method`, `target`, `operation`, `headers` (a secret is `…`), `body`, the `status` of its response, the `refusal` (the
//! `rule` of the table above that it broke, and a `message`), the `fault` that it met, and whether it was `carriedOut`.
//!
//! `GET /_simulator` is the journal as a page, which shows the latest 200 requests and renews itself, and
//! `GET /_simulator/contract` the contract as a page, from which calls can be tried. That page is at `/` too, for clients that
//! take HTML, unless the contract has the path `/`. All of these meet no fault, need no token, and are not in the journal.
//!
//! # What a contract can say
//!
//! Everything is in `x-simulator`; a malformed one is an error at the start. An `EXPR` is `$now`, `$guid`,
//! `$request.path.NAME`, `$request.query.NAME`, `$request.header.NAME` or `$request.body#/POINTER`.
//!
//! | where | what | meaning |
//! |---|---|---|
//! | the root | `refusals: {REFUSAL: {status, code}}` | status and code of refusals |
//! | a schema | `value: EXPR` | an example's value is replaced by this, unless it is null or missing |
//! | a parameter | `resource: NAME` | what it names; see [`Builder::resource`] |
//! | an operation | `state: {of: EXPR, becomes: NAME}` | what a success makes of a thing; see [`Simulator::state`] |
//! | an operation | `pending: {one-per: EXPR}` | a second call for the same thing is refused until the first is done; see [`Simulator::finish_pending`] |
//!
//! Besides, a schema may have `x-error-code: CODE`, which takes the place of the code of `invalid-value`.
//!
//! # Connections and their limits
//!
//! The server speaks HTTP/1.1 and HTTP/1.0, keeps connections alive and takes pipelined requests; each request gets an
//! entry of its own in the journal. A client that closes its sending half still gets its responses.
//!
//! Requests that HTTP forbids get 400, and their connection is closed: a `Host` that is missing (in HTTP/1.1), repeated or
//! malformed, both `Transfer-Encoding` and `Content-Length`, different `Content-Length`s, a malformed body. They are not
//! responses of the contract, so that they are plain text or empty, use up no fault and are not in the journal.
//!
//! | what | limit | beyond it |
//! |---|---|---|
//! | request line and headers | 64 KiB, 100 headers, a target of 65,534 bytes | 431 or 414, closed |
//! | body | [1 MiB](Builder::body_limit) | `body-too-large`, closed |
//! | framing of a chunked body | about as much as the body limit, and 192 KiB | `body-too-large`, closed |
//! | until a request begins | [120 s](Builder::idle_timeout) | closed |
//! | until its head is complete | [30 s](Builder::header_timeout) | 408, closed |
//! | until its body is complete | [60 s](Builder::body_timeout) | 408, closed |
//! | until the client has taken the response | [60 s](Builder::response_timeout) | closed |
//! | open connections | [256](Builder::connection_limit) | others wait to be accepted |
//! | journal | 64 MiB of memory | the oldest requests are dropped |
//! | states, pending actions | 4,096 each, known by hashes of 16 bytes | the oldest are dropped |
//!
//! The bytes of a request in flight are held once, so that a connection holds at most twice the body limit and some
//! 400 KiB of received bytes. After a last response, up to 64 MiB of what the client still sends are discarded, for
//! the time of a body, so that the client reads the response. [`Fault::Stall`] has no time limit.
//!
//! # Limitations
//!
//! - It responds; it does not act. A state is a name, and the responses stay the documented ones.
//! - Unless it was asked for its own, any token is good. Nothing is signed, and every security scheme is treated as a bearer
//!   token. The token endpoint checks the form of an assertion, and no signature. A rate limit holds where a fault says so.
//! - No TLS, no HTTP/2.
//! - OpenAPI 3.0 and 3.1. Webhooks, callbacks and links are not followed, nor is `$dynamicRef`, which allows anything.
//! - An operation of OpenAPI 3.1 that documents no response gives a 200 without a body.
//! - Bodies of requests that are not JSON are checked by their media type only.
//! - Parameters in cookies, objects as parameters, parameters with `content` and the styles `matrix`, `label` and
//!   `deepObject` are not checked. A header with an object has the object as JSON.
//! - `Accept` is not read: a response that has several media types is JSON.
//! - A body is made of an example, a default or the first value of an enumeration where the schema has one, else as small
//!   as its rules allow. None is made for a `pattern`, nor for a media type that is neither JSON nor text; where `not`, or
//!   `oneOf` with alternatives that overlap, excludes what is made, there is none either. Such responses need an example.
//! - Examples of the contract are sent as they are written, valid or not. Numbers with more digits than a double has
//!   lose them.
//! - Examples by `externalValue` are not fetched. Nothing is.
//! - Requests that break off, or are not HTTP, are not in the journal.
//!
//! # What is in which file
//!
//! - `simulator.rs`: the handle and its builder. `server.rs`: what connections share.
//! - `service.rs`: the decision. `endpoint.rs`: an operation, prepared; `extension.rs`: its `x-simulator`.
//! - `request/`: what is read of a request. `response/`: what is sent.
//! - `connection/`: how both travel. `journal/`: what was received. `site.rs`: the pages.
//! - `faults/`: misbehavior. `tokens/`: tokens of the simulator's own.
//! - `memory.rs`: states and pending actions. `error.rs`: why a simulator does not start.

mod connection;
mod endpoint;
mod error;
mod extension;
mod faults;
mod journal;
mod memory;
mod request;
mod response;
mod server;
mod service;
mod simulator;
mod site;
mod tokens;

pub use error::Error;
pub use faults::fault::{Fault, FaultBody, Limit, ResetPoint, RetryAfter};
pub use faults::rule::FaultRule;
pub use journal::record::Request;
pub use simulator::{Builder, Simulator};
