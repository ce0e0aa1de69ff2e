//! What the action for GitHub does with a pull request.

use std::fs;

use serde_json::json;

use super::runner::{ActionRun, Runner, action};
use crate::repository::{AFTER, BEFORE, Repository};

const MARKER: &str = "<!-- defender-actions contract diff -->";

/// A clone whose branch changes the contract at `api/openapi.yaml`.
fn clone(after: &str) -> Repository {
    let repository = Repository::new();
    repository.write("api/openapi.yaml", BEFORE);
    repository.commit();
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repository.git(&["checkout", "-q", "-b", "change"]);
    repository.write("api/openapi.yaml", after);
    repository.write("x", "");
    repository.commit();
    repository
}

fn runner(inputs: &[(&str, &str)]) -> Runner {
    Runner::new(&[&[("contract", "api/openapi.yaml")], inputs].concat())
}

fn reviewed(after: &str, inputs: &[(&str, &str)]) -> ActionRun {
    runner(inputs).run(clone(after).path(), &[])
}

#[test]
fn a_break_is_annotated_commented_and_fails() {
    let run = reviewed(AFTER, &[]);
    assert!(!run.has_passed, "{}", run.log);
    assert!(run.log.contains("::error file=api/openapi.yaml,"), "{}", run.log);
    assert_eq!(run.written, "POST repos/o/r/issues/3/comments\n", "{}", run.log);
    assert!(run.comment.starts_with(MARKER) && run.comment.contains("breaking change"), "{}", run.comment);
    assert_eq!(run.summary, run.comment);
}

#[test]
fn no_break_passes_and_fail_on_decides_what_is_one() {
    assert!(reviewed(BEFORE, &[]).has_passed);
    let renamed = BEFORE.replace("operationId: quarantine", "operationId: lock");
    assert!(!reviewed(&renamed, &[]).has_passed);
    assert!(reviewed(&renamed, &[("fail-on", "wire")]).has_passed);
    let run = reviewed(&renamed, &[("fail-on", "wire"), ("comment", "false"), ("format", "text")]);
    assert_eq!((run.written.as_str(), run.log.contains("::")), ("", false), "{}", run.log);
    assert!(run.summary.contains("breaking change"));
}

#[test]
fn there_is_one_comment_which_is_rewritten() {
    let comments = json!([
        {"id": 49, "user": {"login": "mallory"}, "body": MARKER},
        {"id": 50, "user": {"login": "github-actions[bot]"}, "body": "Hello"},
        {"id": 51, "user": {"login": "github-actions[bot]"}, "body": format!("{MARKER}\nold")},
    ]);
    let repository = clone(AFTER);
    let run = runner(&[]).given("comments", &comments.to_string()).run(repository.path(), &[]);
    assert_eq!(run.written, "PATCH repos/o/r/issues/comments/51\n", "{}", run.log);
}

/// The token of a fork's run can only read: the report is in the summary, and the review decides whether the run passes.
#[test]
fn a_token_that_can_only_read_is_no_failure() {
    let refused = "Resource not accessible by integration (HTTP 403)";
    let run = runner(&[("sarif", "true")]).given("refused", refused).run(clone(BEFORE).path(), &[]);
    assert!(run.has_passed, "{}", run.log);
    assert_eq!(run.log.matches("::notice::The token cannot write").count(), 2, "{}", run.log);
    assert!(run.summary.starts_with(MARKER), "{}", run.summary);
    let run = runner(&[]).given("refused", "Server Error (HTTP 500)").run(clone(BEFORE).path(), &[]);
    assert!(!run.has_passed && run.log.contains("::error::The comment could not be written"), "{}", run.log);
}

