//! `contract explain`.

use crate::program::run_in;
use test_support::project;

#[test]
fn every_rule_is_explained() {
    let list = run_in(&project(""), &["explain"]);
    assert_eq!(list.code, 0);
    assert!(list.stdout.lines().count() > 300);
    for rule in review::rules() {
        assert!(list.stdout.contains(&format!(" {rule} ")), "{rule}");
    }
    let run = run_in(&project(""), &["explain", "response-optional-property-removed"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("response-optional-property-removed (wire)\n"), "{}", run.stdout);
    let run = run_in(&project(""), &["explain", "response-success-status-added"]);
    assert!(run.stdout.lines().last().unwrap().starts_with("Why: A consumer takes a success"), "{}", run.stdout);
    let run = run_in(&project(""), &["explain", "source-extension-changed"]);
    assert!(run.stdout.contains("\n  x-ms-*: AutoRest"), "{}", run.stdout);
    let run = run_in(&project(""), &["explain", "max-length"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean request-max-length-added"), "{}", run.stderr);
}
