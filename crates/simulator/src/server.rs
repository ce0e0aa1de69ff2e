//! The server: what its connections share, and the loop that accepts them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio::time;

use crate::connection;
use crate::fault::Fault;
use crate::journal::Journal;
use crate::limits::Limits;
use crate::memory::Memory;
use crate::service::Service;

/// How long the server waits after a connection that cannot be accepted, as when there is no file descriptor.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

pub(crate) type Clock = Box<dyn Fn() -> SystemTime + Send + Sync>;

/// What every connection and the handle of the simulator share.
pub(crate) struct Server {
    pub(crate) service: Service,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    state: Mutex<ServerState>,
}

/// What changes from request to request.
#[derive(Default)]
pub(crate) struct ServerState {
    pub(crate) journal: Journal,
    pub(crate) faults: VecDeque<Fault>,
    pub(crate) memory: Memory,
}

impl Server {
    pub(crate) fn new(service: Service, clock: Clock, limits: Limits, memory: Memory) -> Self {
        let state = ServerState { memory, ..ServerState::default() };
        Self { service, clock, limits, state: Mutex::new(state) }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Serves until `stop` is resolved. Open connections end with the runtime.
pub(crate) async fn serve(server: Arc<Server>, listener: TcpListener, stop: oneshot::Receiver<()>) {
    tokio::select! {
        () = accept(server, listener) => {}
        _ = stop => {}
    }
}

/// Accepts connections while there is room for them; others wait in the queue of the operating system.
async fn accept(server: Arc<Server>, listener: TcpListener) {
    let room = Arc::new(Semaphore::new(server.limits.connections.clamp(1, Semaphore::MAX_PERMITS)));
    while let Ok(place) = Arc::clone(&room).acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        // Responses to pipelined requests must not wait for each other's acknowledgement; without this they are slower.
        let _ = stream.set_nodelay(true);
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            connection::serve(stream, server).await;
            drop(place);
        });
    }
}
