//! The client written by hand, with which the benchmarks compare the library, does what the library does: the same bytes
//! on the wire, and the same results and errors from each response.

#![allow(deprecated, reason = "blocking and unblocking are deprecated, and still served")]

use std::collections::BTreeSet;

use defender_actions::types::ErrorCode;
use defender_actions::{Client, Error, ResponseValue};
use defender_actions_simulator::{Fault, Simulator};
use http::HeaderMap;
use openapi::Pointer;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use test_support::{contract, examples};

const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const MACHINE: &str = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07";
const TOKEN: &str = "eyJ0";

/// The operations that the client by hand has.
#[derive(Clone, Copy, Debug)]
enum Operation {
    BlockFile,
    UnblockFile,
    StopAndQuarantineFile,
    UnrestrictCodeExecution,
}

use Operation::{BlockFile, StopAndQuarantineFile, UnblockFile, UnrestrictCodeExecution};

const OPERATIONS: [Operation; 4] = [BlockFile, UnblockFile, StopAndQuarantineFile, UnrestrictCodeExecution];

/// The parameters of a call; an operation takes those that it has.
#[derive(Clone, Copy, Debug)]
struct Parameters<'a> {
    sha1: &'a str,
    machine: &'a str,
    comment: &'a str,
}

const VALID: Parameters = Parameters { sha1: SHA1, machine: MACHINE, comment: "Alert 32123" };

/// Both clients, with a simulator that they call.
struct Clients {
    simulator: Simulator,
    library: Client,
    by_hand: hand_written::Client,
}

impl Clients {
    fn new() -> Self {
        let simulator = Simulator::start().unwrap();
        let url = simulator.url() + "/api/";
        // The client by hand has a name of its own.
        let library = Client::builder().base_url(&url).bearer_token(TOKEN).user_agent("hand-written").build().unwrap();
        Self { library, by_hand: hand_written::Client::new(&url, TOKEN).unwrap(), simulator }
    }

    async fn library(&self, operation: Operation, parameters: Parameters<'_>) -> Value {
        let Parameters { sha1, machine, comment } = parameters;
        let client = &self.library;
        match operation {
            BlockFile => of_library(client.block_file().sha1(sha1).body_map(|body| body.comment(comment)).send().await),
            UnblockFile => {
                of_library(client.unblock_file().sha1(sha1).body_map(|body| body.comment(comment)).send().await)
            }
            StopAndQuarantineFile => {
                let call = client.stop_and_quarantine_file().id(machine);
                of_library(call.body_map(|body| body.comment(comment).sha1(sha1)).send().await)
            }
            UnrestrictCodeExecution => {
                let call = client.unrestrict_code_execution().id(machine);
                of_library(call.body_map(|body| body.comment(comment)).send().await)
            }
        }
    }

    async fn by_hand(&self, operation: Operation, parameters: Parameters<'_>) -> Value {
        let Parameters { sha1, machine, comment } = parameters;
        let client = &self.by_hand;
        match operation {
            BlockFile => of_hand_written(client.block_file(sha1, comment).await),
            UnblockFile => of_hand_written(client.unblock_file(sha1, comment).await),
            StopAndQuarantineFile => of_hand_written(client.stop_and_quarantine_file(machine, sha1, comment).await),
            UnrestrictCodeExecution => of_hand_written(client.unrestrict_code_execution(machine, comment).await),
        }
    }

    /// Makes the call with both, and compares. Returns what both report, and the requests that each has sent.
    async fn compare(&self, operation: Operation, parameters: Parameters<'_>, fault: Fault) -> (Value, Vec<String>) {
        let case = format!("{operation:?} {parameters:?} {fault:?}");
        let start = self.requests().len();
        self.simulator.fault(fault.clone());
        let library = self.library(operation, parameters).await;
        self.simulator.clear_faults();
        let middle = self.requests().len();
        self.simulator.fault(fault);
        let by_hand = self.by_hand(operation, parameters).await;
        self.simulator.clear_faults();
        let requests = self.requests();
        assert_eq!(by_hand, library, "{case}");
        assert_eq!(requests[middle..], requests[start..middle], "{case}");
        (library, requests[middle..].to_vec())
    }

