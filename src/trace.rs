//! What a call reports to `tracing`: a span of the call, a span of each attempt, and events in them.
//!
//! The names are those of OpenTelemetry's semantic conventions for HTTP clients (1.38), and `defender_actions.…` for what
//! these do not have; `docs/tracing.md` lists all. The token is in no field, and a body only if the client was built with
//! [`trace_bodies`](crate::ClientBuilder::trace_bodies). Without a subscriber nothing is computed.

use std::time::Duration;

use http::header::AUTHORIZATION;
use reqwest::{Request, Response, Url};
use tracing::field::Empty;
#[cfg(feature = "identity")]
use tracing::warn;
use tracing::{Instrument, Span, debug, info, info_span};

#[cfg(feature = "identity")]
use crate::error::{CREDENTIAL_FAILED, CredentialError};
use crate::error::{Error, Outcome, error_type, excerpt};
use crate::operation::Operation;
use crate::response::ResponseValue;
use crate::token::BearerToken;

/// The target of every span and event, whatever module it is in.
const TARGET: &str = "defender_actions";
/// Makes a call in a span of its own.
pub(crate) async fn call<T>(
    operation: &Operation,
    work: impl Future<Output = Result<ResponseValue<T>, Error>>,
) -> Result<ResponseValue<T>, Error> {
    let span = info_span!(
        target: TARGET,
        "call",
        "otel.name" = operation.id,
        "otel.kind" = "internal",
        "otel.status_code" = Empty,
        "error.type" = Empty,
        "defender_actions.operation" = operation.id,
        "defender_actions.outcome" = Empty,
    );
    let ending = Ending::of(&span);
    let result = work.instrument(span.clone()).await;
    ending.record(operation, &result);
    info!(target: TARGET, parent: &span, "call ended");
    result
}

/// The body of a request as the generated code has built it: one who watches a request hides it.
pub(crate) struct RequestBody {
    size: Option<u64>,
    /// Only if bodies are reported.
    bytes: Option<Vec<u8>>,
    is_reported: bool,
}

impl RequestBody {
    pub(crate) fn of(request: &Request, is_reported: bool) -> Self {
        let bytes = request.body().and_then(|body| body.as_bytes());
        let size = bytes.map(|bytes| bytes.len() as u64);
        Self { size, bytes: bytes.filter(|_| is_reported).map(<[u8]>::to_vec), is_reported }
    }
}

/// The span of one attempt to send the request of a call.
pub(crate) struct Attempt<'a> {
    operation: &'a Operation,
    span: Span,
    /// What no field may repeat.
    token: Option<BearerToken>,
    has_bodies: bool,
}

impl<'a> Attempt<'a> {
    /// Starts the span of a request that is complete. `resend_count` is 0 for the first attempt of a call.
    pub(crate) fn new(request: &Request, body: RequestBody, operation: &'a Operation, resend_count: u32) -> Self {
        let (method, url) = (request.method(), request.url());
        let span = info_span!(
            target: TARGET,
            "attempt",
            "otel.name" = %format_args!("{method} {}", operation.path),
            "otel.kind" = "client",
            "otel.status_code" = Empty,
            "http.request.method" = method.as_str(),
            "http.request.resend_count" = (resend_count > 0).then_some(resend_count),
            "http.request.body.size" = body.size,
            "http.response.status_code" = Empty,
            "http.response.body.size" = Empty,
            "network.peer.address" = Empty,
            "network.peer.port" = Empty,
            "network.protocol.version" = Empty,
            "server.address" = url.host_str().map(|host| host.trim_start_matches('[').trim_end_matches(']')),
            "server.port" = url.port_or_known_default(),
            "url.full" = %without_secrets(url),
            "url.template" = operation.path,
            "error.type" = Empty,
            "defender_actions.operation" = operation.id,
            "defender_actions.outcome" = Empty,
            "defender_actions.code" = Empty,
            "defender_actions.correlation_id" = Empty,
            "defender_actions.retry_after" = Empty,
        );
        if span.is_disabled() {
            return Self { operation, span, token: None, has_bodies: false };
        }
        let token = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = token.and_then(|value| value.strip_prefix("Bearer ")?.parse().ok());
        let attempt = Self { operation, span, token, has_bodies: body.is_reported };
        if let Some(body) = &body.bytes {
            let body = attempt.text(body);
            debug!(target: TARGET, parent: &attempt.span, { defender_actions.request.body = body }, "request body");
        }
        debug!(target: TARGET, parent: &attempt.span, "sending the request");
        attempt
    }

    /// Makes the attempt in its span.
    pub(crate) async fn watch<T>(
        self,
        work: impl Future<Output = Result<ResponseValue<T>, Error>>,
    ) -> Result<ResponseValue<T>, Error> {
        let ending = Ending::of(&self.span);
        let result = work.instrument(self.span.clone()).await;
        ending.record(self.operation, &result);
        if !self.span.is_disabled() {
            self.report(&result);
        }
        result
    }

