//! `contract page`.

use std::fs;

use crate::repository::{AFTER, Repository};

#[test]
fn the_page_is_one_file_on_stdout_or_where_it_is_asked_for() {
    let repository = Repository::new();
    let printed = repository.run(&["page", "main"]);
    assert_eq!((printed.code, printed.stderr.as_str()), (0, ""));
    assert!(printed.stdout.starts_with("<!DOCTYPE html>\n") && printed.stdout.ends_with("</html>\n"));
    let written = repository.run(&["page", "main", "--output", "contract.html"]);
    assert_eq!((written.code, written.stdout.as_str(), written.stderr.as_str()), (0, "", ""));
    assert_eq!(fs::read_to_string(repository.path().join("contract.html")).unwrap(), printed.stdout);
    // Of the working tree, as it is.
    repository.write("spec/openapi.yaml", AFTER);
    let changed = repository.run(&["page"]);
    assert_eq!((changed.code, changed.stderr.as_str()), (0, "contract: spec/openapi.yaml, of the working tree\n"));
    assert_ne!(changed.stdout, printed.stdout);
}

#[test]
fn a_file_that_cannot_be_written_is_an_error() {
    let repository = Repository::new();
    let run = repository.run(&["page", "main", "--output", "spec"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("spec: "), "{}", run.stderr);
}
