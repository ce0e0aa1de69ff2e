//! Misbehaviour on demand.

use std::io::{Read, Write};
use std::net::TcpStream;

use defender_actions_simulator::{Fault, Simulator};
use serde_json::json;

use crate::client::{Call, exchange};

fn call() -> Call {
    Call::post("/files/7327b54fd718525cbca07dacde913b5ac3c85673/block", &json!({"Comment": "c"}))
}

#[test]
fn an_answer_is_sent_as_it_is() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Answer {
        status: 502,
        headers: vec![("cOnTent-tYpe".into(), "text/html".into()), ("X-Odd".into(), "é".into())],
        body: b"<html>\xff".to_vec(),
    });
    let expected = b"HTTP/1.1 502 Bad Gateway\r\ncOnTent-tYpe: text/html\r\nX-Odd: \xc3\xa9\r\n\
                     Content-Length: 7\r\nConnection: close\r\n\r\n<html>\xff";
    assert_eq!(exchange(&simulator, &call().bytes()), expected);
}

#[test]
fn a_large_answer_is_sent_to_its_end() {
    let simulator = Simulator::start().unwrap();
    let body = vec![b'x'; 8 << 20];
    simulator.fault(Fault::Answer { status: 200, headers: Vec::new(), body: body.clone() });
    assert!(exchange(&simulator, &call().bytes()).ends_with(&body));
}

#[test]
fn a_disconnect_leaves_nothing_but_the_request() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Disconnect);
    assert_eq!(exchange(&simulator, &call().bytes()), b"");
    assert_eq!(simulator.journal()[0].bytes(), call().bytes());
}

#[test]
fn a_truncated_answer_ends_too_soon() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Truncate { status: 201, headers: Vec::new(), body: b"{\"id".to_vec(), missing: 100 });
    let expected = "HTTP/1.1 201 Created\r\nContent-Length: 104\r\nConnection: close\r\n\r\n{\"id";
    assert_eq!(exchange(&simulator, &call().bytes()), expected.as_bytes());
}

#[test]
fn a_stalled_request_is_released_when_the_simulator_goes() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Stall);
    let mut stalled = TcpStream::connect(simulator.address()).unwrap();
    stalled.write_all(&call().bytes()).unwrap();
    // It stalls once it is in the journal; others are served meanwhile.
    while simulator.journal().is_empty() {
        std::thread::yield_now();
    }
    assert_eq!(call().send(&simulator).status, 201);
    drop(simulator);
    let mut nothing = Vec::new();
    let _ = stalled.read_to_end(&mut nothing);
    assert!(nothing.is_empty());
}

#[test]
fn faults_that_no_request_has_met_can_be_taken_back() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Disconnect);
    simulator.fault(Fault::Disconnect);
    simulator.clear_faults();
    assert_eq!(call().send(&simulator).status, 201);
}

#[test]
fn faults_queue_and_each_is_for_one_request() {
    let simulator = Simulator::start().unwrap();
    for status in [500, 503] {
        simulator.fault(Fault::Answer { status, headers: Vec::new(), body: Vec::new() });
    }
    let statuses: Vec<_> = (0..3).map(|_| call().send(&simulator).status).collect();
    assert_eq!(statuses, [500, 503, 201]);
    assert_eq!(simulator.journal().len(), 3);
}

#[test]
fn a_fault_changes_no_state() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Answer { status: 201, headers: Vec::new(), body: Vec::new() });
    call().send(&simulator);
    assert_eq!(simulator.state("7327b54fd718525cbca07dacde913b5ac3c85673"), None);
}
