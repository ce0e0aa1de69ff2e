//! A server that plays a script, and a clock that moves only where a call waits.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What an attempt meets.
#[derive(Clone, Debug)]
pub enum Step {
    /// These bytes, and the end of the connection.
    Answer(Vec<u8>),
    /// These bytes without reading anything, and the end of the connection.
    Unread(Vec<u8>),
    /// The connection is closed before the body of the request is read, which resets it.
    Reset,
    /// A certificate that nobody trusts.
    #[cfg(feature = "tls")]
    Untrusted,
    /// Silence, until the time is over.
    Silence,
    /// Nothing listens.
    NoListener,
}

/// The next thing for which a call waits.
pub enum Pause {
    /// A wait between two attempts.
    Retry(Duration),
    /// An answer that never comes.
    Silence,
}

/// A server that plays a script: a step for each connection, and the last one for all that follow.
pub struct Script {
    pub url: String,
    /// What is waited for.
    pub pauses: UnboundedSender<Pause>,
    waits: UnboundedReceiver<Pause>,
}

impl Script {
    pub fn start(scheme: &str, steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let (pauses, waits) = unbounded_channel();
        let script = Self { url, pauses: pauses.clone(), waits };
        if !matches!(steps[0], Step::NoListener) {
            thread::spawn(move || play(listener, steps, &pauses));
        }
        script
    }

    /// Does the work on a clock that stands still, but for the pauses.
    pub async fn on_its_clock<T>(mut self, work: impl Future<Output = T>) -> T {
        tokio::time::pause();
        // While a blocking task runs, the clock does not move by itself.
        let (running, ended) = mpsc::channel::<()>();
        let blocking = tokio::task::spawn_blocking(move || ended.recv());
        let clock = async {
            loop {
                let time = match self.waits.recv().await {
                    Some(Pause::Retry(wait)) => wait,
                    Some(Pause::Silence) => super::TIMEOUT,
                    None => std::future::pending().await,
                };
                tokio::time::advance(time + Duration::from_millis(1)).await;
            }
        };
        let done = tokio::select! { done = work => done, () = clock => unreachable!("the clock has no end") };
        drop(running);
        let _ = blocking.await;
        tokio::time::resume();
        done
    }
}

fn play(listener: TcpListener, steps: Vec<Step>, pauses: &UnboundedSender<Pause>) {
    let last = steps.last().cloned();
    let mut steps = steps.into_iter().chain(std::iter::repeat_with(|| last.clone()).flatten()).peekable();
    let mut listener = Some(listener);
    while let (Some(step), Some(open)) = (steps.next(), &listener) {
        let Ok((mut connection, _)) = open.accept() else { return };
        if matches!(steps.peek(), Some(Step::NoListener)) {
            // Before the attempt ends.
            listener = None;
        }
        match step {
            Step::Answer(bytes) => {
                read_request(&connection);
                let _ = connection.write_all(&bytes);
            }
            Step::Unread(bytes) => drop(connection.write_all(&bytes)),
            Step::Reset => drop(read_head(&mut BufReader::with_capacity(1, &connection))),
            Step::Silence => {
                // The first byte, so that the call waits for an answer and not for a connection.
                let _ = connection.read(&mut [0]);
                if pauses.send(Pause::Silence).is_err() {
                    return;
                }
                let _ = connection.read_to_end(&mut Vec::new());
            }
            #[cfg(feature = "tls")]
            Step::Untrusted => offer_certificate(connection),
            Step::NoListener => return,
        }
    }
}

fn read_request(connection: &TcpStream) {
    let mut reader = BufReader::new(connection);
    let length = read_head(&mut reader);
    reader.read_exact(&mut vec![0; length]).unwrap();
}

/// Reads the head of a request, and returns the length of its body.
fn read_head(reader: &mut impl BufRead) -> usize {
    let (mut length, mut line) = (0, String::new());
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    length
}

#[cfg(feature = "tls")]
fn offer_certificate(mut connection: TcpStream) {
    use std::sync::Arc;

    let issued = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(issued.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let server = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let server = server.with_no_client_auth().with_single_cert(vec![issued.cert.der().clone()], key).unwrap();
    // The client ends the handshake.
    let _ = rustls::ServerConnection::new(Arc::new(server)).unwrap().complete_io(&mut connection);
}
