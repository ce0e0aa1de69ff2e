//! `contract check`, `explain` and `facts`.

use std::fs;

use crate::program::{contract, project, run_in, snapshots};
use crate::repository::Repository;

#[test]
fn the_project_passes_its_own_check() {
    let run = run_in(&project(), &["check"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "no findings\n", ""));
    let folder = project().join("spec/released");
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    let released: Vec<_> = files
        .map(|file| review::Released {
            name: file.file_name().unwrap().to_str().unwrap().to_owned(),
            text: fs::read_to_string(file).unwrap(),
        })
        .collect();
    let checksums = fs::read_to_string(folder.join(review::CHECKSUMS)).unwrap();
    assert_eq!(review::verify(&released, &checksums), Ok(()));
}

#[test]
fn a_finding_fails_the_check() {
    let repository = Repository::new();
    repository.write(
        "tags.yaml",
        "openapi: 3.0.3\ninfo: {title: t, version: 1.0.0}\npaths: {}\ntags: [{name: a}, {name: a}]\n",
    );
    for format in report::Format::ALL {
        let run = repository.run(&["check", "tags.yaml", "--format", format.name()]);
        assert_eq!(run.code, 1, "{format}");
        assert!(run.stdout.contains("tag-unique"), "{format}: {}", run.stdout);
    }
    repository.write("broken.yaml", "a: [");
    let run = repository.run(&["check", "broken.yaml"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("broken.yaml:"), "{}", run.stderr);
}

#[test]
fn every_rule_is_explained() {
    let list = run_in(&project(), &["explain"]);
    assert_eq!(list.code, 0);
    assert!(list.stdout.lines().count() > 300);
    for rule in review::rules() {
        assert!(list.stdout.contains(&format!(" {} ", rule.id)), "{}", rule.id);
    }
    let run = run_in(&project(), &["explain", "response-optional-property-removed"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("response-optional-property-removed (wire)\n"), "{}", run.stdout);
    let run = run_in(&project(), &["explain", "max-length"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean request-max-length-added"), "{}", run.stderr);
}

/// The contract in normal form: what a reviewer reads beside the contract itself.
#[test]
fn facts() {
    let lines = |kind: &str| run_in(&project(), &["facts", "--only", kind]).stdout;
    let (wire, source) = (lines("wire"), lines("source"));
    let all = run_in(&project(), &["facts"]).stdout;
    assert_eq!(all, lines("docs") + &source + &wire);

    let mut folder = snapshots("facts");
    let contract = contract();
    let mut rest: Vec<&str> = wire.lines().chain(source.lines()).collect();
    for operation in contract.operations() {
        let is_of = |line: &&str| line.split([' ', ':']).nth(1) == Some(&operation.id);
        let own: Vec<&str> = rest.iter().copied().filter(is_of).collect();
        rest.retain(|line| !is_of(line));
        folder.assert(&operation.id, &own.join("\n"));
    }
    folder.assert("document", &rest.join("\n"));
    folder.finish();
}
