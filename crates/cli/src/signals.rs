//! Signals that stop the command: ctrl-c, and requests to terminate.

use std::future::Future;
use std::io;
use std::pin::pin;
use std::task::Poll;

/// What a signal is called.
pub type Signal = &'static str;

/// Does the work until it is done, `Ok`, or until a signal stops it, `Err`.
pub async fn unless_stopped<T>(work: impl Future<Output = T>) -> io::Result<Result<T, Signal>> {
    let mut signals = Signals::listen()?;
    let mut work = pin!(work);
    Ok(std::future::poll_fn(|context| {
        // A signal during work that is done comes too late.
        if let Poll::Ready(done) = work.as_mut().poll(context) {
            return Poll::Ready(Ok(done));
        }
        signals.poll(context).map(Err)
    })
    .await)
}

/// The signals, from the time on that they are listened to.
#[cfg(unix)]
pub struct Signals(Vec<(Signal, tokio::signal::unix::Signal)>);

impl Signals {
    /// The next signal.
    pub async fn next(&mut self) -> Signal {
        std::future::poll_fn(|context| self.poll(context)).await
    }
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on.
    pub fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        // Not SIGHUP: to listen to it would undo `nohup`.
        let kinds = [("SIGINT", SignalKind::interrupt()), ("SIGTERM", SignalKind::terminate())];
        let signals = kinds.into_iter().map(|(name, kind)| Ok((name, signal(kind)?)));
        Ok(Self(signals.collect::<io::Result<_>>()?))
    }

    fn poll(&mut self, context: &mut std::task::Context<'_>) -> Poll<Signal> {
        let received =
            self.0.iter_mut().find_map(|(name, signal)| signal.poll_recv(context).is_ready().then_some(*name));
        received.map_or(Poll::Pending, Poll::Ready)
    }
}

/// The signals, from the time on that they are listened to.
#[cfg(not(unix))]
pub struct Signals(std::pin::Pin<Box<dyn Future<Output = io::Result<()>>>>);

#[cfg(not(unix))]
impl Signals {
    /// Listens from now on.
    pub fn listen() -> io::Result<Self> {
        Ok(Self(Box::pin(tokio::signal::ctrl_c())))
    }

    fn poll(&mut self, context: &mut std::task::Context<'_>) -> Poll<Signal> {
        self.0.as_mut().poll(context).map(|_| {
            self.0 = Box::pin(tokio::signal::ctrl_c());
            "ctrl-c"
        })
    }
}
