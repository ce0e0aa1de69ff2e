//! What the run tells when something is not as it should be, on exchanges that happened.
//!
//! The transcripts are of runs in which one fixup was left out of the view of a language, by whose name they are called, or
//! in which the contract was changed.

use std::collections::BTreeSet;
use std::fs;

use conformance::answers::Answers;
use conformance::compare::{self, Headers, LOST};
use conformance::driver::{Came, Reply};
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

/// What a run would tell of the answers of a transcript, whose name begins with its language.
fn told(name: &str) -> Vec<String> {
    let language = name.split('.').next().unwrap();
    let exchanges = transcript(name);
    let pinned = fs::read_to_string(project("snapshots/clients").join(language).join("answers.md")).unwrap();
    let pinned = Answers::parse(&pinned).unwrap();
    let failures = Answers::of(&exchanges).differences(&pinned, language);
    let recorded: BTreeSet<_> = exchanges.iter().map(Exchange::title).collect();
    failures.iter().filter(|it| recorded.contains(&it.scenario)).map(ToString::to_string).collect()
}

#[test]
fn a_lost_digit_is_told() {
    let sent = "2022-12-04T12:15:40.6052029Z";
    let came = "2022-12-04T12:15:40.605202+00:00";
    let loss = |property: &str| format!("{property}: `\"{sent}\"` came as `\"{came}\"`");
    assert_eq!(told("python.times_stay_as_they_came"), [
        format!(
            "python: unblockFile, times with seven digits: what the caller gets\n  expected: 201 `FileAction`: as sent\n  \
             came:     201 `FileAction`: **lost**: {}; {}",
            loss("creationDateTimeUtc"),
            loss("lastUpdateDateTimeUtc")
        ),
        "python: unblockFile, times without a fraction: what the caller gets\n  expected: 201 `FileAction`: as sent\n  \
         came:     201 `FileAction`: as sent, times in another spelling"
            .to_owned(),
    ]);
}

#[test]
fn a_lost_status_is_told() {
    assert_eq!(
        told("python.error_bodies_are_text"),
        [
            "python: blockFile, empty error 401: what the caller gets\n  expected: 401 `str`: as sent\n  \
         came:     no status `JSONDecodeError`: **lost**: the status 401 came as nothing",
            "python: blockFile, HTML error 502: what the caller gets\n  expected: 502 `str`: as sent\n  \
         came:     no status `JSONDecodeError`: **lost**: the status 502 came as nothing; the body came as nothing",
        ]
    );
}

#[test]
fn a_rounded_number_is_told() {
    let [told] = &told("go.untyped_values_are_raw_json")[..] else { panic!() };
    assert!(told.starts_with("go: unrestrictCodeExecution, unknown properties: what the caller gets\n"), "{told}");
    assert!(told.contains("addedLargeNumber: `9007199254740993` came as `9007199254740992`"), "{told}");
}

#[test]
fn a_lost_action_is_told() {
    assert_eq!(
        told("java.success_without_body_is_left_out"),
        [
            "java: blockFile, answer 201 documented: what the caller gets\n  expected: 201 `FileAction`: as sent, null as missing\n  \
         came:     201 `null`: **lost**: the body came as nothing",
        ]
    );
}

/// A property that the contract has come to require, and that the driver does not know.
#[test]
fn a_request_that_is_not_that_of_the_rust_client_is_told() {
    let exchanges = transcript("java.required_property_added");
    // The Rust client sends what it is told.
    let mut rust = exchanges.clone();
    rust[0].arrived[0].body = rust[0].call.body.as_ref().unwrap().to_string();
    let (failures, _) = compare::requests("java", &rust, &exchanges, &headers());
    let told: Vec<_> = failures.iter().map(ToString::to_string).collect();
    let comment = "\"Comment\":\"Unrestrict code execution since machine was cleaned and validated\"";
    assert_eq!(
        told,
        [format!(
            "java: unrestrictCodeExecution, answer 201 documented: body\n  expected: {{{comment},\"Reason\":\"Cleaned\"}}\n  \
         came:     {{{comment},\"Reason\":null}}"
        )]
    );
}

fn headers() -> Headers {
    Headers::read(&project("clients/headers.yaml")).unwrap()
}

/// The exchanges of the Rust client, all of them.
fn rust() -> Vec<Exchange> {
    let scenarios = scenario::scenarios(&contract(), &project("clients/scenarios.yaml"), &project("spec/examples"));
    let simulator = Simulator::start().unwrap();
    exchange::run(&mut RustClient::new(&simulator.url()).unwrap(), &simulator, &scenarios.unwrap()).exchanges
}

/// Nothing but the status of a success that the contract does not have.
#[test]
fn the_rust_client_loses_nothing() {
    let exchanges = rust();
    assert_eq!(compare::requests("rust", &exchanges, &exchanges, &headers()).0, []);
    let answers = Answers::of(&exchanges);
    assert_eq!(answers.len(), exchanges.len());
    let table = answers.table();
    let lost: Vec<_> = table.lines().filter(|row| row.contains(LOST) && !row.starts_with("| HTML success ")).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

/// Whatever of a request differs is told, and only what the table allows is let pass.
#[test]
fn every_part_of_a_request_is_compared() {
    let rust = rust();
    let tell = |change: &dyn Fn(&mut Exchange)| {
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
    let told = |what: &str| (vec![what.to_owned()], vec![]);
    assert_eq!(tell(&|_| ()), (vec![], vec![]));
    assert_eq!(tell(&|it| it.arrived[0].method = "PUT".into()), told("method"));
    assert_eq!(tell(&|it| it.arrived[0].target += "?x"), told("path"));
    assert_eq!(tell(&|it| it.arrived[0].body = "{}".into()), told("body"));
    assert_eq!(tell(&|it| it.arrived[0].body = it.arrived[0].body.replace(':', " : ")), (vec![], vec![]));
    assert_eq!(tell(&|it| it.arrived[0].body = turned(&it.arrived[0].body)), (vec![], vec![]));
    assert_eq!(tell(&header("authorization", "Basic x")), told("header authorization"));
    let twice =
        |it: &mut Exchange| it.arrived[0].headers.push(("Authorization".into(), "Bearer conformance-token".into()));
    assert_eq!(tell(&twice), told("header authorization"));
    assert_eq!(tell(&header("content-type", "text/plain")), told("header content-type"));
    assert_eq!(tell(&header("api-version", "1")), told("header api-version"));
    assert_eq!(tell(&header("user-agent", "x")), (vec![], vec!["user-agent".to_owned()]));
    assert_eq!(tell(&|it| it.arrived.clear()), told("the number of requests"));
    assert_eq!(tell(&|it| it.arrived.extend(it.arrived.clone())), told("the number of requests"));
    assert_eq!(tell(&|it| it.call.body = Some(Value::Null)), told("the request"));
    for status in [None, Some(302), Some(400)] {
        let refused = Reply { status, type_name: "E".into(), value: Value::Null, text: None };
        let told = told("the answer of the simulator, which checks the request");
        assert_eq!(tell(&|it| it.came = Came::Reply(refused.clone())), told, "{status:?}");
    }
    assert_eq!(tell(&|it| it.came = Came::Failure { failure: "no call".into() }), told("the driver"));
}

/// An object with its members the other way round, and one in it.
fn turned(body: &str) -> String {
    let Value::Object(members) = serde_json::from_str(body).unwrap() else { panic!("{body}") };
    Value::Object(members.into_iter().rev().collect()).to_string()
}
