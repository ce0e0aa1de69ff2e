//! Whatever a connection brings, the simulator answers or closes it, and serves the next one.
//!
//! An input is what a client sends. Every two hundredth is followed by a valid request, which has to get its response.
#![no_main]

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use defender_actions_simulator::Simulator;
use libfuzzer_sys::fuzz_target;

/// How often it is asked whether the simulator still serves.
const INTERVAL: u64 = 200;

/// Sends bytes, and reads until the connection ends, however it does.
fn send(simulator: &Simulator, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(simulator.address()).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("it is a socket");
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answer) {
        assert!(!matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut), "it hangs");
    }
    // At once, so that no port waits for what may still come.
    let _ = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
    answer
}

fuzz_target!(|input: &[u8]| {
    static SIMULATOR: LazyLock<Simulator> = LazyLock::new(|| Simulator::start().expect("there is a port"));
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let answer = send(&SIMULATOR, input);
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1."), "{}", String::from_utf8_lossy(&answer));
    if COUNT.fetch_add(1, Ordering::Relaxed) % INTERVAL == 0 {
        let answer = send(&SIMULATOR, b"GET /nothing/here HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert!(answer.starts_with(b"HTTP/1.1 404 "), "{}", String::from_utf8_lossy(&answer));
    }
});
