//! How far a connection is with its current request. The layers below and above hyper share it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::connection::capture::Capture;
use crate::connection::head;
use crate::connection::limits::Limits;
use crate::response::plain;

/// What a connection waits for. Each phase has a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The first byte of a request.
    Idle,
    /// The end of the head.
    Head,
    /// The end of the body.
    Body,
    /// The client, to take the response.
    Response,
    /// A latency that was asked for, which has no time limit.
    Latency,
}

/// How a connection ends when hyper does not write the last response.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// These bytes are sent, then the connection is closed.
    Reply(Vec<u8>),
    /// Nothing is sent until the client closes the connection.
    Stall,
    /// The connection is closed at once.
    Abort,
    /// The connection is reset.
    Reset,
    /// A body that is not held in memory is sent, then the connection is closed.
    Flow(Flow),
}

/// A response whose body repeats some bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Flow {
    /// The head, and the beginning of the body.
    pub(crate) begin: Vec<u8>,
    /// What is repeated.
    pub(crate) filling: &'static [u8],
    /// How many bytes of it are sent; without end, if not given.
    pub(crate) length: Option<u64>,
    /// The end of the body.
    pub(crate) end: Vec<u8>,
    /// The time between two repetitions.
    pub(crate) pause: Duration,
}

/// The error that makes hyper give up a connection, which has an [`Ending`] then.
#[derive(Debug, thiserror::Error)]
#[error("the connection ends without a response of HTTP")]
pub(crate) struct Interrupted;

/// The progress of one connection.
pub(crate) struct Progress {
    limits: Limits,
    state: Mutex<State>,
}

struct State {
    phase: Phase,
    deadline: Instant,
    capture: Capture,
    ending: Option<Ending>,
}

impl Progress {
    pub(crate) fn new(limits: Limits) -> Self {
        let state = State {
            phase: Phase::Idle,
            deadline: after(limits.idle_time),
            capture: Capture::new(limits.capture()),
            ending: None,
        };
        Self { limits, state: Mutex::new(state) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters a phase, whose time begins now.
    pub(crate) fn enter(&self, phase: Phase) {
        self.state().enter(phase, &self.limits);
    }

    /// hyper asks for more bytes. After a response these are of the next request, unless that was the last one.
    pub(crate) fn reads(&self) {
        let mut state = self.state();
        if state.phase == Phase::Response && state.capture.is_active() {
            let phase = if state.capture.is_in_request() { Phase::Head } else { Phase::Idle };
            state.enter(phase, &self.limits);
        }
    }

    /// hyper gets these bytes.
    pub(crate) fn received(&self, bytes: &[u8]) {
        let mut state = self.state();
        state.capture.push(bytes);
        if state.phase == Phase::Idle && !bytes.iter().all(head::is_line_break) {
            state.enter(Phase::Head, &self.limits);
        }
    }

    /// When the current phase has to be over.
    pub(crate) fn deadline(&self) -> Instant {
        self.state().deadline
    }

    /// Ends the connection after its deadline. A client gets a response if it has begun a request that is not answered.
    pub(crate) fn expire(&self) {
        let phase = self.state().phase;
        let ending = match phase {
            Phase::Head => Ending::Reply(plain::text(408, "The head of the request did not arrive in time.")),
            Phase::Body => Ending::Reply(plain::text(408, "The body of the request did not arrive in time.")),
            Phase::Idle | Phase::Response | Phase::Latency => Ending::Abort,
        };
        self.end(ending);
    }

    /// Decides how the connection ends. The error, returned to hyper, makes it stop.
    pub(crate) fn end(&self, ending: Ending) -> Interrupted {
        self.state().ending = Some(ending);
        Interrupted
    }

    pub(crate) fn take_ending(&self) -> Option<Ending> {
        self.state().ending.take()
    }

    /// Reads, or cuts, what was received.
    pub(crate) fn capture<T>(&self, with: impl FnOnce(&mut Capture) -> T) -> T {
        with(&mut self.state().capture)
    }
}

impl State {
    fn enter(&mut self, phase: Phase, limits: &Limits) {
        self.phase = phase;
        self.deadline = after(match phase {
            Phase::Idle => limits.idle_time,
            Phase::Head => limits.header_time,
            Phase::Body => limits.body_time,
            Phase::Response => limits.response_time,
            Phase::Latency => Duration::MAX,
        });
    }
}

/// A time that the clock cannot represent is as good as none: thirty years.
fn after(time: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(time).unwrap_or_else(|| now + Duration::from_secs(30 * 365 * 24 * 60 * 60))
}
