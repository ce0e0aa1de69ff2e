//! `contract check`.

use std::fs;

use crate::program::run_in;
use crate::repository::Repository;
use test_support::project;

#[test]
fn the_project_passes_its_own_check() {
    let run = run_in(&project(""), &["check"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "no findings\n", ""));
    let folder = project("").join("spec/released");
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

/// Where a finding is in the file of an example, the text beside it is of that file.
#[test]
fn a_finding_is_quoted_from_the_file_that_it_names() {
    let repository = Repository::new();
    repository.write("spec/examples/gone/request.a.json", "{\n  \"comment\": \"of the file\"\n}\n");
    let run = repository.run(&["check"]);
    let (_, finding) = run.stdout.split_once("example-file-unknown").unwrap();
    assert!(finding.contains("spec/examples/gone/request.a.json:1:1"), "{}", run.stdout);
    assert!(finding.contains("    | {\n    |   \"comment\": \"of the file\"\n"), "{}", run.stdout);
}
