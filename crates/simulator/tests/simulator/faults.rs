//! Misbehaviour on demand.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use defender_actions_simulator::{Fault, FaultRule, Simulator};
use serde_json::json;

use crate::client::{Answer, Call, Connection, contract, exchange, meet};

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

/// A simulator with faults, as the command line has them.
fn with(rules: &[&str]) -> Simulator {
    let builder = rules.iter().fold(Simulator::builder(), |builder, rule| {
        builder.fault(rule.parse::<FaultRule>().unwrap_or_else(|error| panic!("{rule}: {error}")))
    });
    builder.start().unwrap()
}

#[test]
fn a_status_has_the_documented_body_another_or_none() {
    let simulator =
        with(&["status=503,times=1", "status=403,body=none,times=1", "status=502,body=html,times=1", "status=418"]);
    let [documented, empty, html, other] = [(); 4].map(|()| call().send(&simulator));
    assert_eq!((documented.status, documented.code().as_str()), (503, "InternalServerError"));
    assert_eq!((empty.status, empty.body.as_slice(), empty.header("content-type")), (403, &b""[..], None));
    assert_eq!((html.status, html.header("content-type")), (502, Some("text/html; charset=utf-8")));
    assert_eq!((other.status, other.code().as_str()), (418, "BadRequest"), "documented for the range");
    assert!(simulator.journal().iter().all(|request| !request.is_carried_out()));
}

#[test]
fn a_date_to_retry_after_is_that_of_a_clock_that_is_wrong() {
    let instant = UNIX_EPOCH + Duration::from_secs(784_111_777);
    let rule: FaultRule = "status=429,retry-after-date=30,skew=-3600".parse().unwrap();
    let simulator = Simulator::builder().clock(move || instant).fault(rule).start().unwrap();
    let answer = call().send(&simulator);
    assert_eq!(answer.status, 429);
    assert_eq!(answer.header("date"), Some("Sun, 06 Nov 1994 07:49:37 GMT"));
    assert_eq!(answer.header("retry-after"), Some("Sun, 06 Nov 1994 07:50:07 GMT"));
}

#[test]
fn a_reset_is_before_the_body_after_it_or_after_the_action() {
    for (rule, body, is_carried_out) in
        [("reset=before-body", false, false), ("reset=after-body", true, false), ("reset=after-action", true, true)]
    {
        let simulator = with(&[rule]);
        let (answer, end) = meet(&simulator, &call().bytes());
        assert_eq!((answer.len(), end.unwrap_err().kind()), (0, ErrorKind::ConnectionReset), "{rule}");
        let request = simulator.journal().remove(0);
        assert_eq!((!request.body().is_empty(), request.is_carried_out()), (body, is_carried_out), "{rule}");
        assert_eq!((request.fault(), request.status()), (Some(rule), None));
        let state = simulator.state("7327b54fd718525cbca07dacde913b5ac3c85673");
        assert_eq!(state.is_some(), is_carried_out, "{rule}");
    }
}

#[test]
fn the_answer_of_the_contract_is_harmed_after_the_request_was_carried_out() {
    let whole = call().send(&with(&[])).body.len();
    for (rule, announced, sent) in [("cut-off", whole, whole / 2), ("wrong-length=3", whole - 3, whole)] {
        let simulator = with(&[rule]);
        let (answer, end) = meet(&simulator, &call().bytes());
        end.unwrap();
        let answer = Answer::parse(&answer);
        assert_eq!(answer.status, 201);
        assert_eq!((answer.header("content-length").unwrap(), answer.body.len()), (&*announced.to_string(), sent));
        assert!(simulator.journal()[0].is_carried_out());
    }
    let simulator = with(&["content-type=text/plain"]);
    let answer = call().send(&simulator);
    assert_eq!((answer.status, answer.header("content-type")), (201, Some("text/plain")));
    assert_eq!(answer.json()["fileIdentifierType"], "Sha1");
    assert!(simulator.journal()[0].is_carried_out());
}

#[test]
fn what_is_refused_without_the_fault_is_not_carried_out_with_it() {
    let simulator = with(&["reset=after-action"]);
    let _ = meet(&simulator, &call().without("Authorization").bytes());
    assert!(!simulator.journal()[0].is_carried_out());
}

