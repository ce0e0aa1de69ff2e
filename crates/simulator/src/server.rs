//! The server: reads a request, records it, has it decided, and writes the answer.

use std::collections::VecDeque;
use std::future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::{ConnectInfo, Request as HttpRequest, State};
use axum::http::header::CONNECTION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;
use tokio::sync::oneshot;

use crate::body::Body;
use crate::fault::Fault;
use crate::journal::{Journal, Request};
use crate::service::{Call, Service};
use crate::state::Memory;
use crate::wire::{RecordingListener, Wire};

/// How much of a body is read on after the limit, so that the client has sent it and reads the refusal.
const LARGEST_DISCARD: usize = 64 << 20;

pub(crate) type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// What the server and the handle of the simulator share.
pub(crate) struct Server {
    pub(crate) service: Service,
    pub(crate) clock: Clock,
    pub(crate) body_limit: usize,
    desk: Mutex<Desk>,
}

/// What changes from request to request.
#[derive(Default)]
pub(crate) struct Desk {
    pub(crate) journal: Journal,
    pub(crate) faults: VecDeque<Fault>,
    pub(crate) memory: Memory,
}

impl Server {
    pub(crate) fn new(service: Service, clock: Clock, body_limit: usize, memory: Memory) -> Self {
        let desk = Desk { memory, ..Desk::default() };
        Self { service, clock, body_limit, desk: Mutex::new(desk) }
    }

    pub(crate) fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until `stop` is resolved. Open connections end with the runtime.
pub(crate) async fn serve(server: Arc<Server>, listener: RecordingListener, stop: oneshot::Receiver<()>) {
    let router = Router::new().fallback(handle).with_state(server);
    let serving = axum::serve(listener, router.into_make_service_with_connect_info::<Wire>());
    tokio::select! {
        _ = serving => {}
        _ = stop => {}
    }
}

async fn handle(
    State(server): State<Arc<Server>>,
    ConnectInfo(wire): ConnectInfo<Wire>,
    request: HttpRequest,
) -> Response {
    let mut response = match receive(&server, &wire, request).await {
        Verdict::Answer(response) => response,
        Verdict::Fault(fault) => match fault.bytes() {
            Some(bytes) => {
                wire.replace_answer(bytes);
                StatusCode::OK.into_response()
            }
            None => future::pending().await,
        },
    };
    // One connection is one request: its record is the connection's.
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

enum Verdict {
    Answer(Response),
    Fault(Fault),
}

/// Reads a request to its end, enters it into the journal and decides.
async fn receive(server: &Server, wire: &Wire, request: HttpRequest) -> Verdict {
    let (head, body) = request.into_parts();
    let Some(arrival) = read(body, server.body_limit, wire).await else {
        return Verdict::Answer(StatusCode::BAD_REQUEST.into_response());
    };
    let now = (server.clock)();
    let mut desk = server.desk();
    desk.journal.push(Request::new(arrival.record, arrival.body.clone()));
    if let Some(fault) = desk.faults.pop_front() {
        return Verdict::Fault(fault);
    }
    let call = Call {
        method: &head.method,
        uri: &head.uri,
        headers: &head.headers,
        body: Body { bytes: &arrival.body, exceeds: arrival.exceeded.then_some(server.body_limit) },
        now,
    };
    let response = server.service.answer(&call, &mut desk.memory);
    Verdict::Answer(response.map(HttpBody::from))
}

/// A body, and everything that arrived with it.
struct Arrival {
    record: Vec<u8>,
    body: Vec<u8>,
    exceeded: bool,
}

/// Reads a body; `None` if it breaks off or is no HTTP.
async fn read(mut from: HttpBody, limit: usize, wire: &Wire) -> Option<Arrival> {
    let mut body = Vec::new();
    let mut record = None;
    let mut discarded = 0;
    while let Some(frame) = from.frame().await {
        let Ok(data) = frame.ok()?.into_data() else {
            continue;
        };
        if record.is_none() && body.len() + data.len() <= limit {
            body.extend_from_slice(&data);
            continue;
        }
        record.get_or_insert_with(|| wire.take_record());
        discarded += data.len();
        if discarded > LARGEST_DISCARD {
            break;
        }
    }
    let exceeded = record.is_some();
    Some(Arrival { record: record.unwrap_or_else(|| wire.take_record()), body, exceeded })
}
