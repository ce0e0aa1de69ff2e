//! The client brings its own TLS, and leaves the process-wide crypto provider of rustls to the application.

#![cfg(feature = "tls")]
#![allow(deprecated, reason = "blocking and unblocking are deprecated, and still served")]

use std::io::Read;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use defender_actions::{Client, Outcome};
use rustls::CipherSuite;
use rustls::crypto::{CryptoProvider, ring};

/// The first TLS record that a client sends when it calls: the `ClientHello`.
async fn client_hello() -> Vec<u8> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let server = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let mut header = [0; 5];
        connection.read_exact(&mut header).unwrap();
        assert_eq!(header[0], 22, "a handshake record");
        let mut record = vec![0; usize::from(u16::from_be_bytes([header[3], header[4]]))];
        connection.read_exact(&mut record).unwrap();
        record
    });
    let client = Client::builder().base_url(url).bearer_token("eyJ0").build().unwrap();
    let call = client.block_file().sha1("7327b54fd718525cbca07dacde913b5ac3c85673").body_map(|body| body.comment("c"));
    // The server hangs up before the handshake is done.
    assert_eq!(call.send().await.unwrap_err().outcome(), Outcome::Unreachable);
    server.join().unwrap()
}

/// The cipher suites that a `ClientHello` offers.
fn cipher_suites(hello: &[u8]) -> Vec<CipherSuite> {
    // Type and length (4 bytes), version (2), random (32), then the session id, then the suites, by their lengths.
    let suites = &hello[39 + usize::from(hello[38])..];
    let length = usize::from(u16::from_be_bytes([suites[0], suites[1]]));
    suites[2..2 + length].chunks(2).map(|suite| CipherSuite::from(u16::from_be_bytes([suite[0], suite[1]]))).collect()
}

fn contains(hello: &[u8], text: &str) -> bool {
    hello.windows(text.len()).any(|window| window == text.as_bytes())
}

// One test, because the provider belongs to the process: first there is none, then that of the application.
#[tokio::test]
async fn the_crypto_provider_of_the_process_is_left_to_the_application() {
    let hello = client_hello().await;
    assert!(CryptoProvider::get_default().is_none());
    assert!(cipher_suites(&hello).contains(&CipherSuite::TLS13_AES_128_GCM_SHA256));
    assert!(contains(&hello, "localhost") && contains(&hello, "\u{8}http/1.1") && !contains(&hello, "\u{2}h2"));

    let only = ring::cipher_suite::TLS13_CHACHA20_POLY1305_SHA256;
    let provider = CryptoProvider { cipher_suites: vec![only], ..ring::default_provider() };
    provider.install_default().unwrap();
    let installed = CryptoProvider::get_default().cloned().unwrap();
    let hello = client_hello().await;
    assert!(Arc::ptr_eq(&installed, CryptoProvider::get_default().unwrap()));
    let offered = cipher_suites(&hello);
    assert!(
        offered.contains(&only.suite()) && !offered.contains(&CipherSuite::TLS13_AES_128_GCM_SHA256),
        "{offered:?}"
    );
}
