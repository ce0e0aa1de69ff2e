//! One request and its response: reads the request, enters it into the journal, and has the service decide.

use std::sync::Arc;

use http::header::{AUTHORIZATION, CONNECTION};
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};

use tokio::time;

use crate::connection::head;
use crate::connection::progress::{Ending, Interrupted, Phase, Progress};
use crate::endpoint::Endpoint;
use crate::faults::fault::{Fault, ResetPoint};
use crate::faults::misbehavior::{self, Decision, Reply};
use crate::journal::record;
use crate::request::body::ReceivedBody;
use crate::response::plain;
use crate::server::{RunningServer, ServerState};
use crate::service::{ReceivedCall, Service};
use crate::site::Visit;
use crate::tokens::endpoint::TokenCall;

/// Answers one request. The error ends the connection.
pub(crate) async fn answer(
    server: Arc<RunningServer>,
    progress: Arc<Progress>,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Interrupted> {
    let (head, body) = request.into_parts();
    progress.enter(Phase::Body);
    progress
        .capture(|capture| head::check(&capture.head(), head.version))
        .map_err(|sentence| progress.end(Ending::Reply(plain::text(400, sentence))))?;
    let visit = Visit::of(&head.method, &head.uri, &head.headers, &server.service);
    let endpoint = server.service.endpoint(&head.method, &head.uri).filter(|_| visit.is_none());
    let token_call = TokenCall::of(&head.uri).filter(|_| endpoint.is_none());
    let operation = endpoint.map(|endpoint| Arc::clone(&endpoint.name));
    if visit.is_none() && token_call.is_none() && is_reset(&server, operation.clone(), &progress) {
        return Err(progress.end(Ending::Reset));
    }
    let mut received = receive(body, server.limits.body, &progress).await?;
    if let Some(visit) = visit {
        let response = visit.answer(&server, &head.headers);
        return Ok(finish(response, received.is_last, &progress));
    }
    let call = ReceivedCall {
        method: &head.method,
        uri: &head.uri,
        headers: &head.headers,
        body: ReceivedBody { bytes: received.request.body(), exceeds: received.exceeds },
        now: (server.clock)(),
    };
    if let Some(token_call) = token_call {
        // It has a secret, and is no call of the contract.
        let response = token_call.answer(&server.service.issuer, &call);
        return Ok(finish(response, received.is_last, &progress));
    }
    let reply = {
        let mut state = server.state();
        let decision = decide(&server.service, endpoint, &call, &mut state);
        let now = call.now;
        received.request.decided(operation, now, &decision);
        state.journal.push(received.request);
        decision
    };
    if !reply.latency.is_zero() {
        progress.enter(Phase::Latency);
        time::sleep(reply.latency).await;
    }
    match reply.reply {
        Reply::Response(response) => Ok(finish(response, received.is_last, &progress)),
        Reply::Ending(ending) => Err(progress.end(ending)),
    }
}

/// A response that is sent now.
fn finish(mut response: Response<Vec<u8>>, is_last: bool, progress: &Progress) -> Response<Full<Bytes>> {
    if is_last {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    progress.enter(Phase::Response);
    response.map(Full::from)
}

/// Whether the request meets a reset before its body; it is entered into the journal then, without the body.
fn is_reset(server: &RunningServer, operation: Option<Arc<str>>, progress: &Progress) -> bool {
    const RESET: Fault = Fault::Reset(ResetPoint::BeforeBody);
    let mut state = server.state();
    if state.faults.peek(operation.as_deref()).is_none_or(|rule| rule.fault != RESET) {
        return false;
    }
    let rule = state.faults.meet(operation.as_deref(), |fault| *fault == RESET);
    let mut request = record::Request::new(progress.capture(|capture| capture.take_beginning(0)));
    let decision = Decision { reply: Reply::Ending(Ending::Reset), rule, ..Decision::default() };
    request.decided(operation, (server.clock)(), &decision);
    state.journal.push(request);
    true
}

/// What a request gets: the response of the contract, or a fault.
fn decide(
    service: &Service,
    endpoint: Option<&Endpoint>,
    call: &ReceivedCall<'_>,
    state: &mut ServerState,
) -> Decision {
    let ServerState { faults, limiter, memory, .. } = state;
    let token = call.headers.get(AUTHORIZATION).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let operation = endpoint.map(|endpoint| &*endpoint.name);
    let caller = format!("{} {}", operation.unwrap_or_default(), token.unwrap_or_default());
    let mut wait = None;
    let rule = faults.meet(operation, |fault| {
        let Fault::RateLimit(limit) = fault else { return true };
        let limits = limit.limits(endpoint.map_or(&[], |endpoint| &endpoint.limits));
        wait = limiter.count(&caller, &limits, call.now).err();
        wait.is_some()
    });
    match (rule, wait) {
        (Some(rule), Some(wait)) => {
            let refusal = service.refuse_call(misbehavior::over_limit(wait), call);
            Decision { reply: Reply::Response(refusal), latency: rule.latency, rule: Some(rule), ..Decision::default() }
        }
        (rule, _) => misbehavior::decide(rule, service, call, memory),
    }
}

/// A request that was read.
struct ReceivedRequest {
    request: record::Request,
    /// The limit that the body exceeds; the request is its beginning then.
    exceeds: Option<usize>,
    /// Whether the next request on the connection cannot be separated from this one.
    is_last: bool,
}

/// Reads a body, whose bytes the connection captures, to its end or to the limit.
async fn receive(mut body: Incoming, limit: usize, progress: &Progress) -> Result<ReceivedRequest, Interrupted> {
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            let sentence = "The body of the request is not what its head announces.";
            return Err(progress.end(Ending::Reply(plain::text(400, sentence))));
        };
        length += frame.data_ref().map_or(0, Bytes::len);
        if length > limit || progress.capture(|capture| capture.overflowed()) {
            let beginning = progress.capture(|capture| capture.take_beginning(limit));
            let request = record::Request::new(beginning);
            return Ok(ReceivedRequest { request, exceeds: Some(limit), is_last: true });
        }
    }
    let (bytes, is_last) = progress.capture(|capture| match capture.take_request(length) {
        Some(bytes) => (bytes, false),
        None => (capture.take_beginning(usize::MAX), true),
    });
    Ok(ReceivedRequest { request: record::Request::new(bytes), exceeds: None, is_last })
}