    /// The bytes of each request that has arrived.
    fn requests(&self) -> Vec<String> {
        self.simulator.journal().iter().map(|request| String::from_utf8(request.bytes().to_vec()).unwrap()).collect()
    }
}

/// What the library reports of a call.
fn of_library<T: Serialize>(result: Result<ResponseValue<T>, Error>) -> Value {
    match result {
        Ok(reply) => {
            let headers = headers(reply.headers());
            json!({ "status": reply.status().as_u16(), "headers": headers, "body": *reply })
        }
        Err(error) => json!({
            "status": error.status().map(|status| status.as_u16()),
            "code": error.code().map(|code| format!("{code:?}")),
            "body": error.error_response(),
            "retryAfter": error.retry_after().map(|wait| wait.as_secs()),
            "isRetryable": error.is_retryable(),
            "outcome": format!("{:?}", error.outcome()),
        }),
    }
}

/// What the client by hand reports of a call.
fn of_hand_written<T: Serialize>(result: Result<hand_written::Reply<T>, hand_written::Error>) -> Value {
    match result {
        Ok(reply) => {
            json!({ "status": reply.status.as_u16(), "headers": headers(&reply.headers), "body": reply.body })
        }
        Err(error) => json!({
            "status": error.status().map(|status| status.as_u16()),
            "code": error.code().map(|code| format!("{code:?}")).filter(|code| code != "Other(\"\")"),
            "body": error.error_response(),
            "retryAfter": error.retry_after().map(|wait| wait.as_secs()),
            "isRetryable": error.is_retryable(),
            "outcome": format!("{:?}", error.outcome()),
        }),
    }
}

fn headers(headers: &HeaderMap) -> Vec<(&str, &str)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
        .filter(|(name, _)| *name != "date")
        .collect()
}

fn reply(status: u16, body: impl Into<Vec<u8>>) -> Fault {
    Fault::Answer { status, headers: Vec::new(), body: body.into() }
}

/// The documented successes of all operations: each may be sent to any of them.
fn documented_successes() -> Vec<Value> {
    let successes = examples(&contract()).into_iter().filter(|example| example.part.starts_with('2'));
    successes.map(|example| example.value).collect()
}

/// What remains of a success after the client by hand has read and written it.
fn rewritten(operation: Operation, body: &Value) -> Value {
    fn rewrite<T: Serialize + DeserializeOwned>(body: &Value) -> Value {
        serde_json::to_value(T::deserialize(body).unwrap()).unwrap()
    }
    match operation {
        BlockFile | UnblockFile => rewrite::<hand_written::FileAction>(body),
        StopAndQuarantineFile => rewrite::<hand_written::FileMachineAction>(body),
        UnrestrictCodeExecution => rewrite::<hand_written::MachineAction>(body),
    }
}

/// Removes the properties that the client by hand does not know, so that the contract may gain some without it.
fn remove_unknown(operation: Operation, body: &mut Value, pointer: &Pointer) {
    let at = pointer.to_string();
    let keys: Vec<String> = match body.pointer(&at).unwrap() {
        Value::Object(object) => object.keys().cloned().collect(),
        Value::Array(items) => {
            (0..items.len()).for_each(|index| remove_unknown(operation, body, &pointer.index(index)));
            return;
        }
        _ => return,
    };
    for key in keys {
        let member = pointer.child(&key);
        let mut probe = body.clone();
        *probe.pointer_mut(&member.to_string()).unwrap() = Value::Null;
        // A null is kept only where it is not known that a property has a type.
        match rewritten(operation, &probe).pointer(&member.to_string()) {
            Some(_) => drop(body.pointer_mut(&at).unwrap().as_object_mut().unwrap().remove(&key)),
            None => remove_unknown(operation, body, &member),
        }
    }
}

