//! The server: what its connections and the handle of the simulator share.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use openapi::Contract;

use crate::connection::limits::Limits;
use crate::faults::rate_limiter::RateLimiter;
use crate::faults::rule::FaultRules;
use crate::journal::record::Journal;
use crate::memory::ActionMemory;
use crate::service::Service;

pub(crate) type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// What every connection and the handle of the simulator share.
pub(crate) struct RunningServer {
    /// What is served, for its page.
    pub(crate) contract: Contract,
    pub(crate) service: Service,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    state: Mutex<ServerState>,
}

/// What changes from request to request.
#[derive(Default)]
pub(crate) struct ServerState {
    pub(crate) journal: Journal,
    pub(crate) faults: FaultRules,
    pub(crate) limiter: RateLimiter,
    pub(crate) memory: ActionMemory,
}

impl RunningServer {
    pub(crate) fn new(
        contract: Contract,
        service: Service,
        clock: Clock,
        limits: Limits,
        memory: ActionMemory,
    ) -> Self {
        let state = ServerState { memory, ..ServerState::default() };
        Self { contract, service, clock, limits, state: Mutex::new(state) }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
