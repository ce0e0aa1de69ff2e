//! Where a call goes: the environment, the base URL, the variable, the proxy.

use defender_actions_simulator::Simulator;

use crate::program::{Run, TOKEN, example_call, program, run};
use test_support::contract;

const BASE_URL: &str = "DEFENDER_ACTIONS_BASE_URL";

/// The request of a dry run with these variables.
fn dry_run(variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let contract = contract();
    let mut command = program();
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    command.envs(variables.iter().copied()).args(example_call(&contract.operations()[0]));
    run(command.arg("--dry-run").args(arguments))
}

#[test]
fn an_argument_counts_more_than_the_variable() {
    let variable = [(BASE_URL, "http://127.0.0.1:1/variable")];
    for (variables, arguments, url) in [
        (&variable[..], &[][..], "http://127.0.0.1:1/variable/"),
        (&variable, &["--base-url", "http://127.0.0.1:1/argument"], "http://127.0.0.1:1/argument/"),
        (&variable, &["--environment", "production"], "https://api.security.microsoft.com/api/"),
        (&[(BASE_URL, "")], &[], "https://api.security.microsoft.com/api/"),
    ] {
        let run = dry_run(variables, arguments);
        assert!(run.stdout.starts_with(&format!("POST {url}")), "{arguments:?}: {run:?}");
        let is_mentioned =
            run.stderr.contains(&format!("goes to http://127.0.0.1:1/variable: the variable {BASE_URL}"));
        assert_eq!(is_mentioned, url.ends_with("/variable/"), "{arguments:?}: {run:?}");
    }
}

#[test]
fn a_base_url_that_is_none_says_what_is_missing() {
    let argument = dry_run(&[], &["--base-url", "localhost:8439"]);
    assert_eq!(argument.code, 2);
    assert!(argument.stderr.contains("the base URL has no scheme: write `http://` before it"), "{}", argument.stderr);
    let variable = dry_run(&[(BASE_URL, "localhost:8439")], &[]);
    assert_eq!(variable.code, 2);
    assert!(variable.stderr.contains(&format!("the variable {BASE_URL}: the base URL has no scheme")), "{variable:?}");
}

#[test]
fn a_proxy_that_is_none_is_an_error_if_it_would_be_asked() {
    let bad = "not s3cr3t";
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        let run = dry_run(&[(name, bad)], &[]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains(&format!("the variable {name} is not the URL of a proxy")), "{}", run.stderr);
        assert!(!run.stderr.contains(bad), "{}", run.stderr);
        assert_eq!(dry_run(&[(name, bad), ("NO_PROXY", "*")], &[]).code, 0);
        assert_eq!(dry_run(&[(name, bad)], &["--base-url", "http://127.0.0.1:1"]).code, 0);
    }
    assert_eq!(dry_run(&[("HTTP_PROXY", bad), ("http_proxy", bad)], &[]).code, 0);
    let proxy = dry_run(&[("https_proxy", "http://u:s3cr3t@proxy.example.com:8080")], &[]);
    assert!(proxy.stderr.contains("through the proxy proxy.example.com:8080, which https_proxy names"), "{proxy:?}");
}

#[test]
fn a_preference_reaches_the_simulator_and_nobody_else() {
    let simulator = Simulator::start().unwrap();
    let contract = contract();
    let call = example_call(&contract.operations()[0]);
    let preferred = run(program().args(&call).args(["--base-url", &simulator.url(), "--prefer", "code=429"]));
    assert_eq!(preferred.code, 3);
    assert!(preferred.stderr.contains("429 Too Many Requests"), "{}", preferred.stderr);
    for (arguments, reason) in [
        (&["--prefer", "code=429"][..], "--prefer is for a simulator"),
        (&["--prefer", "code=429", "--base-url", "https://example.com"], "--prefer is for a simulator"),
        (&["--prefer", "a\nb", "--base-url", "http://127.0.0.1:1"], "no header may have"),
    ] {
        let run = dry_run(&[], arguments);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(reason), "{}", run.stderr);
    }
}

/// Who copies a line of the demo has a simulator, or an error; never the service.
#[test]
fn what_the_demo_prints_can_be_copied() {
    let demo = run(program().arg("demo"));
    let lines: Vec<_> = demo.stdout.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
    assert_eq!(lines[..2], ["defender-actions simulate", &format!("export {TOKEN}=demo-token")]);
    assert_eq!(lines.len(), 2 + contract().operations().len());
    for line in &lines[2..] {
        assert!(line.ends_with(" --base-url http://127.0.0.1:8439"), "{line}");
    }
    let address = run(program().args(["simulate", "--help"]));
    assert!(address.stdout.contains("[default: 127.0.0.1:8439]"), "{}", address.stdout);
}
