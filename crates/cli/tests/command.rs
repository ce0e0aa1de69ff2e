//! The command as its user runs it: the process, its output and its exit codes.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};
use std::thread;

use codegen::views;
use defender_actions_simulator::{Fault, Simulator};
use openapi::{Contract, Operation};
use serde_json::Value;
use test_support::contract;

const TOKEN: &str = "DEFENDER_ACTIONS_TOKEN";
const SECRET: &str = "s3cr3t-t0ken";

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_defender-actions"));
    command.env(TOKEN, SECRET).env("COLUMNS", "100").stdin(Stdio::null());
    command
}

/// What a run printed, and its exit code.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) }
}

fn kebab(name: &str) -> String {
    name.chars()
        .flat_map(|letter| letter.is_uppercase().then_some('-').into_iter().chain(letter.to_lowercase()))
        .collect()
}

/// The arguments that call an operation with the contract's examples; the body comes from a file.
fn arguments(contract: &Contract, operation: &Operation) -> Vec<String> {
    let parameters = contract.parameters(operation).into_iter();
    let parameters = parameters.flat_map(|parameter| {
        [format!("--{}", kebab(text(&parameter["name"]))), text(&parameter["example"]).to_owned()]
    });
    let body = format!("{}/../../spec/examples/{}/request.documented.json", env!("CARGO_MANIFEST_DIR"), operation.id);
    [kebab(&operation.id)].into_iter().chain(parameters).chain(["--json-body".to_owned(), body]).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[test]
fn the_demo_shows_every_operation_and_an_error() {
    let run = run(command().arg("demo").env_remove(TOKEN));
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    for operation in contract().operations() {
        assert!(run.stdout.contains(&format!("$ defender-actions {} ", kebab(&operation.id))), "{}", run.stdout);
    }
    assert!(run.stdout.contains("the service refused: 403 Forbidden, code Forbidden"), "{}", run.stdout);
}

/// A call of the first operation of the contract.
fn call(arguments_behind: &[&str]) -> Run {
    let contract = contract();
    run(command().args(arguments(&contract, &contract.operations()[0])).args(arguments_behind))
}

#[test]
fn the_action_goes_to_stdout_as_json() {
    let simulator = Simulator::start().unwrap();
    let run = call(&["--base-url", &simulator.url()]);
    let action: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, text(&action["requestorComment"])), (0, "Block file due to alert 32123"));
}

#[test]
fn an_empty_success_is_null_on_stdout_and_told_on_stderr() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(Fault::Answer { status: 200, headers: Vec::new(), body: Vec::new() });
    let run = call(&["--base-url", &simulator.url()]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "null\n"));
    assert_eq!(run.stderr, "accepted: 200 OK; the service returned no action\n");
}

#[test]
fn a_refusal_is_3_and_tells_the_code_and_the_correlation_id() {
    let simulator = Simulator::start().unwrap();
    let body = br#"{"error": {"code": "Forbidden", "message": "No.", "target": "7f3a"}}"#.to_vec();
    simulator.fault(Fault::Answer { status: 403, headers: Vec::new(), body });
    let run = call(&["--base-url", &simulator.url()]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""));
    for told in
        ["403 Forbidden, code Forbidden", "message: No.", "correlation id: 7f3a", "action: not taken", "to do: "]
    {
        assert!(run.stderr.contains(told), "{}", run.stderr);
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
        Fault::Answer { status: 201, headers: Vec::new(), body: b"not JSON".to_vec() },
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
        let run = run(command().args(arguments));
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
    let bad = run(command().env(TOKEN, format!("{SECRET}\u{7}")).args(["block-file", "--sha1"]).args([
        "7327b54fd718525cbca07dacde913b5ac3c85673",
        "--comment",
        "c",
    ]));
    for run in [lost, bad] {
        assert!(run.code != 0 && !run.stderr.contains(SECRET), "{}", run.stderr);
    }

    let without = run(command().env_remove(TOKEN).args(arguments(&contract(), &contract().operations()[0])));
    assert_eq!(without.code, 2);
    assert!(without.stderr.contains(TOKEN) && without.stderr.contains("--token-file"), "{}", without.stderr);
}

