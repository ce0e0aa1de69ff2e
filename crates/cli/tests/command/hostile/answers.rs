//! A service whose answers are hostile.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use super::clean::assert_clean;
use super::texts::{TEXTS, everything, quoted};
use crate::program::{example_call, program};
use test_support::contract;

/// Answers with a text in every place of an answer that has one.
fn answers() -> Vec<Vec<u8>> {
    let q = quoted(&everything());
    let raw = everything();
    let action = format!(
        r#"{{"id": {q}, "type": {q}, "status": {q}, "requestor": {q}, "requestorComment": {q}, "scope": {q},
        "machineId": {q}, "computerDnsName": {q}, "errorHResult": 1, "commands": [{{{q}: {q}}}], "sha1": {q},
        "fileIdentifier": {q}, "fileIdentifierType": {q}, "fileStatus": {q}, {q}: {{{q}: {q}}}}}"#
    );
    let error = format!(r#"{{"error": {{"code": {q}, "message": {q}, "target": {q}, {q}: {q}}}}}"#);
    let bodies = [action, format!(r#"{{"creationDateTimeUtc": {q}}}"#), format!("{{{q}: 1, {q}: 2}}"), error, q, raw];
    let statuses = ["200 OK", "201 Created", "202 \x1b[2J", "307 Moved", "403 No", "429 Slow", "500 Bad"];
    let location: String = TEXTS[3..].concat();
    let mut answers = Vec::new();
    for status in statuses {
        for (body, media) in bodies.iter().zip(["application/json", "text/html"].into_iter().cycle()) {
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: {media}\r\nLocation: http://{location}\r\nRetry-After: {location}\
                     \r\nWWW-Authenticate: Bearer error={location}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            answers.push([head.as_bytes(), body.as_bytes()].concat());
        }
    }
    answers.push(everything().into_bytes());
    answers.push(format!("HTTP/1.1 {}\r\n\r\n", TEXTS[0]).into_bytes());
    answers
}

/// Reads a request to its end.
fn read(stream: &TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    for line in reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
}

#[test]
fn no_answer_reaches_the_output_raw() {
    let contract = contract();
    thread::scope(|scope| {
        for operation in contract.operations() {
            let call = example_call(operation);
            scope.spawn(move || {
                let listener = TcpListener::bind("127.0.0.1:0").unwrap();
                let url = format!("http://{}", listener.local_addr().unwrap());
                let forms: [&[&str]; 3] = [&[], &["-vvv", "--log-bodies"], &["--log-format", "json", "--log-bodies"]];
                let answers = answers();
                for (answer, form) in answers.iter().flat_map(|answer| forms.map(|form| (answer, form))) {
                    thread::scope(|scope| {
                        scope.spawn(|| {
                            let (mut stream, _) = listener.accept().unwrap();
                            read(&stream);
                            // A client that refuses the head does not read the rest.
                            let _ = stream.write_all(answer);
                        });
                        let mut program = program();
                        program.args(&call).args(["--output", "json", "--base-url", &url]).args(form);
                        let output = program.output().unwrap();
                        assert_clean(&output, None, &format!("{call:?} {form:?}: {}", String::from_utf8_lossy(answer)));
                    });
                }
            });
        }
    });
}
