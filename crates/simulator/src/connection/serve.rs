//! One connection: hyper serves its requests, and the end is orderly, so that the client can read its last response.

use std::future::{self, Future};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use http::{Request, Response};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{self, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time;

use crate::connection::exchange;
use crate::connection::limits::{self, Limits};
use crate::connection::progress::{Ending, Flow, Interrupted, Progress};
use crate::connection::stream::Stream;
use crate::server::RunningServer;

/// `hyper` wants to move the future of a response.
type Answering = Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, Interrupted>> + Send>>;

/// Serves requests until either side ends the connection.
pub(crate) async fn serve_connection<S: Socket>(stream: S, server: Arc<RunningServer>) {
    let limits = server.limits;
    let progress = Arc::new(Progress::new(limits));
    let stream = Stream { inner: stream, progress: Arc::clone(&progress) };
    let answer = {
        let progress = Arc::clone(&progress);
        move |request: Request<Incoming>| -> Answering {
            Box::pin(exchange::answer(Arc::clone(&server), Arc::clone(&progress), request))
        }
    };
    let mut connection = http1::Builder::new()
        .half_close(true)
        .max_buf_size(limits::HEAD)
        .max_header_size(limits::HEAD)
        .serve_connection(TokioIo::new(stream), service_fn(answer));
    let mut timer = pin!(time::sleep_until(progress.deadline()));
    future::poll_fn(|context| {
        // An error is a client that is gone, or a request that hyper has answered with 400, 414 or 431, or an `Ending`.
        if connection.poll_without_shutdown(context).is_ready() {
            return Poll::Ready(());
        }
        // Above and below hyper the phase may have changed, and with it the deadline.
        let deadline = progress.deadline();
        if timer.deadline() != deadline {
            timer.as_mut().reset(deadline);
        }
        timer.as_mut().poll(context).map(|()| progress.expire())
    })
    .await;
    let stream = connection.into_parts().io.into_inner().inner;
    let _ = end(stream, progress.take_ending(), &limits).await;
}

/// What a connection is read from and written to.
pub(crate) trait Socket: AsyncRead + AsyncWrite + Unpin {
    /// Makes the end of the connection a reset.
    fn reset(&self) -> io::Result<()>;
}

impl Socket for TcpStream {
    fn reset(&self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

/// Sends a body that repeats its bytes.
async fn send<S: Socket>(stream: &mut S, flow: &Flow) -> io::Result<()> {
    stream.write_all(&flow.begin).await?;
    let mut rest = flow.length.unwrap_or(u64::MAX);
    while rest > 0 {
        let part = usize::try_from(rest).map_or(flow.filling.len(), |rest| rest.min(flow.filling.len()));
        stream.write_all(&flow.filling[..part]).await?;
        if flow.length.is_some() {
            rest -= part as u64;
        }
        if !flow.pause.is_zero() {
            time::sleep(flow.pause).await;
        }
    }
    stream.write_all(&flow.end).await
}

/// Ends a connection. An error is a client that is gone, or too slow.
async fn end<S: Socket>(mut stream: S, ending: Option<Ending>, limits: &Limits) -> io::Result<()> {
    match ending {
        Some(Ending::Abort) => return Ok(()),
        Some(Ending::Reset) => return stream.reset(),
        Some(Ending::Flow(flow)) if flow.length.is_none() => send(&mut stream, &flow).await?,
        Some(Ending::Flow(flow)) => time::timeout(limits.response_time, send(&mut stream, &flow)).await??,
        Some(Ending::Stall) => {
            io::copy(&mut stream, &mut io::sink()).await?;
            return Ok(());
        }
        Some(Ending::Reply(bytes)) => time::timeout(limits.response_time, stream.write_all(&bytes)).await??,
        None => {}
    }
    // Closing a socket before everything is read resets the connection, and the client may lose its response.
    let close = async {
        stream.shutdown().await?;
        io::copy(&mut stream.take(limits::DISCARD), &mut io::sink()).await
    };
    time::timeout(limits.body_time, close).await??;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::time::{Duration, SystemTime};

    use openapi::Contract;
    use tokio::io::DuplexStream;
    use tokio::task::JoinHandle;
    use tokio::time::Instant;

    use super::*;
    use crate::faults::fault::Fault;
    use crate::memory::ActionMemory;
    use crate::service::Service;
    use crate::tokens::issuer::TokenRules;

    impl Socket for DuplexStream {
        fn reset(&self) -> io::Result<()> {
            Ok(())
        }
    }

    const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

    /// A connection whose buffers hold so many bytes. The clock is paused: it moves on when no task has anything to do.
    fn open(buffer: usize) -> (DuplexStream, Arc<RunningServer>, JoinHandle<()>) {
        let contract = Contract::parse("openapi.yaml", defender_actions::CONTRACT).unwrap();
        let service = Service::new(&contract, BTreeMap::new(), TokenRules::default()).unwrap();
        let clock = Box::new(SystemTime::now);
        let server = Arc::new(RunningServer::new(contract, service, clock, Limits::default(), ActionMemory::default()));
        let (client, stream) = io::duplex(buffer);
        let task = tokio::spawn(serve_connection(stream, Arc::clone(&server)));
        (client, server, task)
    }

    async fn read_to_end(client: &mut DuplexStream) -> String {
        let mut text = String::new();
        client.read_to_string(&mut text).await.unwrap();
        text
    }

    #[tokio::test(start_paused = true)]
    async fn a_kept_connection_is_closed_when_it_is_idle() {
        let (mut client, server, task) = open(4096);
        for _ in 0..3 {
            client.write_all(GET).await.unwrap();
            time::advance(server.limits.idle_time / 2).await;
        }
        // An empty line is not yet a request.
        client.write_all(b"\r\n").await.unwrap();
        let text = read_to_end(&mut client).await;
        assert_eq!((text.matches("HTTP/1.1 404").count(), text.matches("HTTP/1.1").count()), (3, 3), "{text}");
        task.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn every_phase_has_its_own_deadline() {
        let limits = Limits::default();
        let body = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n";
        let cases = [
            ("", limits.idle_time, ""),
            ("G", limits.header_time, "HTTP/1.1 408"),
            (body, limits.body_time, "HTTP/1.1 408"),
            (&format!("{body}{{"), limits.body_time, "HTTP/1.1 408"),
        ];
        for (sent, time, expected) in cases {
            let (mut client, _, _) = open(64);
            client.write_all(sent.as_bytes()).await.unwrap();
            let sent_at = Instant::now();
            assert_eq!(&read_to_end(&mut client).await[..expected.len()], expected);
            // The clock is paused, so that this is exact.
            assert_eq!(sent_at.elapsed().as_secs(), time.as_secs(), "{sent:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_client_is_refused_even_if_it_goes_on() {
        for (first, slowly) in [
            ("", "GET / HTTP/1.1\r\nA: b"),
            ("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n", "xxxxxxxxxxxxxxxx"),
        ] {
            let (mut client, server, task) = open(64);
            client.write_all(first.as_bytes()).await.unwrap();
            for byte in slowly.bytes() {
                // The server may have given up already.
                let _ = client.write_all(&[byte]).await;
                time::advance(Duration::from_secs(5)).await;
            }
            let text = read_to_end(&mut client).await;
            assert!(text.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{text}");
            drop(client);
            task.await.unwrap();
            assert_eq!(server.state().journal.received(), 0);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_second_head_has_its_own_time() {
        let (mut client, server, task) = open(64);
        client.write_all(&[GET, b"GET"].concat()).await.unwrap();
        let text = read_to_end(&mut client).await;
        assert!(text.starts_with("HTTP/1.1 404") && text.contains("HTTP/1.1 408"), "{text}");
        drop(client);
        task.await.unwrap();
        assert_eq!(server.state().journal.received(), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_takes_no_response_is_left() {
        let large = Fault::Answer { status: 200, headers: Vec::new(), body: vec![b'x'; 1 << 20] };
        for fault in [None, Some(large)] {
            let (mut client, server, task) = open(64);
            fault.into_iter().for_each(|fault| server.state().faults.push(fault.into()));
            client.write_all(GET).await.unwrap();
            task.await.unwrap();
            assert_eq!(server.state().journal.received(), 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_never_closes_is_left() {
        let (mut client, server, task) = open(64);
        server.state().faults.push(Fault::Disconnect.into());
        client.write_all(GET).await.unwrap();
        task.await.unwrap();
        assert_eq!(read_to_end(&mut client).await, "");
    }

    #[tokio::test(start_paused = true)]
    async fn a_stalled_request_has_no_deadline() {
        let (mut client, server, task) = open(64);
        server.state().faults.push(Fault::Stall.into());
        client.write_all(GET).await.unwrap();
        for _ in 0..100 {
            time::advance(server.limits.idle_time).await;
        }
        assert!(!task.is_finished());
        drop(client);
        task.await.unwrap();
    }
}
