//! What the run reports when something is not as it should be, on exchanges that happened.
//!
//! The transcripts are of runs in which one fixup was left out of the view of a language, by whose name they are called, or
//! in which the contract was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use conformance::answers::Answers;
use conformance::compare::{self, Headers, LOST};
use conformance::driver::{Received, Reply};
use conformance::exchange::{self, Exchange};
use conformance::project;
use conformance::rust_client::RustClient;
use conformance::scenario;
use defender_actions_simulator::Simulator;
use serde_json::Value;
use test_support::contract;

fn transcript(name: &str) -> Vec<Exchange> {
    let path = project("crates/conformance/tests/transcripts").join(format!("{name}.jsonl"));
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// What a run would report of the answers of a transcript, whose name begins with its language.
fn reported(name: &str) -> Vec<String> {
    let language = name.split('.').next().unwrap();
    let exchanges = transcript(name);
    let pinned = fs::read_to_string(project("snapshots/clients").join(language).join("answers.md")).unwrap();
    let pinned = Answers::parse(&pinned).unwrap();
    let failures = Answers::of(&exchanges).differences(&pinned, language);
    let recorded: BTreeSet<_> = exchanges.iter().map(Exchange::title).collect();
    failures.iter().filter(|it| recorded.contains(&it.scenario)).map(ToString::to_string).collect()
}

#[test]
fn a_lost_digit_is_reported() {
    let sent = "2022-12-04T12:15:40.6052029Z";
    let received = "2022-12-04T12:15:40.605202+00:00";
    let loss = |property: &str| format!("{property}: `\"{sent}\"` was received as `\"{received}\"`");
    assert_eq!(reported("python.times_stay_as_received"), [
        format!(
            "python: unblockFile, times with seven digits: what the caller gets\n  expected: 201 `FileAction`: as sent\n  \
             received: 201 `FileAction`: **lost**: {}; {}",
            loss("creationDateTimeUtc"),
            loss("lastUpdateDateTimeUtc")
        ),
        "python: unblockFile, times without a fraction: what the caller gets\n  expected: 201 `FileAction`: as sent\n  \
         received: 201 `FileAction`: as sent, times in another spelling"
            .to_owned(),
    ]);
}

#[test]
fn a_lost_status_is_reported() {
    assert_eq!(
        reported("python.error_bodies_are_text"),
        [
            "python: blockFile, empty error 401: what the caller gets\n  expected: 401 `str`: as sent\n  \
         received: no status `JSONDecodeError`: **lost**: the status 401 was received as nothing",
            "python: blockFile, HTML error 502: what the caller gets\n  expected: 502 `str`: as sent\n  \
         received: no status `JSONDecodeError`: **lost**: the status 502 was received as nothing; the body was received as nothing",
        ]
    );
}

#[test]
fn a_rounded_number_is_reported() {
    let [reported] = &reported("go.untyped_values_are_raw_json")[..] else { panic!() };
    assert!(
        reported.starts_with("go: unrestrictCodeExecution, unknown properties: what the caller gets\n"),
        "{reported}"
    );
    assert!(reported.contains("addedLargeNumber: `9007199254740993` was received as `9007199254740992`"), "{reported}");
}

#[test]
fn a_lost_action_is_reported() {
    assert_eq!(
        reported("java.success_without_body_is_left_out"),
        [
            "java: blockFile, answer 201 documented: what the caller gets\n  expected: 201 `FileAction`: as sent, null as missing\n  \
         received: 201 `null`: **lost**: the body was received as nothing",
        ]
    );
}

/// A property that the contract requires now, and that the driver does not know.
#[test]
fn a_request_that_is_not_that_of_the_rust_client_is_reported() {
    let exchanges = transcript("java.required_property_added");
    // The Rust client sends what it is given.
    let mut rust = exchanges.clone();
    rust[0].arrived[0].body = rust[0].call.body.as_ref().unwrap().to_string();
    let (failures, _) = compare::requests("java", &rust, &exchanges, &headers());
    let reported: Vec<_> = failures.iter().map(ToString::to_string).collect();
    let comment = "\"Comment\":\"Unrestrict code execution since machine was cleaned and validated\"";
    assert_eq!(
        reported,
        [format!(
            "java: unrestrictCodeExecution, answer 201 documented: body\n  expected: {{{comment},\"Reason\":\"Cleaned\"}}\n  \
         received: {{{comment},\"Reason\":null}}"
        )]
    );
}

fn headers() -> Headers {
    Headers::read(&project("clients/headers.yaml")).unwrap()
}

/// The exchanges of the Rust client, all of them.
fn rust() -> Vec<Exchange> {
    let scenarios = scenario::scenarios(&contract(), &project("clients/scenarios.yaml"));
    let simulator = Simulator::start().unwrap();
    exchange::run(&mut RustClient::new(&simulator.url()).unwrap(), &simulator, &scenarios.unwrap()).exchanges
}

#[test]
fn the_rust_client_loses_nothing() {
    let exchanges = rust();
    assert_eq!(compare::requests("rust", &exchanges, &exchanges, &headers()).0, []);
    let answers = Answers::of(&exchanges);
    assert_eq!(answers.len(), exchanges.len());
    let table = answers.table();
    let lost: Vec<_> = table.lines().filter(|row| row.contains(LOST)).collect();
    assert!(lost.is_empty(), "{lost:#?}");
}

/// Each difference of a request is reported, and only what the table allows is let pass.
#[test]
fn every_part_of_a_request_is_compared() {
    let rust = rust();
    let compare = |change: &dyn Fn(&mut Exchange)| {
        let mut exchanges = rust.clone();
        change(&mut exchanges[0]);
        let (failures, differing) = compare::requests("x", &rust, &exchanges, &headers());
        (failures.into_iter().map(|it| it.what).collect::<Vec<_>>(), differing.into_iter().collect::<Vec<_>>())
    };
    let header = |name: &'static str, value: &'static str| {
        move |it: &mut Exchange| {
            let headers = &mut it.arrived[0].headers;
            headers.retain(|(known, _)| known != name);
            headers.push((name.to_owned(), value.to_owned()));
        }
    };
    let reported = |what: &str| (vec![what.to_owned()], vec![]);
    assert_eq!(compare(&|_| ()), (vec![], vec![]));
    assert_eq!(compare(&|it| it.arrived[0].method = "PUT".into()), reported("method"));
    assert_eq!(compare(&|it| it.arrived[0].target += "?x"), reported("path"));
    assert_eq!(compare(&|it| it.arrived[0].body = "{}".into()), reported("body"));
    assert_eq!(compare(&|it| it.arrived[0].body = it.arrived[0].body.replace(':', " : ")), (vec![], vec![]));
    assert_eq!(compare(&|it| it.arrived[0].body = turned(&it.arrived[0].body)), (vec![], vec![]));
    assert_eq!(compare(&header("authorization", "Basic x")), reported("header authorization"));
    let twice =
        |it: &mut Exchange| it.arrived[0].headers.push(("Authorization".into(), "Bearer conformance-token".into()));
    assert_eq!(compare(&twice), reported("header authorization"));
    assert_eq!(compare(&header("content-type", "text/plain")), reported("header content-type"));
    assert_eq!(compare(&header("api-version", "1")), reported("header api-version"));
    assert_eq!(compare(&header("user-agent", "x")), (vec![], vec!["user-agent".to_owned()]));
    assert_eq!(compare(&|it| it.arrived.clear()), reported("the number of requests"));
    assert_eq!(compare(&|it| it.arrived.extend(it.arrived.clone())), reported("the number of requests"));
    assert_eq!(compare(&|it| it.call.body = Some(Value::Null)), reported("the request"));
    for status in [None, Some(302), Some(400)] {
        let refused = Received {
            status,
            type_name: "E".into(),
            value: Value::Null,
            text: None,
            headers: BTreeMap::new(),
            raised: false,
        };
        let reported = reported("the answer of the simulator, which checks the request");
        assert_eq!(compare(&|it| it.reply = Reply::Received(refused.clone())), reported, "{status:?}");
    }
    assert_eq!(compare(&|it| it.reply = Reply::Failure { failure: "no call".into() }), reported("the driver"));
}

/// An object with its members the other way round, and one in it.
fn turned(body: &str) -> String {
    let Value::Object(members) = serde_json::from_str(body).unwrap() else { panic!("{body}") };
    Value::Object(members.into_iter().rev().collect()).to_string()
}