#[test]
fn the_changes_are_uploaded_for_the_commit_of_the_pull_request() {
    let run = reviewed(AFTER, &[("sarif", "true"), ("comment", "false")]);
    assert_eq!(run.written, "POST repos/o/r/code-scanning/sarifs\n", "{}", run.log);
    let upload: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(run.folder.join("sarif")).unwrap()).unwrap();
    assert_eq!((&upload["commit_sha"], &upload["ref"]), (&json!("0".repeat(40)), &json!("refs/pull/3/head")));
    assert!(upload["sarif"].as_str().unwrap().starts_with("H4sI"), "no archive of gzip: {upload}");
}

/// What others have merged into the branch since is not reported as a change of the pull request.
#[test]
fn the_base_is_the_merge_base() {
    let repository = clone(BEFORE);
    repository.git(&["checkout", "-q", "main"]);
    repository.write("api/openapi.yaml", AFTER);
    repository.commit();
    repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
    repository.git(&["checkout", "-q", "change"]);
    let run = runner(&[]).run(repository.path(), &[]);
    assert!(run.has_passed && run.comment.contains("nothing changed"), "{}", run.log);
}

#[test]
fn what_cannot_be_compared_says_why() {
    let repository = clone(BEFORE);
    let new = Runner::new(&[("contract", "api/new.yaml")]);
    repository.write("api/new.yaml", BEFORE);
    let run = new.run(repository.path(), &[]);
    assert!(run.has_passed && run.log.contains("::notice::The contract is new"), "{}", run.log);
    for (inputs, environment, expected) in [
        (&[("base", "v9")][..], &[][..], "::error::The clone has no revision v9; check out with `fetch-depth: 0`"),
        (&[], &[("GITHUB_BASE_REF", "")], "::error::This is no run of a pull request"),
        (&[("base", "--help")], &[], "do not begin with a dash"),
        (&[("base", "a%b\n::error::pwned")], &[], "::error::The clone has no revision a%25b%0A::error::pwned"),
        (&[("version", "1.0")], &[], "::error::The version must be three numbers"),
    ] {
        let run = runner(inputs).run(repository.path(), environment);
        assert!(!run.has_passed && run.log.contains(expected), "{inputs:?}: {}", run.log);
        assert!(!run.log.contains("\n::error::pwned"), "{}", run.log);
    }
    // A contract that cannot be read is no silence.
    let run = reviewed("a: [", &[]);
    assert!(!run.has_passed && run.comment.contains("## Contract: not compared\n\n    error: "), "{}", run.comment);
}

/// Texts of the pull request are no part of a command, of the log's commands or of the comment's head.
#[test]
fn a_text_of_a_stranger_stays_a_text() {
    let hostile = "$(touch pwned) `touch pwned` ::error::pwned <!-- --> @all";
    let after = AFTER.replace("info: {title: Quarantine,", &format!("info: {{title: '{hostile}',"));
    assert_ne!(after, AFTER);
    let repository = clone(&after);
    let run = runner(&[]).run(repository.path(), &[]);
    assert!(!repository.path().join("pwned").exists());
    assert!(!run.log.lines().any(|line| line.starts_with("::error::pwned")), "{}", run.log);
    assert!(run.comment.starts_with(MARKER));
    let run = runner(&[("contract", "$(touch pwned)")]).run(repository.path(), &[]);
    assert!(!run.has_passed && !repository.path().join("pwned").exists(), "{}", run.log);
    // Of a run that is none of a pull request, there is nothing to comment on.
    let run =
        runner(&[("base", "origin/main")]).value("github.event.pull_request.number", "").run(repository.path(), &[]);
    assert_eq!(run.written, "", "{}", run.log);
}

#[test]
fn every_input_is_described_and_used() {
    let action = action();
    let text = fs::read_to_string(test_support::project("action.yml")).unwrap();
    let inputs: Vec<_> = action.root().members("inputs").collect();
    assert!(inputs.len() >= 8);
    for (name, input) in inputs {
        assert!(input.text("description").is_some_and(|text| !text.is_empty()), "{name}");
        assert!(text.contains(&format!("inputs.{name}")), "{name}");
    }
}
