//! The connection below HTTP: what arrives is recorded, and what leaves can be replaced.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use axum::body::Bytes;
use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The handle by which the request's handler reaches the connection that the request came on.
#[derive(Clone, Default)]
pub(crate) struct Wire(Arc<Mutex<Tap>>);

struct Tap {
    /// What arrived; `None` once it has been taken, so that nothing more is kept.
    record: Option<Vec<u8>>,
    /// What leaves instead of what HTTP writes.
    replacement: Option<Bytes>,
}

impl Default for Tap {
    fn default() -> Self {
        Self { record: Some(Vec::new()), replacement: None }
    }
}

impl Wire {
    /// Everything that has arrived on the connection. Ends the recording.
    pub(crate) fn take_record(&self) -> Vec<u8> {
        self.tap().record.take().unwrap_or_default()
    }

    /// From now on the connection sends these bytes, and nothing else.
    pub(crate) fn replace_answer(&self, bytes: Vec<u8>) {
        self.tap().replacement = Some(Bytes::from(bytes));
    }

    fn tap(&self) -> MutexGuard<'_, Tap> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Accepts connections that are recorded.
pub(crate) struct RecordingListener(pub(crate) TcpListener);

impl Listener for RecordingListener {
    type Io = RecordedStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (RecordedStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        let wire = Wire::default();
        (RecordedStream { stream, wire, patience: PATIENCE }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, RecordingListener>> for Wire {
    fn connect_info(incoming: IncomingStream<'_, RecordingListener>) -> Self {
        incoming.io().wire.clone()
    }
}

/// How often the end of what arrives is put off, in turns of the connection; an answer needs one or two.
const PATIENCE: u8 = 16;

/// A connection whose [`Wire`] sees what passes.
pub(crate) struct RecordedStream {
    stream: TcpStream,
    wire: Wire,
    patience: u8,
}

impl AsyncRead for RecordedStream {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, into))?;
        // HTTP takes an end for a client that is gone; one that has only closed its half gets its answer first.
        let is_end = into.filled().len() == before && into.remaining() > 0;
        if is_end && self.patience > 0 {
            self.patience -= 1;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        if let Some(record) = &mut self.wire.tap().record {
            record.extend_from_slice(&into.filled()[before..]);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for RecordedStream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Self { stream, wire, .. } = self.get_mut();
        let mut tap = wire.tap();
        let Some(replacement) = &mut tap.replacement else {
            return Pin::new(stream).poll_write(context, bytes);
        };
        while !replacement.is_empty() {
            match ready!(Pin::new(&mut *stream).poll_write(context, replacement))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => drop(replacement.split_to(written)),
            }
        }
        // HTTP must believe that its own answer has left.
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
