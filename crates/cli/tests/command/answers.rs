//! `docs/answers.md`: every answer, and what a call makes of it. The table is made here.

use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::{fs, thread};

use defender_actions::{Client, Error, Outcome};
use defender_actions_cli::Invocation;
use defender_actions_simulator::{Fault, Simulator};
use openapi::Operation;
use serde_json::{Value, json};
use test_support::{assert_document, contract, examples, project};

use crate::program::{SECRET, example_call, program, run};

const FILE: &str = "docs/answers.md";
const HEAD: &str = "\
# Answers

What a call makes of each answer: what is known of the action, the exit code of the command, what it prints on stdout, and
how stderr begins, behind the name of the call. A body that is cut ends before its announced length. \"Not taken\" and
\"accepted\" are said only where the answer proves it; all else is unknown. A test makes these tables,
`crates/cli/tests/command/answers.rs`; with `INSTA_UPDATE=always` it writes them anew.

An answer that is read has at most 1 MiB, packed and unpacked, unless `ClientBuilder::response_limit` says otherwise. gzip,
deflate and br are unpacked whether they were asked for or not, a byte order mark is left out, and of a property that comes
twice the last counts. A property that is not of the contract's type is left out of the decoded action and kept beside it
(`ResponseValue::deviations`), because the others say which action was accepted.
";

const STATUSES: [u16; 22] =
    [200, 201, 202, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 407, 408, 425, 429, 499, 500, 502, 503, 504];

#[derive(Clone, Copy)]
enum End {
    Whole,
    Cut,
}

/// The bodies by their names.
fn bodies(operation: &Operation) -> Vec<(&'static str, Vec<u8>)> {
    let examples = examples(&contract()).into_iter();
    let successes = examples.filter(|it| it.operation == operation.name() && it.part == "201");
    // By its name, so that the table does not follow the order of the contract.
    let action = successes.min_by(|a, b| a.name.cmp(&b.name)).unwrap().value;
    let mut odd = action.clone();
    let property = odd.as_object().unwrap().iter().find(|(name, value)| !name.starts_with('@') && value.is_string());
    let property = property.unwrap().0.clone();
    odd[property] = json!([5]);
    let texts = [
        ("an action", action.to_string()),
        ("an action with an odd property", odd.to_string()),
        ("`{}`", "{}".to_owned()),
        ("an error object", json!({"error": {"code": "Forbidden", "message": "No."}}).to_string()),
        ("another object", json!({"statusCode": 429, "message": "Later."}).to_string()),
        ("a list", "[]".to_owned()),
        ("a page", "<html><title>Sign in</title></html>".to_owned()),
        ("text", "Accepted".to_owned()),
        ("nothing", String::new()),
    ];
    texts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect()
}

fn fault(status: u16, body: &[u8], end: End) -> Fault {
    match end {
        End::Whole => Fault::Answer { status, headers: Vec::new(), body: body.to_vec() },
        // More than half of a body, so that what a text says comes before its end.
        End::Cut => {
            let missing = body.len() / 3 + 1;
            let body = body[..body.len().saturating_sub(missing)].to_vec();
            Fault::Truncate { status, headers: Vec::new(), body, missing }
        }
    }
}

/// Answers that a call treats alike.
#[derive(Clone, PartialEq)]
struct Row {
    statuses: Vec<u16>,
    /// The bodies, each whole and cut.
    bodies: Vec<(&'static str, [bool; 2])>,
    action: &'static str,
    /// What is known beside the action: what happened, whether there is a code, and whether there is JSON.
    facts: (&'static str, bool, bool),
    cells: String,
}

impl Row {
    fn bodies(&self, all: usize) -> String {
        if self.bodies.len() == all && self.bodies.iter().all(|(_, ends)| *ends == [true, true]) {
            return "any".to_owned();
        }
        let names = self.bodies.iter().map(|(name, ends)| match ends {
            [true, true] => (*name).to_owned(),
            [true, false] => format!("{name}, whole"),
            _ => format!("{name}, cut"),
        });
        names.collect::<Vec<_>>().join("; ")
    }
}

fn action(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotSent | Outcome::Unreachable => "not sent",
        Outcome::Refused => "not taken",
        Outcome::Accepted => "accepted",
        _ => "unknown",
    }
}

/// What happened, without the place in the body.
fn what_happened(error: &Error) -> &'static str {
    let text = error.to_string();
    let reasons = ["the connection was lost", "is an error", "names no action", "does not match"];
    reasons.into_iter().find(|reason| text.contains(reason)).unwrap_or_default()
}

