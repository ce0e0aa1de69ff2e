//! `contract check`.

use std::fs;

use crate::program::run_in;
use crate::repository::Repository;
use test_support::project;

#[test]
fn the_project_passes_its_own_check() {
    let run = run_in(&project(""), &["check"]);
    let (findings, config) = ("no findings\n", "config: spec/contract-config.yaml\n");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, findings, config));
    let config = fs::read_to_string(project("spec/contract-config.yaml")).unwrap();
    assert!(config.contains("\n  profile: strict\n"), "{config}");
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

/// Only what is wrong fails, unless a team asks for more.
#[test]
fn the_severity_decides_whether_the_check_fails() {
    let repository = Repository::new();
    let contract = |more: &str| {
        format!("openapi: 3.0.3\ninfo: {{title: t, version: 1.0.0}}\nservers: [{{url: /}}]\npaths: {{}}\n{more}")
    };
    let schema = |property: &str| format!("components: {{schemas: {{A: {{properties: {{a: {{{property}}}}}}}}}}}\n");
    repository.write("sound.yaml", &contract(""));
    repository.write("info.yaml", &contract(&(schema("type: string") + "x-a: {$ref: '#/components/schemas/A'}\n")));
    repository.write("warning.yaml", &contract("components: {schemas: {A: {}}}\n"));
    repository.write("error.yaml", &contract("tags: [{name: a}, {name: a}]\n"));
    repository.write("form.yaml", &contract("tags: [{name: a}, {name: a}]\n").replace("title: t", "titel: t"));
    for (file, options, code) in [
        ("sound.yaml", &["--fail-on", "info"][..], 0),
        ("warning.yaml", &[], 0),
        ("warning.yaml", &["--fail-on", "error"], 0),
        ("warning.yaml", &["--fail-on", "warning"], 1),
        ("warning.yaml", &["--fail-on", "info"], 1),
        ("warning.yaml", &["--profile", "strict"], 1),
        ("info.yaml", &["--fail-on", "info"], 1),
        ("error.yaml", &[], 1),
        ("error.yaml", &["--profile", "recommended"], 1),
        ("error.yaml", &["--fail-on", "all"], 2),
    ] {
        let run = repository.run(&[&["check", file], options].concat());
        assert_eq!(run.code, code, "{file} {options:?}: {} {}", run.stdout, run.stderr);
    }
    // After an error of form the check goes on.
    let run = repository.run(&["check", "form.yaml"]);
    assert!(run.stdout.contains("error structure: ") && run.stdout.contains("error tag-unique: "), "{}", run.stdout);
    assert!(run.stderr.ends_with("3 findings fail the check\n"), "{}", run.stderr);
}
