//! Listening, and the loop that accepts connections.

use std::io;
use std::net::{self, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, oneshot};
use tokio::time;

use crate::connection::serve::serve_connection;
use crate::server::RunningServer;

/// How long the server waits after a connection that cannot be accepted, as when there is no file descriptor.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Listens, and says at which address: with the port that was free.
pub(crate) fn listen(address: SocketAddr) -> io::Result<(net::TcpListener, SocketAddr)> {
    let listener = net::TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until `stop` is resolved. Open connections end with the runtime.
pub(crate) async fn accept_connections(server: Arc<RunningServer>, listener: TcpListener, stop: oneshot::Receiver<()>) {
    tokio::select! {
        () = accept(server, listener) => {}
        _ = stop => {}
    }
}

/// Accepts connections while there is room for them; others wait in the queue of the operating system.
async fn accept(server: Arc<RunningServer>, listener: TcpListener) {
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
            serve_connection(stream, server).await;
            drop(place);
        });
    }
}
