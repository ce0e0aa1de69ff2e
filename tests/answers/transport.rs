//! How a call ends without a whole response, and what that says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use defender_actions::Outcome;

use super::*;

/// The time of calls that shall not end otherwise.
const SHORT: Duration = Duration::from_millis(200);

fn short_lived(url: &str) -> Client {
    Client::builder().base_url(url).bearer_token("eyJ0.eyJh.c2ln").timeout(SHORT).build().unwrap()
}

/// Writes until the client has gone.
fn without_end(mut connection: TcpStream, bytes: &[u8]) {
    while connection.write_all(bytes).is_ok() {}
}

fn assert_timed_out(error: &Error, outcome: Outcome) {
    assert_eq!((error.outcome(), error.is_timeout(), error.is_retryable()), (outcome, true, true), "{error}");
    assert!(error.to_string().contains("timed out") && format!("{error:?}").contains("TimedOut"), "{error} {error:?}");
}

#[tokio::test]
async fn what_never_ends_ends_at_the_timeout() {
    for piece in [&b"HTTP/1.1 100 Continue\r\n\r\n"[..], b"HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n"] {
        let server = RawServer::with(move |connection| without_end(connection, piece));
        let error = block(&short_lived(&server.url())).await.unwrap_err();
        assert_timed_out(&error, Outcome::Unknown);
        server.join().await;
    }
    let silent = RawServer::with(|mut connection| drop(connection.read(&mut [0])));
    assert_timed_out(&block(&short_lived(&silent.url())).await.unwrap_err(), Outcome::Unknown);
    silent.join().await;
    // The status is known.
    let server = RawServer::with(|mut connection| {
        connection.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 100\r\n\r\n{").unwrap();
        let _ = connection.read(&mut [0]);
    });
    let error = block(&short_lived(&server.url())).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.outcome()), (403, Outcome::Refused));
    server.join().await;
}

#[tokio::test]
async fn headers_without_end_have_a_bound() {
    let server = RawServer::with(|mut connection| {
        connection.write_all(b"HTTP/1.1 201 Created\r\n").unwrap();
        without_end(connection, b"A: b\r\n");
    });
    let error = block(&client(&server.url())).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    server.join().await;
}

#[tokio::test]
async fn a_body_without_end_is_read_up_to_the_limit() {
    let server = RawServer::with(|mut connection| {
        connection.write_all(b"HTTP/1.1 201 Created\r\n\r\n{\"id\": \"").unwrap();
        without_end(connection, &[b'x'; 10_000]);
    });
    let error = block(&client(&server.url())).await.unwrap_err();
    assert_eq!((error.outcome(), error.body().unwrap().len()), (Outcome::Accepted, 1024 * 1024));
    server.join().await;
}

#[tokio::test]
async fn a_timeout_before_there_is_a_connection_means_that_nothing_was_sent() {
    // The handshake of TLS is never answered; the time of the call is shorter than that of connecting.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let client = short_lived(&url);
    let error = block(&client).await.unwrap_err();
    assert_timed_out(&error, Outcome::Unreachable);
    let report = error.report().to_string();
    assert!(report.starts_with("no connection: ") && report.contains("nothing was sent"), "{report}");
    drop(listener);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_with_a_full_backlog_gets_nothing() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let waiting: Vec<_> = std::iter::from_fn(|| TcpStream::connect_timeout(&address, SHORT).ok()).take(100).collect();
    assert!(waiting.len() < 100, "the backlog has an end");
    let error = block(&short_lived(&format!("http://{address}"))).await.unwrap_err();
    assert_timed_out(&error, Outcome::Unreachable);
}

#[tokio::test]
async fn a_connection_that_is_lost_after_the_request_leaves_the_outcome_unknown() {
    for bytes in [&b""[..], b"HTTP/1.1 20", b"HTTP/1.1 201 Created\r\nContent-Le", b"SSH-2.0-x\r\n", b"\xff\xfe"] {
        let error = blocked(bytes.to_vec()).await.unwrap_err();
        assert_eq!((error.outcome(), error.status(), error.is_timeout()), (Outcome::Unknown, None, false));
        assert!(error.report().to_string().starts_with("the connection was lost: "), "{}", error.report());
    }
}

#[tokio::test]
async fn a_kept_connection_that_is_dead_is_no_failure_of_the_next_call() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (closed, is_closed) = std::sync::mpsc::channel();
    let server = thread::spawn(move || {
        for _ in 0..2 {
            let (mut connection, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"}") {
                let mut byte = [0];
                connection.read_exact(&mut byte).unwrap();
                request.extend(byte);
            }
            // It promises to keep the connection, and closes it.
            connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
            drop(connection);
            closed.send(()).unwrap();
        }
    });
    let client = client(&url);
    assert!(block(&client).await.unwrap().is_none());
    is_closed.recv().unwrap();
    assert!(block(&client).await.unwrap().is_none());
    server.join().unwrap();
}

#[tokio::test]
async fn a_proxy_that_refuses_means_that_nothing_was_sent() {
    for status in [403, 407, 502, 504] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let proxy = reqwest::Proxy::all(format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let server = thread::spawn(move || {
            let (mut connection, _) = listener.accept().unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                connection.read_exact(&mut byte).unwrap();
                request.extend(byte);
            }
            assert!(request.starts_with(b"CONNECT "));
            connection.write_all(&raw(status, &[], b"")).unwrap();
        });
        let error = block(&through_proxy(proxy)).await.unwrap_err();
        assert_eq!((error.outcome(), error.status()), (Outcome::Unreachable, None), "{status}: {error}");
        server.join().unwrap();
    }
}

fn through_proxy(proxy: reqwest::Proxy) -> Client {
    let builder = reqwest::Client::builder().proxy(proxy);
    #[cfg(feature = "tls")]
    let builder = {
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let tls = tls.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth();
        builder.tls_backend_preconfigured(tls)
    };
    let calls = Client::builder().base_url("https://service.invalid").bearer_token("eyJ0.eyJh.c2ln");
    calls.http_client(builder.build().unwrap()).build().unwrap()
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_explained() {
    let issued = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = rustls::pki_types::PrivateKeyDer::try_from(issued.signing_key.serialize_der()).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let server = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let server = server.with_no_client_auth().with_single_cert(vec![issued.cert.der().clone()], key).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let thread = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut tls = rustls::ServerConnection::new(std::sync::Arc::new(server)).unwrap();
        // The client ends the handshake.
        let _ = tls.complete_io(&mut connection);
    });
    let error = block(&client(&url)).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unreachable);
    let report = error.report().to_string();
    assert!(report.contains("SSL_CERT_FILE") && report.contains("the store of this system"), "{report}");
    thread.join().unwrap();
    // Another failure to connect has nothing to do with certificates.
    let report = block(&client(&url)).await.unwrap_err().report().to_string();
    assert!(report.contains("no connection") && !report.contains("certificate"), "{report}");
}