#[test]
fn a_success_is_sent_for_what_was_carried_out_alone() {
    for (rule, status) in [("status=202", 202), ("status=204,body=none", 204), ("large=1kB", 201)] {
        let simulator = with(&[rule]);
        assert_eq!(call().without("Authorization").send(&simulator).status, 401, "{rule}");
        assert_eq!(call().send(&simulator).status, status, "{rule}");
        let carried_out: Vec<_> = simulator.journal().iter().map(|request| request.is_carried_out()).collect();
        assert_eq!(carried_out, [false, true], "{rule}");
    }
}

#[test]
fn a_sign_in_page_is_a_success_of_html() {
    let answer = call().send(&with(&["html"]));
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(answer.text().contains("Sign in"));
}

#[test]
fn a_large_body_is_sent_to_its_end_and_is_json() {
    let answer = call().send(&with(&["large=20MB"]));
    assert_eq!((answer.status, answer.body.len()), (201, 20_000_000));
    assert!(answer.json()["filling"].is_string());
}

#[test]
fn an_endless_body_goes_on_until_the_client_goes() {
    let simulator = with(&["endless"]);
    let mut connection = Connection::open(&simulator);
    connection.write(call().bytes());
    let head = connection.read_head();
    assert_eq!((head.status, head.header("transfer-encoding")), (201, Some("chunked")));
    for _ in 0..5 {
        assert!(connection.read_line().len() > 2);
    }
    let request = simulator.journal().remove(0);
    assert_eq!((request.status(), request.is_carried_out()), (Some(201), true));
}

#[test]
fn a_token_that_has_expired_is_refused_as_documented() {
    let simulator = with(&["expired-token,after=1,times=1"]);
    let [first, expired, renewed] = [(); 3].map(|()| call().send(&simulator));
    assert_eq!([first.status, expired.status, renewed.status], [201, 401, 201]);
    assert_eq!(expired.code(), "Unauthorized");
    assert!(expired.header("www-authenticate").unwrap().contains("invalid_token"));
}

#[test]
fn the_documented_limits_hold_for_each_operation_and_token() {
    let instant = Arc::new(AtomicU64::new(1_000_000));
    let clock = Arc::clone(&instant);
    let clock = move || UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::SeqCst));
    let rule: FaultRule = "rate-limit".parse().unwrap();
    let simulator = Simulator::builder().clock(clock).pending_for(Duration::ZERO).fault(rule).start().unwrap();
    let contract = contract();
    for operation in contract.operations() {
        let call = Call::documented(operation);
        let limits = operation.rate_limits();
        let Some(limit) = limits.first() else {
            let statuses: Vec<_> = (0..200).map(|_| call.send(&simulator).status).collect();
            assert!(statuses.iter().all(|status| *status == 201), "{}", operation.name());
            continue;
        };
        for number in 0..limit.calls.get() {
            assert_eq!(call.send(&simulator).status, 201, "{number}");
        }
        let refused = call.send(&simulator);
        assert_eq!((refused.status, refused.code().as_str()), (429, "TooManyRequests"));
        assert_eq!(refused.header("retry-after"), Some(&*limit.period.as_secs().to_string()));
        assert_eq!(call.clone().header("Authorization", "Bearer other").send(&simulator).status, 201);
        instant.fetch_add(limit.period.as_secs(), Ordering::SeqCst);
        assert_eq!(call.send(&simulator).status, 201);
    }
    let refused = simulator.journal().into_iter().filter(|request| request.status() == Some(429));
    assert!(refused.clone().count() > 0 && refused.clone().all(|request| request.fault() == Some("rate-limit")));
}

#[test]
fn latency_delays_the_answer_and_no_time_limit_ends_it() {
    let rule: FaultRule = "latency=50ms".parse().unwrap();
    let limit = Duration::from_millis(10);
    let builder = Simulator::builder().response_timeout(limit).body_timeout(limit).idle_timeout(limit);
    let simulator = builder.fault(rule).start().unwrap();
    let answer = call().send(&simulator);
    assert_eq!(answer.status, 201, "{answer:?}");
}

#[test]
fn a_fault_is_for_the_operation_that_it_names() {
    let contract = contract();
    let [first, second] = [0, 1].map(|index| &contract.operations()[index]);
    let simulator = with(&[&format!("status=503,operation={}", second.name())]);
    assert_eq!(Call::documented(first).send(&simulator).status, 201);
    assert_eq!(Call::documented(second).send(&simulator).status, 503);
    let rule: FaultRule = "stall,operation=doNothing".parse().unwrap();
    let error = Simulator::builder().fault(rule).start().unwrap_err().to_string();
    assert!(error.contains("no operation `doNothing`") && error.contains(first.name()), "{error}");
}
