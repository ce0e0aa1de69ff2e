//! A call whose end is not seen: a signal stops it, or stdout does not take its response.

use std::fs::File;
use std::io::Read;
use std::net::TcpListener;
use std::process::{Command, Stdio};

use defender_actions_simulator::Simulator;
use serde_json::Value;

use crate::program::{example_call, program};
use test_support::contract;

#[cfg(unix)]
#[test]
fn a_signal_during_a_call_leaves_the_outcome_unknown() {
    for signal in ["INT", "TERM"] {
        let (code, stderr, outcome) = stopped_by(signal, "http");
        assert_eq!((code, outcome), (Some(5), "unknown".into()), "{stderr}");
        for part in [&format!("stopped by SIG{signal}"), "unknown, it may have been taken", "before you repeat it"] {
            assert!(stderr.contains(part), "{stderr}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_signal_before_the_connection_is_made_says_that_nothing_was_sent() {
    for signal in ["INT", "TERM"] {
        // The handshake of TLS is not answered.
        let (code, stderr, outcome) = stopped_by(signal, "https");
        assert_eq!((code, outcome), (Some(4), "unreachable".into()), "{stderr}");
        for part in [&format!("stopped by SIG{signal} before the request was sent"), "not taken, nothing was sent"] {
            assert!(stderr.contains(part), "{stderr}");
        }
    }
}

/// Exit code, stderr and outcome of a call to a server that never answers; the signal is sent after its first bytes.
#[cfg(unix)]
fn stopped_by(signal: &str, scheme: &str) -> (Option<i32>, String, Value) {
    let contract = contract();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("{scheme}://{}", listener.local_addr().unwrap());
    let mut command = program();
    command.args(example_call(&contract.operations()[0])).args(["--output", "json", "--base-url", &url]);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut stream, _) = listener.accept().unwrap();
    assert!(stream.read(&mut [0; 64]).unwrap() > 0, "the call is under way");
    assert!(Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let mut failed: Value = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap(), failed["outcome"].take())
}

#[cfg(target_os = "linux")]
#[test]
fn a_response_that_stdout_does_not_take_is_on_stderr() {
    let simulator = Simulator::start().unwrap();
    let contract = contract();
    for operation in contract.operations() {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut command = program();
        command.args(example_call(operation)).args(["--output", "json", "--base-url", &simulator.url()]);
        let output = command.stdin(Stdio::null()).stdout(full).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(6), "{stderr}");
        let lines: Vec<_> = stderr.lines().collect();
        assert!(lines[0].ends_with(": accepted, 201 Created"), "{stderr}");
        let action: Value = serde_json::from_str(lines[1]).unwrap();
        assert!(action.is_object() && stderr.contains("No space left") && stderr.contains("accepted; "), "{stderr}");
    }
}
