//! Requests are recorded byte for byte.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use defender_actions_simulator::{Fault, FaultRule, Simulator};
use serde_json::json;

use crate::client::{Answer, Call, contract, exchange, get};

const TARGET: &str = "/files/7327b54fd718525cbca07dacde913b5ac3c85673/block";

#[test]
fn odd_requests_are_recorded_as_sent() {
    let simulator = Simulator::start().unwrap();
    let bytes = format!(
        "POST {TARGET}?a=%20b&A HTTP/1.1\r\nhOST:x\r\nAUTHORIZATION:   Bearer t\r\nX-Twice: 1\r\nx-twice: 2  \r\n\
         cOntent-tYpe: application/json\r\ncontent-length: 16\r\n\r\n{{\"Comment\" : \"c\"}}"
    );
    let answer = Answer::parse(&exchange(&simulator, &bytes.as_bytes()[..bytes.len() - 1]));
    // One byte less than was written above: the length has to be honoured, not the end of the stream.
    assert_eq!(answer.status, 400);
    let request = &simulator.journal()[0];
    assert_eq!(request.bytes(), &bytes.as_bytes()[..bytes.len() - 1]);
    assert_eq!((request.method(), request.target()), ("POST", &*format!("{TARGET}?a=%20b&A")));
    let headers: Vec<_> = request.headers().collect();
    assert_eq!(headers[..4], [("hOST", "x"), ("AUTHORIZATION", "Bearer t"), ("X-Twice", "1"), ("x-twice", "2")]);
    assert_eq!(request.header("X-TWICE"), Some("1"));
    assert_eq!(request.header("nothing"), None);
    assert_eq!(request.body(), b"{\"Comment\" : \"c\"");
}

#[test]
fn a_chunked_body_is_kept_in_chunks_and_put_together() {
    let simulator = Simulator::start().unwrap();
    let bytes = format!(
        "POST {TARGET} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n5;a=b\r\n{{\"Com\r\n00b\r\nment\":\"c\"}} \r\n0\r\nX-Trailer: 1\r\n\r\n"
    );
    let answer = Answer::parse(&exchange(&simulator, bytes.as_bytes()));
    assert_eq!(answer.status, 201);
    let request = &simulator.journal()[0];
    assert_eq!(String::from_utf8_lossy(request.bytes()), bytes);
    assert_eq!(request.json().unwrap(), json!({"Comment": "c"}));
}

#[test]
fn a_client_that_waits_for_continue_gets_it() {
    let simulator = Simulator::start().unwrap();
    let mut stream = TcpStream::connect(simulator.address()).unwrap();
    let head = format!(
        "POST {TARGET} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\nContent-Type: application/json\r\n\
         Content-Length: 15\r\nExpect: 100-continue\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut interim = [0; 25];
    stream.read_exact(&mut interim).unwrap();
    assert_eq!(&interim, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"{\"Comment\":\"c\"}").unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(Answer::parse(&answer).status, 201);
    assert_eq!(simulator.journal()[0].bytes(), [head.as_bytes(), b"{\"Comment\":\"c\"}"].concat());
}

#[test]
fn a_client_that_closes_its_half_first_is_answered() {
    let simulator = Simulator::start().unwrap();
    let mut stream = TcpStream::connect(simulator.address()).unwrap();
    stream.write_all(&Call::post(TARGET, &json!({"Comment": "c"})).bytes()).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert_eq!(Answer::parse(&answer).status, 201);
}

#[test]
fn a_proxy_s_form_of_the_target_is_understood() {
    let simulator = Simulator::start().unwrap();
    let call = Call::post(&format!("http://localhost{TARGET}"), &json!({"Comment": "c"}));
    assert_eq!(call.send(&simulator).status, 201);
    assert_eq!(simulator.journal()[0].target(), format!("http://localhost{TARGET}"));
}

#[test]
fn requests_are_in_their_order_refused_ones_too() {
    let simulator = Simulator::start().unwrap();
    for number in 0..5 {
        Call::new("GET", &format!("/{number}")).send(&simulator);
    }
    let targets: Vec<_> = simulator.journal().iter().map(|request| request.target().to_owned()).collect();
    assert_eq!(targets, ["/0", "/1", "/2", "/3", "/4"]);
}

#[test]
fn of_a_body_that_is_too_large_the_beginning_is_kept() {
    let simulator = Simulator::start().unwrap();
    let call = Call::post(TARGET, &json!({})).body(vec![b'x'; 4 << 20]);
    assert_eq!(call.send(&simulator).status, 413);
    let kept = simulator.journal()[0].bytes().to_vec();
    assert!(call.bytes().starts_with(&kept));
    assert!(kept.len() < 2 << 20, "{}", kept.len());
}

#[test]
fn what_is_not_http_is_answered_and_not_recorded() {
    let simulator = Simulator::start().unwrap();
    let many_headers = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(1000));
    for hostile in ["\0\0\0\0\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", &many_headers] {
        let answer = Answer::parse(&exchange(&simulator, hostile.as_bytes()));
        assert!((400..500).contains(&answer.status), "{answer:?}");
    }
    assert!(simulator.journal().is_empty());
}

#[test]
fn debug_shows_no_token() {
    let simulator = Simulator::start().unwrap();
    Call::post(TARGET, &json!({"Comment": "hush"})).header("Authorization", "Bearer s3cret").send(&simulator);
    let shown = format!("{:?} {simulator:?}", simulator.journal());
    assert!(!shown.contains("s3cret") && !shown.contains("hush"), "{shown}");
    assert_eq!(simulator.journal()[0].header("authorization"), Some("Bearer s3cret"));
}

#[test]
fn those_in_other_processes_read_it_as_json() {
    let simulator = Simulator::start().unwrap();
    simulator.fault("status=503,times=1".parse::<FaultRule>().unwrap());
    let call = Call::documented(&contract().operations()[0]).header("Authorization", "Bearer s3cret");
    let (_, _, unknown) = (call.send(&simulator), call.send(&simulator), get(&simulator, "/nowhere"));
    assert_eq!(unknown.status, 404);

    let read = || get(&simulator, "/_simulator/journal");
    let answer = read();
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert!(!answer.text().contains("s3cret"), "{}", answer.text());
    assert_eq!(read().body, answer.body, "to read it is no request");
    let journal = answer.json();
    assert_eq!(journal["received"], 3);
    let requests = journal["requests"].as_array().unwrap();
    let of = |key: &str| requests.iter().map(|request| request[key].clone()).collect::<Vec<_>>();
    let name = contract().operations()[0].name().to_owned();
    assert_eq!(of("operation"), [json!(name), json!(name), json!(null)]);
    assert_eq!(of("status"), [503, 201, 404]);
    assert_eq!(of("fault"), [json!("status=503,times=1"), json!(null), json!(null)]);
    assert_eq!(of("carriedOut"), [false, true, false]);
    assert_eq!(requests[1]["target"], call.target);
    assert!(requests[1]["body"].is_object() && requests[2]["body"].is_null());
    let headers = requests[1]["headers"].as_array().unwrap();
    assert!(headers.contains(&json!({"name": "Authorization", "value": "…"})), "{headers:?}");
}

#[test]
fn to_read_it_meets_no_fault() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(FaultRule::new(Fault::Disconnect));
    assert_eq!(get(&simulator, "/_simulator/journal").json(), json!({"received": 0, "requests": []}));
}