#[tokio::test]
async fn both_send_the_same_bytes() {
    let clients = Clients::new();
    for operation in OPERATIONS {
        for comment in ["Alert 32123", "\"\\\r\n\t\u{0}\u{7f}é€𐍈\u{202e}", " ", &"x".repeat(5000)] {
            let parameters = Parameters { comment, ..VALID };
            let (result, requests) = clients.compare(operation, parameters, reply(201, "{}")).await;
            assert_eq!((&result["status"], requests.len()), (&json!(201), 1), "{operation:?}");
        }
    }
    for (sha1, machine) in [
        (SHA1.to_uppercase(), MACHINE[..32].to_owned()),
        ("0".repeat(40), "6F9619FF-8b86-d011-b42d-00c04fc964ff".to_owned()),
    ] {
        for operation in OPERATIONS {
            let parameters = Parameters { sha1: &sha1, machine: &machine, ..VALID };
            assert_eq!(clients.compare(operation, parameters, reply(201, "{}")).await.1.len(), 1);
        }
    }
}

#[tokio::test]
async fn both_refuse_the_same_parameters() {
    let clients = Clients::new();
    let wrong = |text: &str| {
        ["", " ", "..", "%2e", "a/b", &text[1..], &format!("{text}0"), &format!("{text}\n"), &text.replace('7', "g")]
            .map(str::to_owned)
    };
    let hashes = wrong(SHA1).map(|sha1| (sha1, MACHINE.to_owned(), "c"));
    let machines = wrong(MACHINE).into_iter().chain(wrong("6f9619ff-8b86-d011-b42d-00c04fc964f7"));
    let machines = machines.map(|machine| (SHA1.to_owned(), machine, "c"));
    for (sha1, machine, comment) in
        hashes.into_iter().chain(machines).chain([(SHA1.to_owned(), MACHINE.to_owned(), "")])
    {
        for operation in OPERATIONS {
            let parameters = Parameters { sha1: &sha1, machine: &machine, comment };
            let (result, requests) = clients.compare(operation, parameters, reply(201, "{}")).await;
            // An operation without the wrong parameter is called.
            assert_eq!(requests.is_empty(), result["outcome"] == "NotSent", "{operation:?} {parameters:?}");
        }
    }
    assert!(clients.compare(BlockFile, Parameters { comment: "", ..VALID }, reply(201, "{}")).await.1.is_empty());
}

#[tokio::test]
async fn both_read_the_same_from_a_success() {
    let values = [json!(null), json!("another"), json!(5), json!([]), json!({}), json!("2020-01-02T03:04:05.1234567Z")];
    let texts = ["", "\r\n", "null", " null ", "[]", "{}", "{", "5", "\u{feff}{}", "<html><body>Sign in</body></html>"];
    for operation in OPERATIONS {
        let mut bodies = documented_successes();
        bodies.iter_mut().for_each(|body| remove_unknown(operation, body, &Pointer::root()));
        let properties: BTreeSet<_> =
            bodies.iter().flat_map(|body| body.as_object().unwrap().keys()).cloned().collect();
        assert!(properties.len() > 5, "{operation:?} {properties:?}");
        let documented = bodies.len();
        for property in properties {
            bodies.extend(values.each_ref().map(|value| json!({ &property: value, "unknown": { "a": [1, null] } })));
        }
        let bodies: Vec<_> = bodies.iter().map(Value::to_string).chain(texts.map(str::to_owned)).collect();
        let clients = Clients::new();
        let mut decoded = 0;
        for body in &bodies {
            let (result, _) = clients.compare(operation, VALID, reply(201, body.as_str())).await;
            decoded += usize::from(result["outcome"].is_null());
        }
        assert!((documented..bodies.len()).contains(&decoded), "{operation:?}: {decoded} of {}", bodies.len());
        for status in [200, 202, 204, 206, 301, 307] {
            for body in ["", "\n", "null", "{}", "{\"id\": \"a\"}"] {
                clients.compare(operation, VALID, reply(status, body)).await;
            }
        }
    }
}

