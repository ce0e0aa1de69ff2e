//! Time, connections and memory are bounded. Timing on a kept connection is tested in `src/connection.rs`, on a paused
//! clock.

use std::time::Duration;

use defender_actions_simulator::{Fault, Simulator};
use serde_json::json;

use crate::client::{Answer, Call, Connection, exchange};

const TARGET: &str = "/files/7327b54fd718525cbca07dacde913b5ac3c85673/block";
const SHORT: Duration = Duration::from_millis(1);

fn call() -> Call {
    Call::post(TARGET, &json!({"Comment": "c"}))
}

#[test]
fn a_head_that_does_not_end_is_refused() {
    let simulator = Simulator::builder().header_timeout(SHORT).start().unwrap();
    for partial in ["G", "\r\nGET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r"] {
        let mut connection = Connection::open(&simulator);
        connection.write(partial);
        let answer = Answer::parse(&connection.read_to_end());
        assert_eq!((answer.status, answer.header("connection")), (408, Some("close")), "{partial:?}");
        assert!(String::from_utf8(answer.body).unwrap().contains("head"));
    }
    assert!(simulator.journal().is_empty());
}

#[test]
fn a_body_that_does_not_end_is_refused() {
    let simulator = Simulator::builder().body_timeout(SHORT).start().unwrap();
    for partial in
        ["Content-Length: 5\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n5\r\n{", "Content-Length: 5\r\n\r\n"]
    {
        let mut connection = Connection::open(&simulator);
        connection.write(format!("POST {TARGET} HTTP/1.1\r\nHost: x\r\n{partial}"));
        let answer = Answer::parse(&connection.read_to_end());
        assert_eq!((answer.status, answer.header("connection")), (408, Some("close")), "{partial:?}");
        assert!(String::from_utf8(answer.body).unwrap().contains("body"));
    }
    assert!(simulator.journal().is_empty());
}

#[test]
fn a_connection_without_a_request_is_closed() {
    let simulator = Simulator::builder().idle_timeout(SHORT).start().unwrap();
    assert_eq!(Connection::open(&simulator).read_to_end(), b"");
}

#[test]
fn the_longest_times_are_possible() {
    let builder = Simulator::builder().idle_timeout(Duration::MAX).header_timeout(Duration::MAX);
    let simulator = builder.body_timeout(Duration::MAX).response_timeout(Duration::MAX).start().unwrap();
    let mut connection = Connection::open(&simulator);
    for _ in 0..2 {
        connection.write(call().bytes());
        assert_eq!(connection.read().status, 201);
    }
    simulator.fault(Fault::Answer { status: 500, headers: Vec::new(), body: Vec::new() });
    assert_eq!(call().send(&simulator).status, 500);
}

#[test]
fn a_connection_above_the_limit_waits() {
    let simulator = Simulator::builder().connection_limit(1).start().unwrap();
    let (mut one, mut other) = (Connection::open(&simulator), Connection::open(&simulator));
    let get = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n");
    other.write(get("/other"));
    for target in ["/one", "/two", "/three"] {
        one.write(get(target));
        assert_eq!(one.read().status, 404);
    }
    drop(one);
    assert_eq!(other.read().status, 404);
    let targets: Vec<_> = simulator.journal().iter().map(|it| it.target().to_owned()).collect();
    assert_eq!(targets, ["/one", "/two", "/three", "/other"]);
}

#[test]
fn a_stalled_connection_makes_room_when_its_client_is_gone() {
    let simulator = Simulator::builder().connection_limit(1).start().unwrap();
    simulator.fault(Fault::Stall);
    assert_eq!(exchange(&simulator, &call().bytes()), b"");
    assert_eq!(call().send(&simulator).status, 201);
}

#[test]
fn a_limit_of_no_connections_is_one() {
    let simulator = Simulator::builder().connection_limit(0).start().unwrap();
    assert_eq!(call().send(&simulator).status, 201);
}

fn chunked(chunks: &str) -> String {
    format!(
        "POST {TARGET} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n{chunks}"
    )
}

#[test]
fn a_body_may_be_in_many_chunks() {
    let simulator = Simulator::builder().body_limit(15).start().unwrap();
    let chunks: String = "{\"Comment\":\"c\"}".chars().map(|byte| format!("0001;x\r\n{byte}\r\n")).collect();
    let bytes = chunked(&format!("{chunks}0\r\n\r\n"));
    assert_eq!(Answer::parse(&exchange(&simulator, bytes.as_bytes())).status, 201);
    assert_eq!(simulator.journal()[0].bytes(), bytes.as_bytes());
    assert_eq!(simulator.journal()[0].body(), b"{\"Comment\":\"c\"}");
}

#[test]
fn the_framing_of_a_body_is_bounded() {
    let simulator = Simulator::builder().body_limit(15).start().unwrap();
    let bytes = chunked(&format!("{}1\r\n{{\r\n1\r\n}}\r\n0\r\n\r\n", "0".repeat(4 << 20)));
    assert_eq!(Answer::parse(&exchange(&simulator, bytes.as_bytes())).status, 413);
    let kept = simulator.journal()[0].bytes().to_vec();
    assert!(bytes.as_bytes().starts_with(&kept));
    assert!(kept.len() < 1000, "{}", kept.len());
}

#[test]
fn a_client_that_sends_much_too_much_gets_its_response() {
    let simulator = Simulator::start().unwrap();
    assert_eq!(call().body(vec![b'x'; 32 << 20]).send(&simulator).status, 413);
}

#[test]
fn dropped_requests_are_counted() {
    let simulator = Simulator::builder().body_limit(32 << 20).start().unwrap();
    let large = Call::post("/", &json!({})).body(vec![b'x'; 30 << 20]).bytes();
    let mut connection = Connection::open(&simulator);
    for _ in 0..3 {
        connection.write(&large);
        assert_eq!(connection.read().status, 404);
    }
    assert_eq!((simulator.journal().len(), simulator.requests_received()), (2, 3));
}
