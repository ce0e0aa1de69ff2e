//! One request and its response: reads the request, enters it into the journal, and has the service decide.

use std::sync::Arc;

use http::header::CONNECTION;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};

use crate::body::ReceivedBody;
use crate::head;
use crate::journal;
use crate::progress::{Ending, Interrupted, Phase, Progress};
use crate::response;
use crate::server::RunningServer;
use crate::service::ReceivedCall;

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
        .map_err(|sentence| progress.end(Ending::Reply(response::text(400, sentence))))?;
    let received = receive(body, server.limits.body, &progress).await?;

    let now = (server.clock)();
    let mut state = server.state();
    state.journal.push(received.request.clone());
    if let Some(fault) = state.faults.pop_front() {
        return Err(progress.end(fault.bytes().map_or(Ending::Stall, Ending::Reply)));
    }
    let call = ReceivedCall {
        method: &head.method,
        uri: &head.uri,
        headers: &head.headers,
        body: ReceivedBody { bytes: received.request.body(), exceeds: received.exceeds },
        now,
    };
    let mut response = server.service.answer(&call, &mut state.memory);
    if received.is_last {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    progress.enter(Phase::Response);
    Ok(response.map(Full::from))
}

/// A request that was read.
struct ReceivedRequest {
    request: journal::Request,
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
            return Err(progress.end(Ending::Reply(response::text(400, sentence))));
        };
        length += frame.data_ref().map_or(0, Bytes::len);
        if length > limit || progress.capture(|capture| capture.overflowed()) {
            let beginning = progress.capture(|capture| capture.take_beginning(limit));
            let request = journal::Request::new(beginning);
            return Ok(ReceivedRequest { request, exceeds: Some(limit), is_last: true });
        }
    }
    let (bytes, is_last) = progress.capture(|capture| match capture.take_request(length) {
        Some(bytes) => (bytes, false),
        None => (capture.take_beginning(usize::MAX), true),
    });
    Ok(ReceivedRequest { request: journal::Request::new(bytes), exceeds: None, is_last })
}