/// The rows of a status.
fn rows(operation: &Operation, status: u16) -> Vec<Row> {
    let simulator = Simulator::start().unwrap();
    let client = Client::builder().base_url(simulator.url()).bearer_token(SECRET).build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let call = invocation(operation);
    let mut rows: Vec<Row> = Vec::new();
    for (name, body) in bodies(operation) {
        for end in [End::Whole, End::Cut] {
            let fault = fault(status, &body, end);
            simulator.fault(fault.clone());
            let (action, facts) = match runtime.block_on(call.call(client.clone())) {
                Ok(answer) => ("accepted", ("", answer.warnings.is_empty(), !answer.json.is_null())),
                Err(error) => {
                    let error = error.downcast::<Error>().unwrap();
                    let has_json = error.outcome() == Outcome::Accepted && error.json().is_some();
                    (action(error.outcome()), (what_happened(&error), error.code().is_some(), has_json))
                }
            };
            let index = rows.iter().position(|row| row.action == action && row.facts == facts).unwrap_or_else(|| {
                simulator.fault(fault);
                let cells = cells(operation, action, &simulator.url(), &[]);
                // The rows of several statuses differ in nothing else.
                let phrase = status_text(status);
                let cells = cells.replace(&phrase, "STATUS");
                rows.push(Row { statuses: vec![status], bodies: Vec::new(), action, facts, cells });
                rows.len() - 1
            });
            let bodies = &mut rows[index].bodies;
            match bodies.last_mut().filter(|(known, _)| *known == name) {
                Some((_, ends)) => ends[end as usize] = true,
                None => {
                    let mut ends = [false; 2];
                    ends[end as usize] = true;
                    bodies.push((name, ends));
                }
            }
        }
    }
    rows
}

/// A status as messages show it.
fn status_text(status: u16) -> String {
    let phrase = reqwest::StatusCode::from_u16(status).unwrap().canonical_reason();
    phrase.map_or_else(|| status.to_string(), |phrase| format!("{status} {phrase}"))
}

fn invocation(operation: &Operation) -> Invocation {
    let parameters = operation.parameters();
    let parameters: Vec<(&str, Value)> =
        parameters.iter().map(|it| (it.name(), it.example().unwrap().to_json())).collect();
    let parameters = parameters.iter().map(|(name, value)| (*name, value));
    let body = fs::read(project(&format!("spec/examples/{}/request.documented.json", operation.name()))).unwrap();
    Invocation::new(operation.name(), parameters, serde_json::from_slice(&body).ok().as_ref()).unwrap()
}

/// A run of the command as cells of a row.
fn cells(operation: &Operation, action: &str, base_url: &str, more: &[&str]) -> String {
    let run = run(program().args(example_call(operation)).args(["--base-url", base_url]).args(more));
    let stdout = match serde_json::from_str::<Value>(&run.stdout) {
        Ok(Value::Null) => "`null`",
        Ok(_) => "the JSON",
        Err(_) if run.stdout.is_empty() => "nothing",
        Err(error) => panic!("{error}: {}", run.stdout),
    };
    let code = match action {
        "not sent" => 4,
        "accepted" => 0,
        "not taken" => 3,
        _ => 5,
    };
    assert_eq!(run.code, code, "{action}: {}", run.stderr);
    let lines: Vec<_> = run.stderr.lines().take(2).collect();
    let first = lines[0].trim_start_matches("error: ").split_once(": ").unwrap().1;
    let warning = lines.get(1).filter(|line| line.starts_with("warning: ")).map(|line| format!("; {line}"));
    // The URL and the place of a problem differ from run to run.
    let line = format!("{first}{}", warning.unwrap_or_default());
    let line = line.split(" for url").next().unwrap().split(": error ").next().unwrap();
    let line = line.split(" is [").next().unwrap().split(" at line").next().unwrap();
    format!("{action} | {code} | {stdout} | {} |", line.replace('|', "\\|"))
}

