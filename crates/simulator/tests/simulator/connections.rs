//! Several requests on one connection.

use defender_actions_simulator::{Fault, Simulator};
use serde_json::json;

use crate::client::{Call, Connection};

const TARGET: &str = "/files/7327b54fd718525cbca07dacde913b5ac3c85673/block";

fn call() -> Call {
    Call::post(TARGET, &json!({"Comment": "c"}))
}

/// Requests that end in different ways, and the status of each response.
fn requests() -> Vec<(Vec<u8>, u16)> {
    let head = format!(
        "POST {TARGET} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n"
    );
    let body = "{\"Comment\": \"\r\n\r\n\"}";
    let length = body.len();
    vec![
        (call().bytes(), 201),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(), 404),
        // Line breaks before the request line; lines that end with a line feed alone.
        (b"\r\n\nGET / HTTP/1.1\nHost: x\n\n".to_vec(), 404),
        (
            format!("{head}\r\n5;a=\"b\"\r\n{{\"Com\r\n00b\r\nment\":\"c\"}} \r\n0;last\r\nX: 1\r\nY: 2\r\n\r\n")
                .into(),
            201,
        ),
        // The end of a head, and of chunks, inside of a body.
        (format!("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n{body}").into(), 404),
        (format!("{head}\r\n7\r\n0\r\n\r\n{{\"\r\n0\r\n\r\n").into(), 400),
        (b"HEAD / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".to_vec(), 404),
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n".to_vec(), 404),
        (call().bytes(), 201),
    ]
}

fn journal(simulator: &Simulator) -> Vec<String> {
    simulator.journal().iter().map(|it| String::from_utf8(it.bytes().to_vec()).unwrap()).collect()
}

fn text(requests: &[(Vec<u8>, u16)]) -> Vec<String> {
    requests.iter().map(|(bytes, _)| String::from_utf8(bytes.clone()).unwrap()).collect()
}

/// Reads the responses; that to `HEAD` has a length and no body.
fn read(connection: &mut Connection, bytes: &[u8]) -> u16 {
    if bytes.starts_with(b"HEAD") { connection.read_head().status } else { connection.read().status }
}

