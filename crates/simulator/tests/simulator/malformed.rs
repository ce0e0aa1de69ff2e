//! What is not a request of HTTP/1.1 is refused, not recorded, and ends its connection.

use defender_actions_simulator::Simulator;

use crate::client::{Answer, Connection};

/// Sends a request, and after it one that must not be served.
fn assert_refused(request: &str, status: u16, says: &str) {
    let simulator = Simulator::start().unwrap();
    let mut connection = Connection::open(&simulator);
    connection.write(format!("{request}GET /second HTTP/1.1\r\nHost: x\r\n\r\n"));
    let answer = connection.read_to_end();
    let text = String::from_utf8_lossy(&answer);
    assert_eq!(text.matches("HTTP/1.1 4").count(), 1, "{request:?}: {text}");
    let answer = Answer::parse(&answer);
    assert_eq!((answer.status, answer.header("connection")), (status, Some("close")), "{request:?}: {text}");
    assert!(text.contains(says), "{request:?}: {text}");
    assert!(simulator.journal().is_empty(), "{request:?}");
    assert_eq!(simulator.requests_received(), 0);
}

#[test]
fn a_request_of_http_1_1_has_one_valid_host() {
    for (headers, says) in [
        ("", "needs a Host header"),
        ("Hosts: x\r\n", "needs a Host header"),
        ("Host: x\r\nHost: x\r\n", "more than one Host header"),
        ("hOST: x\r\nhost: y\r\n", "more than one Host header"),
        ("Host: a b\r\n", "HOST:PORT"),
        ("Host: a/b\r\n", "HOST:PORT"),
        ("Host: user@x\r\n", "HOST:PORT"),
        ("Host: x:99999\r\n", "HOST:PORT"),
        ("Host: \u{e9}\r\n", "HOST:PORT"),
    ] {
        assert_refused(&format!("GET / HTTP/1.1\r\n{headers}\r\n"), 400, says);
        assert_refused(&format!("POST http://x/ HTTP/1.1\r\n{headers}Content-Length: 2\r\n\r\n{{}}"), 400, says);
    }
    assert_refused("GET / HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n", 400, "more than one Host header");
}

#[test]
fn these_hosts_are_valid() {
    let simulator = Simulator::start().unwrap();
    let mut connection = Connection::open(&simulator);
    for host in ["x", "x:80", "127.0.0.1:1", "[::1]:65535", "", "x:"] {
        connection.write(format!("GET / HTTP/1.1\r\nHost:{host}\r\n\r\n"));
        assert_eq!(connection.read().status, 404, "{host}");
    }
    connection.write("GET / HTTP/1.0\r\n\r\n");
    assert_eq!(connection.read().status, 404);
}

#[test]
fn a_body_has_one_length() {
    let both = "The request has both Transfer-Encoding and Content-Length.";
    for (headers, says) in [
        ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", both),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", both),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\nContent-Length: 6\r\n", both),
        ("Content-Length: 5\r\nContent-Length: 6\r\n", ""),
        ("Content-Length: 5, 5\r\n", ""),
        ("Content-Length: +5\r\n", ""),
        ("Content-Length: -1\r\n", ""),
        ("Content-Length: 99999999999999999999\r\n", ""),
        ("Transfer-Encoding: gzip\r\n", ""),
        ("Transfer-Encoding: chunked, gzip\r\n", ""),
    ] {
        assert_refused(&format!("POST / HTTP/1.1\r\nHost: x\r\n{headers}\r\n0\r\n\r\n"), 400, says);
    }
}

#[test]
fn equal_lengths_are_one() {
    let simulator = Simulator::start().unwrap();
    let mut connection = Connection::open(&simulator);
    for _ in 0..2 {
        connection.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}");
        assert_eq!(connection.read().status, 404);
    }
    assert_eq!(simulator.journal()[1].body(), b"{}");
}

#[test]
fn a_body_that_is_not_what_its_head_announces() {
    let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for chunks in ["g\r\n", "2\r\nabc\r\n0\r\n\r\n", "1\r\na\r\nffffffffffffffffff\r\n", "\r\n"] {
        assert_refused(&format!("{head}{chunks}"), 400, "not what its head announces");
    }
    let simulator = Simulator::start().unwrap();
    for partial in ["Content-Length: 5\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nab"] {
        let bytes = format!("POST / HTTP/1.1\r\nHost: x\r\n{partial}");
        assert_eq!(Answer::parse(&crate::client::exchange(&simulator, bytes.as_bytes())).status, 400);
    }
    assert!(simulator.journal().is_empty());
}

#[test]
fn a_long_head_is_refused() {
    let header = format!("X: {}\r\n", "x".repeat(1000));
    assert_refused(&format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", header.repeat(70)), 431, "");
    assert_refused(&format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "a: b\r\n".repeat(101)), 431, "");
    let simulator = Simulator::start().unwrap();
    let mut connection = Connection::open(&simulator);
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n{}\r\n", "x".repeat(3000), header.repeat(60));
    for _ in 0..2 {
        connection.write(&long);
        assert_eq!(connection.read().status, 404);
    }
    assert_eq!(simulator.journal()[1].bytes(), long.as_bytes());
}