fn of_operation(operation: &Operation) -> String {
    let mut merged: Vec<Row> = Vec::new();
    for row in STATUSES.into_iter().flat_map(|status| rows(operation, status)) {
        let alike = |other: &&mut Row| other.cells == row.cells && other.bodies == row.bodies;
        match merged.iter_mut().find(alike) {
            Some(other) => other.statuses.extend(&row.statuses),
            None => merged.push(row),
        }
    }
    let mut table =
        String::from("\n| status | body | action | exit code | stdout | stderr |\n|---|---|---|---|---|---|\n");
    let all = bodies(operation).len();
    for row in merged {
        let statuses: Vec<_> = row.statuses.iter().map(u16::to_string).collect();
        writeln!(table, "| {} | {} | {}", statuses.join(", "), row.bodies(all), row.cells).unwrap();
    }
    table
}

/// Accepts one connection, reads what comes first, and answers.
fn server(answer: impl FnOnce(TcpStream) + Send + 'static) -> (String, thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let thread = thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let _ = connection.read(&mut [0; 10_000]);
        answer(connection);
    });
    (address, thread)
}

/// Reads until the other side ends the connection.
fn stay_silent(mut connection: TcpStream) {
    while connection.read(&mut [0; 100]).is_ok_and(|length| length > 0) {}
}

fn without_answer(operation: &Operation) -> String {
    let mut table = String::from("\n| what happens | action | exit code | stdout | stderr |\n|---|---|---|---|---|\n");
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let refused = cells(operation, "not sent", &format!("http://{free}"), &[]);
    writeln!(table, "| the connection is refused | {refused}").unwrap();
    let endless = |bytes: &'static [u8]| move |mut connection: TcpStream| while connection.write_all(bytes).is_ok() {};
    let start = |bytes: &'static [u8]| {
        move |mut connection: TcpStream| {
            connection.write_all(bytes).unwrap();
            stay_silent(connection);
        }
    };
    type Answer = Box<dyn FnOnce(TcpStream) + Send>;
    let cases: [(&str, &str, &str, Answer); 8] = [
        ("TLS is not answered within the time", "https", "not sent", Box::new(stay_silent)),
        (
            "TLS is answered by something else",
            "https",
            "not sent",
            Box::new(endless(b"HTTP/1.1 400 Bad Request\r\n\r\n")),
        ),
        ("the connection ends without an answer", "http", "unknown", Box::new(drop)),
        ("what is answered is not HTTP", "http", "unknown", Box::new(start(b"SSH-2.0-x\r\n"))),
        ("there is no answer within the time", "http", "unknown", Box::new(stay_silent)),
        ("1xx without end", "http", "unknown", Box::new(endless(b"HTTP/1.1 103 Early Hints\r\n\r\n"))),
        (
            "a 201 whose body does not end within the time",
            "http",
            "accepted",
            Box::new(start(b"HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n{\"id\": \"a\", ")),
        ),
        (
            "a 201 whose body does not begin within the time",
            "http",
            "unknown",
            Box::new(start(b"HTTP/1.1 201 Created\r\nContent-Length: 99\r\n\r\n")),
        ),
    ];
    for (name, scheme, known, answer) in cases {
        let (address, thread) = server(answer);
        let url = format!("{scheme}://{}", address.replace("127.0.0.1", "localhost"));
        writeln!(table, "| {name} | {}", cells(operation, known, &url, &["--timeout", "1"])).unwrap();
        thread.join().unwrap();
    }
    table
}

#[test]
fn the_table_of_answers_is_that_of_the_docs() {
    let contract = contract();
    let operations = contract.operations();
    let of = |is_empty| operations.iter().find(|it| it.success_without_body().is_some() == is_empty).unwrap();
    let (without_action, with_action) = (of(true), of(false));
    let text = format!(
        "{HEAD}\n## An operation that answers with an action\n{}\n## An operation that may answer with nothing\n{}\n\
         ## No answer\n{}",
        of_operation(with_action),
        of_operation(without_action),
        without_answer(with_action)
    );
    assert_document(FILE, &text);
}