#[test]
fn a_connection_serves_one_request_after_another() {
    let simulator = Simulator::start().unwrap();
    let mut connection = Connection::open(&simulator);
    let requests = requests();
    for (bytes, status) in &requests {
        connection.write(bytes);
        assert_eq!(read(&mut connection, bytes), *status, "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(journal(&simulator), text(&requests));
    assert_eq!(simulator.journal()[3].json().unwrap(), json!({"Comment": "c"}));
}

#[test]
fn pipelined_requests_are_recorded_one_by_one() {
    let simulator = Simulator::start().unwrap();
    let mut connection = Connection::open(&simulator);
    let requests = requests();
    connection.write(requests.iter().flat_map(|(bytes, _)| bytes.clone()).collect::<Vec<_>>());
    for (bytes, status) in &requests {
        assert_eq!(read(&mut connection, bytes), *status, "{}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(journal(&simulator), text(&requests));
}

#[test]
fn pipelined_requests_are_recorded_wherever_packets_end() {
    let requests = requests();
    let bytes = requests.iter().flat_map(|(bytes, _)| bytes.clone()).collect::<Vec<_>>();
    for size in [1, 2, 3, 7, 64, 333] {
        let simulator = Simulator::start().unwrap();
        let mut connection = Connection::open(&simulator);
        bytes.chunks(size).for_each(|part| connection.write(part));
        requests.iter().for_each(|(bytes, status)| assert_eq!(read(&mut connection, bytes), *status));
        assert_eq!(journal(&simulator), text(&requests), "{size}");
    }
}

#[test]
fn many_pipelined_requests_with_bodies_larger_than_a_buffer() {
    let simulator = Simulator::start().unwrap();
    let mut connection = Connection::open(&simulator);
    let bodies: Vec<_> = (1..6_usize).map(|number| vec![b' '; number * 77_777]).collect();
    let calls: Vec<_> = bodies.iter().map(|body| call().body(body.clone()).bytes()).collect();
    connection.write(calls.concat());
    for _ in &calls {
        assert_eq!(connection.read().status, 400);
    }
    let recorded: Vec<_> = simulator.journal().iter().map(|it| it.bytes().to_vec()).collect();
    assert!(recorded == calls);
}

#[test]
fn a_client_can_wait_for_continue_on_a_kept_connection() {
    let simulator = Simulator::start().unwrap();
    let mut connection = Connection::open(&simulator);
    let bytes = call().header("Expect", "100-continue").bytes();
    let (head, body) = bytes.split_at(bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap() + 4);
    for _ in 0..2 {
        connection.write(head);
        assert_eq!(connection.read().status, 100);
        connection.write(body);
        assert_eq!(connection.read().status, 201);
    }
    assert_eq!(simulator.journal().iter().map(|it| it.bytes().to_vec()).collect::<Vec<_>>(), [&*bytes, &*bytes]);
}

#[test]
fn a_client_ends_the_connection_by_its_header() {
    let simulator = Simulator::start().unwrap();
    let close = call().header("Connection", "close").bytes();
    let old = call().bytes().escape_ascii().to_string().replace("HTTP/1.1", "HTTP/1.0").replace("\\r\\n", "\r\n");
    for bytes in [close, old.replace('\\', "").into_bytes()] {
        let mut connection = Connection::open(&simulator);
        connection.write(&bytes);
        assert_eq!(connection.read().status, 201);
        assert_eq!(connection.read_to_end(), b"");
    }
}

#[test]
fn an_old_client_can_keep_its_connection() {
    let simulator = Simulator::start().unwrap();
    let mut connection = Connection::open(&simulator);
    for _ in 0..2 {
        connection.write("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        let answer = connection.read();
        assert_eq!((answer.status, answer.header("connection")), (404, Some("keep-alive")));
    }
    assert_eq!(simulator.journal().len(), 2);
}

#[test]
fn a_client_that_closes_its_half_gets_every_response() {
    let simulator = Simulator::start().unwrap();
    let answers = crate::client::exchange(&simulator, &call().bytes().repeat(5));
    assert_eq!(String::from_utf8(answers).unwrap().matches("HTTP/1.1 201 Created").count(), 5);
    assert_eq!(simulator.journal().len(), 5);
}

#[test]
fn a_fault_closes_a_kept_connection() {
    let answer = Fault::Answer { status: 503, headers: Vec::new(), body: b"down".to_vec() };
    let expected = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\nConnection: close\r\n\r\ndown";
    for (fault, expected) in [(answer, &expected[..]), (Fault::Disconnect, b"")] {
        let simulator = Simulator::start().unwrap();
        let mut connection = Connection::open(&simulator);
        connection.write(call().bytes());
        assert_eq!(connection.read().status, 201);
        simulator.fault(fault);
        // What follows on the connection is neither answered nor recorded.
        connection.write(call().bytes().repeat(2));
        assert_eq!(connection.read_to_end(), expected);
        assert_eq!(simulator.journal().len(), 2);
        assert_eq!(call().send(&simulator).status, 201);
    }
}

#[test]
fn a_body_that_is_too_large_ends_the_connection() {
    let simulator = Simulator::builder().body_limit(20).start().unwrap();
    let mut connection = Connection::open(&simulator);
    let large = call().body(vec![b'x'; 21]);
    connection.write([large.bytes(), call().bytes()].concat());
    let answer = connection.read();
    assert_eq!((answer.status, answer.header("connection")), (413, Some("close")));
    assert_eq!(connection.read_to_end(), b"");
    let journal = simulator.journal();
    assert_eq!(journal.len(), 1);
    assert_eq!(journal[0].bytes(), &large.bytes()[..large.bytes().len() - 1]);
    assert_eq!(journal[0].body(), [b'x'; 20]);
}