#[tokio::test]
async fn both_read_the_same_from_an_error() {
    let clients = Clients::new();
    let codes = ErrorCode::KNOWN.iter().map(ErrorCode::as_str).chain(["TenantAsleep", ""]);
    let objects = codes.map(|code| json!({ "error": { "code": code, "message": "m", "target": "7f" } }).to_string());
    let texts = [
        "",
        "null",
        "<html><body>Bad\nGateway</body></html>",
        "{\"error\": {}}",
        "{\"error\": \"invalid_token\", \"trace_id\": \"t\"}",
        "{\"code\": \"Forbidden\", \"message\": null, \"target\": \"t\"}",
        "{\"error\": {\"code\": \"NotFound\", \"message\": \"m\", \"innererror\": {\"a\": 1}}, \"extra\": 1}",
        "{\"error\": {\"code\": \"TooManyRequests\", \"target\": \"7f\", \"mess",
        "{\"error\": {\"code\": \"Busy",
        "\u{0}\u{1b}",
    ];
    for body in objects.chain(texts.map(str::to_owned)) {
        for status in [400, 401, 403, 404, 408, 418, 429, 500, 502, 503, 504, 599] {
            let (result, requests) = clients.compare(BlockFile, VALID, reply(status, body.as_str())).await;
            assert_eq!((&result["status"], requests.len()), (&json!(status), 1), "{body}");
        }
        clients.compare(UnrestrictCodeExecution, VALID, reply(400, body.as_str())).await;
    }
    for value in ["17", "0", "-1", "soon", "", "Sun, 06 Nov 1994 08:49:37 GMT"] {
        let headers = vec![("Retry-After".to_owned(), value.to_owned())];
        for status in [429, 503, 307, 202] {
            let fault = Fault::Answer { status, headers: headers.clone(), body: Vec::new() };
            clients.compare(StopAndQuarantineFile, VALID, fault).await;
        }
    }
}

#[tokio::test]
async fn both_survive_what_breaks_off_or_never_ends() {
    let clients = Clients::new();
    for operation in OPERATIONS {
        for status in [200, 201, 202, 307, 400, 503] {
            for body in ["", "{\"error\": {\"code\": \"Forbidden\", \"message\": \"N"] {
                let fault =
                    Fault::Truncate { status, headers: Vec::new(), body: body.as_bytes().to_vec(), missing: 20 };
                clients.compare(operation, VALID, fault).await;
            }
        }
        let (result, _) = clients.compare(operation, VALID, Fault::Disconnect).await;
        assert_eq!(result["outcome"], "Unknown");
        for status in [201, 500] {
            let large = format!("{{\"id\": \"{}\"}}", "x".repeat(2 * 1024 * 1024));
            clients.compare(operation, VALID, reply(status, large)).await;
        }
    }
    let Clients { simulator, library, by_hand } = Clients::new();
    drop(simulator);
    let body = |body: defender_actions::types::builder::BlockFileRequest| body.comment("c");
    let library = of_library(library.block_file().sha1(SHA1).body_map(body).send().await);
    assert_eq!(of_hand_written(by_hand.block_file(SHA1, "c").await), library);
    assert_eq!(library["outcome"], "Unreachable");
}

#[test]
fn both_send_a_token_over_https_or_to_a_loopback_address_only() {
    let library = |url: &str, token: &str| Client::builder().base_url(url).bearer_token(token).build().is_ok();
    let by_hand = |url: &str, token: &str| hand_written::Client::new(url, token).is_ok();
    for (url, is_taken) in [
        ("https://example.com", true),
        ("https://example.com/api/", true),
        ("http://127.0.0.1:1", true),
        ("http://[::1]:1", true),
        ("http://localhost:1", true),
        ("http://example.com", false),
        ("http://10.0.0.1", false),
        ("http://127.0.0.1.example.com", false),
        ("http://localhost.example.com", false),
        ("ftp://127.0.0.1", false),
        ("https://user@example.com", false),
        ("https://:password@example.com", false),
        ("https://example.com/?a=b", false),
        ("https://example.com/#a", false),
        ("example.com", false),
        ("", false),
    ] {
        assert_eq!((library(url, TOKEN), by_hand(url, TOKEN)), (is_taken, is_taken), "{url}");
    }
    for (token, is_taken) in [("a", true), (" a\n", true), ("", false), (" ", false), ("a b", false), ("a\u{7}", false)]
    {
        let url = "https://example.com";
        assert_eq!((library(url, token), by_hand(url, token)), (is_taken, is_taken), "{token:?}");
    }
}