    fn report<T>(&self, result: &Result<ResponseValue<T>, Error>) {
        let span = &self.span;
        let body = match result {
            Ok(value) => {
                span.record("http.response.status_code", value.status().as_u16());
                self.record_correlation_id(value.correlation_id().as_deref());
                Some(value.body())
            }
            Err(error) => {
                if let Some(status) = error.status() {
                    span.record("http.response.status_code", status.as_u16());
                }
                if let Some(code) = error.code() {
                    span.record("defender_actions.code", self.excerpt(code.as_str()));
                }
                if let Some(wait) = error.retry_after() {
                    span.record("defender_actions.retry_after", wait.as_secs());
                }
                self.record_correlation_id(error.correlation_id());
                error.body()
            }
        };
        let Some(body) = body else {
            let error = result.as_ref().err().map(|error| self.excerpt(&error.to_string()));
            debug!(target: TARGET, parent: span, { error.message = error }, "no response");
            return;
        };
        span.record("http.response.body.size", body.len() as u64);
        if self.has_bodies {
            let body = self.text(body);
            debug!(target: TARGET, parent: span, { defender_actions.response.body = body }, "response body");
        }
        debug!(target: TARGET, parent: span, "response received");
    }

    fn record_correlation_id(&self, id: Option<&str>) {
        if let Some(id) = id {
            self.span.record("defender_actions.correlation_id", self.excerpt(id));
        }
    }

    /// The beginning of a text that was received, without the token.
    fn excerpt(&self, text: &str) -> String {
        excerpt(&self.mask(text))
    }

    fn text(&self, body: &[u8]) -> String {
        self.mask(&String::from_utf8_lossy(body))
    }

    fn mask(&self, text: &str) -> String {
        self.token.as_ref().map_or_else(|| text.to_owned(), |token| token.mask(text))
    }
}

/// Adds what is known of the connection, once the head of a response is there, to the span of the attempt.
pub(crate) fn connected(response: &Response) {
    let span = Span::current();
    if span.is_disabled() {
        return;
    }
    span.record("http.response.status_code", response.status().as_u16());
    let version = format!("{:?}", response.version());
    span.record("network.protocol.version", version.trim_start_matches("HTTP/").trim_end_matches(".0"));
    if let Some(peer) = response.remote_addr() {
        span.record("network.peer.address", peer.ip().to_string());
        span.record("network.peer.port", peer.port());
    }
}

/// A call waits before its next attempt, because of the error of the last.
pub(crate) fn waiting(wait: Duration, error: &Error, operation: &Operation) {
    let (wait, error_type) = (wait.as_millis() as f64 / 1_000.0, error_type(error, operation));
    info!(target: TARGET, { defender_actions.wait = wait, "error.type" = &*error_type }, "waiting before the next attempt");
}

/// A call goes on with another token, because the service refused the last.
pub(crate) fn token_renewed() {
    info!(target: TARGET, "the token was refused; trying once more with another");
}

/// A credential gave a token, which is good for this time.
#[cfg(feature = "identity")]
pub(crate) fn token_refreshed(lifetime: Duration) {
    let lifetime = lifetime.as_secs();
    info!(target: TARGET, { defender_actions.token.lifetime = lifetime }, "token refreshed");
}

/// A credential gave no token. Calls go on with the one that is held, if it is valid. The message is not shown: what a
/// credential quotes is not known here.
#[cfg(feature = "identity")]
pub(crate) fn token_not_refreshed(error: &CredentialError) {
    let code = error.code().map(|code| excerpt(code.as_str()));
    warn!(target: TARGET, { "error.type" = CREDENTIAL_FAILED, defender_actions.code = code }, "token not refreshed");
}

/// Records how a span ended; if that is dropped before, that it was given up.
struct Ending<'a> {
    span: &'a Span,
    is_known: bool,
}

impl<'a> Ending<'a> {
    fn of(span: &'a Span) -> Self {
        Self { span, is_known: false }
    }

    fn record<T>(mut self, operation: &Operation, result: &Result<ResponseValue<T>, Error>) {
        self.is_known = true;
        if self.span.is_disabled() {
            return;
        }
        let outcome = result.as_ref().map_or_else(Error::outcome, |_| Outcome::Accepted);
        self.span.record("defender_actions.outcome", name(outcome));
        if let Err(error) = result {
            self.record_error(&error_type(error, operation));
        }
    }

    fn record_error(&self, error_type: &str) {
        self.span.record("error.type", error_type);
        self.span.record("otel.status_code", "ERROR");
    }
}

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        if !self.is_known {
            self.record_error("cancelled");
            debug!(target: TARGET, parent: self.span, "given up");
        }
    }
}

/// The outcome as programs read it.
fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent => "notSent",
        Outcome::Unreachable => "unreachable",
        Outcome::Refused => "refused",
        Outcome::Accepted => "accepted",
        Outcome::Unknown => "unknown",
    }
}

/// A URL without what may be secret in one: a user name, a password, the query and the fragment.
fn without_secrets(url: &Url) -> Url {
    let mut url = url.clone();
    // These fail for a URL that can have neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.set_query(None);
    url.set_fragment(None);
    url
}
