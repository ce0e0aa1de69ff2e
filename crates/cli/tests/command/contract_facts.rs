//! `contract facts`.

use test_support::project;

use crate::program::run_in;

#[test]
fn facts_are_printed_by_where_they_show() {
    let lines = |kind: &str| run_in(&project(""), &["facts", "--only", kind]).stdout;
    let kinds = ["docs", "source", "wire"].map(lines);
    assert!(kinds.iter().all(|lines| !lines.is_empty()));
    assert_eq!(run_in(&project(""), &["facts"]).stdout, kinds.concat());
}
