//! Documents of several files, of a folder and of a revision of git.

use std::fs;

use serde_json::Value;

use crate::program::{Run, run_in};
use crate::repository::{BEFORE, Repository};

/// The contract of [`BEFORE`] in files: its path item, its schema.
fn split(repository: &Repository) {
    let root = "openapi: 3.0.3\ninfo: {title: Quarantine, version: 0.3.0}\nservers:\n  - url: https://api.example.com\n\
                paths:\n  /machines/{id}/quarantine: {$ref: 'paths/quarantine.yaml'}\n";
    let (_, item) = BEFORE.split_once("quarantine:\n").unwrap();
    let (item, _) = item.split_once("components:").unwrap();
    let item = item.replace("#/components/schemas/Action", "../../common/schemas.json#/Action");
    let item: String = item.lines().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect();
    let schema = r#"{"Action": {"type": "object", "properties": {
  "id": {"type": "string"},
  "status": {"type": "string", "x-extensible-enum": ["Pending", "Done"]}
}}}"#;
    repository.write("spec/openapi.yaml", root);
    repository.write("spec/paths/quarantine.yaml", &item);
    repository.write("common/schemas.json", schema);
}

fn passes(run: &Run) {
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
}

#[test]
fn in_how_many_files_a_contract_is_changes_nothing() {
    let repository = Repository::new();
    repository.git(&["tag", "one"]);
    split(&repository);
    let same = |arguments: &[&str]| {
        assert_eq!(repository.changes(arguments)["changes"].as_array().unwrap().len(), 0, "{arguments:?}");
    };
    same(&["main"]);
    same(&["spec/openapi.yaml", "one"]);
    repository.commit();
    same(&["one", "main"]);

    // What is in the working tree is no part of a revision.
    repository.write("common/schemas.json", "{");
    fs::remove_file(repository.path().join("spec/paths/quarantine.yaml")).unwrap();
    same(&["one", "main"]);
    same(&["main", "one"]);
    let facts = |source: &str| repository.run(&["facts", source]).stdout;
    assert_eq!(facts("one"), facts("main"));
    assert_eq!(repository.run(&["json", "one"]).stdout, repository.run(&["json", "main"]).stdout);
    passes(&repository.run(&["facts", "main"]));
}

#[test]
fn a_change_names_the_file_that_it_is_in() {
    let repository = Repository::new();
    split(&repository);
    repository.commit();
    let path = "common/schemas.json";
    repository
        .write(path, &repository.read(path).replace(r#""id": {"type": "string"}"#, r#""id": {"type": "integer"}"#));
    let changes = repository.changes(&["main"]);
    let change = &changes["changes"][0];
    assert_eq!(change["head"]["file"], path);
    assert_eq!(
        (&change["head"]["line"], &change["head"]["pointer"]),
        (&2.into(), &"/Action/properties/id/type".into())
    );
    assert_eq!(change["base"]["file"], "main:common/schemas.json");
    for (format, place) in [
        ("text", "common/schemas.json:2"),
        ("markdown", "common/schemas.json:2"),
        ("github", "file=common/schemas.json,line=2"),
        ("sarif", "\"uri\": \"common/schemas.json\""),
    ] {
        let run = repository.run(&["diff", "main", "--format", format]);
        assert_eq!(run.code, 1, "{format}");
        assert!(run.stdout.contains(place), "{format}: {}", run.stdout);
    }
    // The folder in which the command runs is part of no name.
    let run = run_in(&repository.path().join("spec"), &["facts", "openapi.yaml"]);
    passes(&run);
}

#[test]
fn a_finding_names_the_file_that_it_is_in() {
    let repository = Repository::new();
    split(&repository);
    let path = "common/schemas.json";
    repository.write(path, &repository.read(path).replace(r#""id": {"type": "string"}"#, r#""id": {"type": "array"}"#));
    let run = repository.run(&["check", "spec/openapi.yaml", "--format", "json"]);
    let findings: Value = serde_json::from_str(&run.stdout).unwrap();
    let findings = findings["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["rule"] == "array-items").unwrap();
    assert_eq!(finding["location"]["file"], path);
    assert_eq!(finding["location"]["pointer"], "/Action/properties/id");
    assert_eq!(finding["location"]["line"], 2);
    let run = repository.run(&["check", "spec/openapi.yaml"]);
    assert!(run.stdout.contains("    | \"id\": {\"type\": \"array\"},\n"), "{}", run.stdout);
}

#[test]
fn a_view_and_a_simulator_serve_the_whole_contract() {
    let repository = Repository::new();
    let whole = repository.run(&["view", "go", "spec/openapi.yaml"]);
    split(&repository);
    let split = repository.run(&["view", "go", "spec/openapi.yaml"]);
    passes(&split);
    assert_eq!(whole.stdout, split.stdout);
}

/// A name that only the file gives may change: what it is in the document stays.
#[test]
fn to_move_a_schema_from_file_to_file_is_no_change() {
    let repository = Repository::new();
    let reference = "schema: {$ref: '#/components/schemas/Action'}";
    let (root, schema) = BEFORE.split_once("components:\n  schemas:\n    Action:\n").unwrap();
    let schema: String = schema.lines().map(|line| format!("{}\n", &line[6..])).collect();
    let below =
        |name: &str| format!("{name}:\n{}", schema.lines().map(|line| format!("  {line}\n")).collect::<String>());
    let of = |reference_to: &str| root.replace(reference, &format!("schema: {{$ref: {reference_to}}}"));
    let named = of("'#/components/schemas/Action'") + "components: {schemas: {Action: {$ref: action.yaml}}}\n";
    for (name, text) in
        [("action", &schema), ("models/other", &schema), ("all", &below("Action")), ("every", &below("act"))]
    {
        repository.write(&format!("spec/{name}.yaml"), text);
    }
    let mut roots = vec![BEFORE.to_owned(), named];
    roots.extend(["action.yaml", "models/other.yaml", "all.yaml#/Action", "every.yaml#/act"].map(of));
    repository.git(&["tag", "-f", "before"]);
    for root in &roots {
        repository.write("spec/openapi.yaml", root);
        repository.commit();
        let changes = repository.changes(&["before"]);
        assert_eq!(changes["changes"].as_array().unwrap().len(), 0, "{root}: {changes:#}");
        repository.git(&["tag", "-f", "before"]);
    }
    for root in &roots {
        repository.write("spec/openapi.yaml", root);
        let changes = repository.changes(&["main~5"]);
        assert_eq!(changes["changes"].as_array().unwrap().len(), 0, "{root}: {changes:#}");
    }
    // A schema that the contract gives another name has another one.
    repository.write("spec/openapi.yaml", &roots[1].replace("Action", "Deed"));
    let changes = repository.changes(&["main~4"]);
    assert_eq!(changes["changes"][0]["rule"], "schema-name-changed", "{changes:#}");
}