#[test]
fn a_proxy_does_not_see_what_goes_to_this_machine() {
    let (simulator, proxy) = (Simulator::start().unwrap(), Simulator::start().unwrap());
    let contract = contract();
    let mut command = command();
    for variable in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        command.env(variable, proxy.url());
    }
    let call = command.env_remove("NO_PROXY").env_remove("no_proxy").args(["block-file"]);
    let run =
        run(call.args(&arguments(&contract, &contract.operations()[0])[1..]).args(["--base-url", &simulator.url()]));
    assert_eq!((run.code, simulator.journal().len(), proxy.journal().len()), (0, 1, 0), "{}", run.stderr);
}

#[test]
fn a_reader_that_is_gone_is_no_error() {
    for arguments in [&["contract", "json"][..], &["contract", "view", "rust"], &["--help"]] {
        let mut child = command().args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert!(child.wait().unwrap().success(), "{arguments:?}");
        assert_eq!(stderr, "");
    }
}

#[test]
fn every_view_is_listed_with_its_generator_and_its_fixups_and_printed() {
    let Run { code, stdout, stderr } = run(command().args(["contract", "view", "--list"]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    for view in views::VIEWS {
        let start = format!("{}: for {}\n  ", view.name, view.generator);
        let of_view = stdout.split_once(&start).unwrap_or_else(|| panic!("no {start} in {stdout}")).1;
        let first = view.fixups.first().map_or("the contract as it is", |fixup| fixup.name);
        assert!(of_view.starts_with(first), "{of_view}");
        let printed = run(command().args(["contract", "view", view.name])).stdout;
        let printed: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(printed == *contract().json(), view.fixups.is_empty(), "{}", view.name);
    }
}

#[test]
fn the_contract_is_printed_as_json_of_a_file_or_of_its_own() {
    let own = run(command().args(["contract", "json"]));
    assert_eq!((own.code, own.stdout), (0, contract().canonical_json()));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.yaml");
    fs::write(&file, "openapi: 3.0.3\ninfo:\n  title: t\n  vresion: 1\npaths: {}\n").unwrap();
    let broken = run(command().args(["contract", "json"]).arg(&file));
    assert_eq!((broken.code, broken.stdout.as_str()), (2, ""));
    let place = format!("{}:4:3: /info/vresion: OpenAPI 3.0 has no field `vresion` in Info", file.display());
    assert!(broken.stderr.contains(&place), "{}", broken.stderr);
}

#[cfg(unix)]
#[test]
fn the_simulator_tells_its_address_answers_and_stops_when_told() {
    let mut child = command()
        .args(["simulate", "--listen", "127.0.0.1:0", "--resource", "machine=fb9ab6be3965095a09c057be7c90f0a2"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut url = String::new();
    stdout.read_line(&mut url).unwrap();

    let call = |id: &str| {
        let arguments = ["unrestrict-code-execution", "--id", id, "--comment", "c", "--base-url", url.trim()];
        run(command().args(arguments))
    };
    assert_eq!(call("fb9ab6be3965095a09c057be7c90f0a2").code, 0);
    let unlisted = call("1e5bc9d7e413ddd7902c2932e418702b84d0cc07");
    assert_eq!(unlisted.code, 3);
    assert!(unlisted.stderr.contains("404 Not Found, code ResourceNotFound"), "{}", unlisted.stderr);

    let process = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &process]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(stderr.contains("stopped after 2 requests"), "{stderr}");
}

#[test]
fn an_address_in_use_is_told() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let run = run(command().args(["simulate", "--listen", &address]));
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains(&address), "{}", run.stderr);
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
