//! The hooks of pre-commit, the template for GitLab, and the driver of git.

use std::fs;
use std::path::Path;
use std::process::Command;

use openapi::Document;
use serde_json::{Value, json};
use test_support::project;

use super::runner::script;
use crate::program::{Run, program, run};
use crate::repository::{AFTER, BEFORE, Repository};

/// A repository whose working tree changes the contract at `api/openapi.yaml`.
fn repository(after: &str) -> Repository {
    let repository = Repository::new();
    repository.write("api/openapi.yaml", BEFORE);
    repository.commit();
    repository.git(&["checkout", "-q", "-b", "change"]);
    repository.write("api/openapi.yaml", after);
    repository
}

fn hook(repository: &Repository, arguments: &[&str]) -> Run {
    let mut hook = Command::new(project("integrations/pre-commit/run"));
    run(hook.args(arguments).current_dir(repository.path()).env("DEFENDER_ACTIONS", program().get_program()))
}

#[test]
fn the_hooks_check_and_review_the_files_that_they_are_given() {
    let (changed, same) = (repository(AFTER), repository(BEFORE));
    for (repository, arguments, code, expected) in [
        (&changed, &["diff", "api/openapi.yaml"][..], 1, "maxLength tightened"),
        (&same, &["diff", "api/openapi.yaml"], 0, "nothing changed"),
        (&changed, &["diff", "--base", "change", "api/openapi.yaml"], 1, "maxLength tightened"),
        (&changed, &["diff", "--fail-on=any", "--base", "main", "api/openapi.yaml"], 1, "maxLength tightened"),
        (&same, &["check", "api/openapi.yaml", "spec/openapi.yaml"], 0, "finding"),
        (&same, &["check", "--profile=strict", "api/openapi.yaml"], 1, "error "),
    ] {
        let run = hook(repository, arguments);
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains(expected), "{arguments:?}: {}", run.stdout);
    }
    changed.write("api/new.yaml", BEFORE);
    let run = hook(&changed, &["diff", "api/new.yaml"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "api/new.yaml is new since main\n"));
    let hooks = fs::read_to_string(project(".pre-commit-hooks.yaml")).unwrap();
    let hooks = Document::parse("hooks", &hooks).unwrap();
    for hook in hooks.root().as_array().unwrap() {
        let entry = hook.text("entry").unwrap().split(' ').next().unwrap();
        assert!(project(entry).exists(), "{entry}");
    }
}

/// The script of the template, with the variables that GitLab gives it.
#[test]
fn the_template_for_gitlab_reports_breaks_for_the_widget_of_code_quality() {
    let template = fs::read_to_string(project("integrations/gitlab/contract.yml")).unwrap();
    let template = Document::parse("contract.yml", &template).unwrap();
    let job = template.root().get("contract-review").unwrap();
    let lines: Vec<&str> = job.elements("script").map(|line| line.as_str().unwrap()).collect();
    for (after, code, severities) in [(AFTER, 1, &["critical", "major"][..]), (BEFORE, 0, &[])] {
        let repository = repository(after);
        repository.git(&["update-ref", "refs/remotes/origin/main", "main"]);
        let bin = tempfile::tempdir().unwrap();
        let command = Path::new(program().get_program()).display().to_string();
        script(&bin.path().join("defender-actions"), &format!("#!/bin/sh\nexec '{command}' \"$@\"\n"));
        let path = format!("{}:{}", bin.path().display(), std::env::var("PATH").unwrap());
        let mut bash = Command::new("bash");
        bash.current_dir(repository.path()).env("PATH", path).env("CONTRACT", "api/openapi.yaml");
        bash.env("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main");
        let done = run(bash.args(["-e", "-c", &lines.join("\n")]));
        assert_eq!(done.code, code, "{}{}", done.stdout, done.stderr);
        let report: Value = serde_json::from_str(&repository.read("gl-code-quality-report.json")).unwrap();
        for severity in severities {
            let entry = report.as_array().unwrap().iter().find(|entry| entry["severity"] == *severity).unwrap();
            assert_eq!(entry["location"]["path"], "api/openapi.yaml", "{report}");
            assert!(entry["location"]["lines"]["begin"].as_u64() > Some(1), "{report}");
            assert!(entry["fingerprint"].as_str().unwrap().len() == 16, "{report}");
        }
        assert_eq!(report == json!([]), severities.is_empty(), "{report}");
        assert!(repository.read("contract-review.md").contains("## Contract: "));
    }
}

/// `git diff` of a contract compares its facts: what only looks different is no difference.
#[test]
fn git_compares_facts_with_the_driver() {
    let repository = repository(BEFORE);
    let command = program().get_program().to_str().unwrap().to_owned();
    repository.git(&["config", "diff.openapi.textconv", &format!("{command} contract facts")]);
    repository.write(".gitattributes", "openapi.yaml diff=openapi\n");
    let diff = |after: &str| {
        repository.write("api/openapi.yaml", after);
        let mut git = Command::new("git");
        let done = run(git.current_dir(repository.path()).args(["diff", "--", "api"]));
        assert_eq!(done.code, 0, "{}", done.stderr);
        done.stdout
    };
    let tightened = diff(&BEFORE.replace("maxLength: 4000", "maxLength: 1000"));
    let changed: Vec<&str> = tightened.lines().filter(|line| line.starts_with(['-', '+'])).skip(2).collect();
    assert_eq!(changed.len(), 2, "{tightened}");
    assert!(changed.iter().all(|line| line.contains("wire ") && line.contains("max-length")), "{tightened}");
    let comment = diff(&format!("# A comment.\n{BEFORE}"));
    assert!(!comment.lines().any(|line| line.starts_with("+wire") || line.starts_with("-wire")), "{comment}");
}
