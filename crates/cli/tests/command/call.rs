//! Operations: what is sent, what is printed, and the exit codes.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

use defender_actions_simulator::{Fault, Simulator};
use serde_json::Value;

use crate::program::{Run, SECRET, TOKEN, example_call, program, run};
use test_support::contract;

/// A call of the first operation of the contract.
fn call(arguments_behind: &[&str]) -> Run {
    let contract = contract();
    run(program().args(example_call(&contract.operations()[0])).args(arguments_behind))
}

#[test]
fn the_action_goes_to_stdout_as_json() {
    let simulator = Simulator::start().unwrap();
    let run = call(&["--base-url", &simulator.url()]);
    let action: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, action["requestorComment"].as_str().unwrap()), (0, "Block file due to alert 32123"));
}

#[test]
fn an_empty_success_is_null_on_stdout_and_reported_on_stderr() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Answer { status: 200, headers: Vec::new(), body: Vec::new() });
    let run = call(&["--base-url", &simulator.url()]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "null\n"));
    let target = "blockFile 7327b54fd718525cbca07dacde913b5ac3c85673";
    assert_eq!(run.stderr, format!("{target}: accepted, 200 OK; the service returned no action\n"));
}

#[test]
fn a_refusal_is_3_and_reports_the_code_and_the_correlation_id() {
    let simulator = Simulator::start().unwrap();
    let body = br#"{"error": {"code": "Forbidden", "message": "No.", "target": "7f3a"}}"#.to_vec();
    simulator.fault(Fault::Answer { status: 403, headers: Vec::new(), body });
    let run = call(&["--base-url", &simulator.url()]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""));
    for part in
        ["403 Forbidden, code Forbidden", "message: No.", "correlation id: 7f3a", "action: not taken", "to do: "]
    {
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
}

#[test]
fn a_redirect_is_refused_and_not_followed() {
    let (simulator, elsewhere) = (Simulator::start().unwrap(), Simulator::start().unwrap());
    let headers = vec![("Location".to_owned(), elsewhere.url())];
    simulator.fault(Fault::Answer { status: 307, headers, body: Vec::new() });
    let run = call(&["--base-url", &simulator.url()]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("a redirect to"), "{}", run.stderr);
    assert!(elsewhere.journal().is_empty());
}

#[test]
fn no_connection_is_4() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = call(&["--base-url", &format!("http://{free}")]);
    assert_eq!((run.code, run.stdout.as_str()), (4, ""));
    assert!(run.stderr.contains("no connection") && run.stderr.contains("nothing was sent"), "{}", run.stderr);
}

#[test]
fn a_request_without_an_answer_is_5() {
    let simulator = Simulator::start().unwrap();
    let html = b"<html><title>502</title></html>".to_vec();
    let faults = [
        Fault::Disconnect,
        Fault::Answer { status: 502, headers: Vec::new(), body: html },
        Fault::Answer { status: 200, headers: Vec::new(), body: b"not JSON".to_vec() },
        Fault::Answer { status: 202, headers: Vec::new(), body: Vec::new() },
        Fault::Truncate { status: 201, headers: Vec::new(), body: b"{\"fileStatus\": ".to_vec(), missing: 9 },
    ];
    for fault in faults {
        let name = format!("{fault:?}");
        simulator.fault(fault);
        let run = call(&["--base-url", &simulator.url()]);
        assert_eq!((run.code, run.stdout.as_str()), (5, ""), "{name}: {}", run.stderr);
        assert!(run.stderr.contains("look at the action in the portal before you repeat it"), "{name}: {}", run.stderr);
    }
}

#[test]
fn a_success_that_does_not_decode_is_0_with_a_warning() {
    let simulator = Simulator::start().unwrap();
    for (body, stdout, warning) in [
        (
            r#"{"requestor": 5, "more": 1}"#,
            "{\n  \"requestor\": 5,\n  \"more\": 1\n}\n",
            "/requestor is 5: invalid type",
        ),
        (r#"{"requestor": "a", "requestor"#, "{\n  \"requestor\": \"a\"\n}\n", "EOF while parsing"),
        ("not JSON", "null\n", "expected ident"),
        ("\u{1b}[2J\u{202e}", "null\n", "expected value"),
    ] {
        simulator.fault(Fault::Answer { status: 201, headers: Vec::new(), body: body.as_bytes().to_vec() });
        let run = call(&["--base-url", &simulator.url()]);
        assert_eq!((run.code, run.stdout.as_str()), (0, stdout), "{}", run.stderr);
        assert!(run.stderr.contains("accepted, 201 Created") && run.stderr.contains(warning), "{}", run.stderr);
        assert!(run.stderr.contains("warning: ") && !run.stderr.contains(['\u{1b}', '\u{202e}']), "{}", run.stderr);
    }
}

#[test]
fn an_answer_that_never_ends_is_given_up_with_outcome_unknown() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n");
        let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
        while stream.write_all(chunk.as_bytes()).is_ok() {}
    });
    let run = call(&["--base-url", &url]);
    assert_eq!(run.code, 5, "{}", run.stderr);
    server.join().unwrap();
}

#[test]
fn bad_input_is_2_and_nothing_is_sent() {
    let simulator = Simulator::start().unwrap();
    let url = simulator.url();
    let sha1 = "7327b54fd718525cbca07dacde913b5ac3c85673";
    let cases: [(&[&str], &str); 9] = [
        (&["block-file", "--sha1", "xyz", "--comment", "c", "--base-url", &url], "--sha1"),
        (&["block-file", "--sha1", sha1, "--comment", "", "--base-url", &url], "--comment"),
        (&["block-file", "--sha1", sha1, "--base-url", &url], "--comment"),
        (&["unrestrict-code-execution", "--id", "../x", "--comment", "c", "--base-url", &url], "--id"),
        (&["block-file", "--sha1", sha1, "--json-body", "/no/such/file", "--base-url", &url], "/no/such/file"),
        (&["block-file", "--sha1", sha1, "--comment", "c", "--base-url", "http://example.com"], "plain http"),
        (&["block-file", "--sha1", sha1, "--comment", "c", "--token-file", "/no/such/file"], "/no/such/file"),
        (&["block-file", "--sha1", sha1, "--comment", "c", "--token", SECRET], "--token"),
        (&["contract", "view", "cobol"], "cobol"),
    ];
    for (arguments, named) in cases {
        let run = run(program().args(arguments));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(named), "{arguments:?}: {}", run.stderr);
    }
    assert!(simulator.journal().is_empty());
}

#[test]
fn the_token_comes_from_a_file_or_the_environment_and_is_never_shown() {
    let simulator = Simulator::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    fs::write(&file, "from-the-file\n").unwrap();
    call(&["--base-url", &simulator.url(), "--token-file", file.to_str().unwrap()]);
    call(&["--base-url", &simulator.url()]);
    let tokens: Vec<_> =
        simulator.journal().iter().map(|request| request.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(tokens, ["Bearer from-the-file".to_owned(), format!("Bearer {SECRET}")]);

    simulator.fault(Fault::Disconnect);
    let lost = call(&["--base-url", &simulator.url()]);
    let bad = run(program().env(TOKEN, format!("{SECRET}\u{7}")).args(["block-file", "--sha1"]).args([
        "7327b54fd718525cbca07dacde913b5ac3c85673",
        "--comment",
        "c",
    ]));
    for run in [lost, bad] {
        assert!(run.code != 0 && !run.stderr.contains(SECRET), "{}", run.stderr);
    }

    let without = run(program().env_remove(TOKEN).args(example_call(&contract().operations()[0])));
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains(TOKEN) && without.stderr.contains("--token-file"), "{}", without.stderr);
}

#[test]
fn a_proxy_does_not_see_what_goes_to_this_machine() {
    let (simulator, proxy) = (Simulator::start().unwrap(), Simulator::start().unwrap());
    let contract = contract();
    let mut command = program();
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        command.env(variable, proxy.url());
    }
    let call = command.env_remove("NO_PROXY").env_remove("no_proxy").args(["block-file"]);
    let run = run(call.args(&example_call(&contract.operations()[0])[1..]).args(["--base-url", &simulator.url()]));
    assert_eq!((run.code, simulator.journal().len(), proxy.journal().len()), (0, 1, 0), "{}", run.stderr);
}
