//! `contract diff`: where its contracts are from, its exit codes and formats.

use std::fs;

use serde_json::Value;

use crate::program::run_in;
use crate::repository::{AFTER, BEFORE, Repository};
use test_support::{assert_snapshots, project};

fn rules(changes: &Value) -> Vec<&str> {
    changes["changes"].as_array().unwrap().iter().map(|change| change["rule"].as_str().unwrap()).collect()
}

#[test]
fn the_report_of_the_contributing_guide() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", AFTER);
    let run = repository.run(&["diff", "main"]);
    assert_eq!(run.code, 1);
    assert_snapshots("review/report", [("contributing", run.stdout.clone())]);
    let guide = fs::read_to_string(project("CONTRIBUTING.md")).unwrap();
    let report: String = run.stdout.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect();
    assert!(guide.contains(&report), "CONTRIBUTING.md is to show this report:\n{report}");
}

#[test]
fn each_side_is_a_file_or_a_revision() {
    let repository = Repository::new();
    repository.write("other.yaml", BEFORE);
    repository.write("spec/openapi.yaml", AFTER);
    let expected =
        ["request-max-length-tightened", "operation-id-changed", "open-enumeration-value-added", "words-changed"];
    let working_tree: [&[&str]; 6] = [
        &["main"],
        &["HEAD"],
        &["main:spec/openapi.yaml"],
        &["main", "spec/openapi.yaml"],
        &["other.yaml"],
        &["other.yaml", "spec/openapi.yaml"],
    ];
    for arguments in working_tree {
        assert_eq!(rules(&repository.changes(arguments)), expected, "{arguments:?}");
    }
    assert_eq!(rules(&repository.changes(&["main", "main"])), [""; 0]);
    repository.commit();
    for arguments in [["main~1", "main"], ["main~1:spec/openapi.yaml", "main:other.yaml"]] {
        let expected: &[&str] = if arguments[1] == "main" { &expected } else { &[] };
        assert_eq!(rules(&repository.changes(&arguments)), expected, "{arguments:?}");
    }

    // A file under the name of a revision does not take its place.
    repository.write("main", BEFORE);
    let run = repository.run(&["diff", "main"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("write `./main` or `main:spec/openapi.yaml`"), "{}", run.stderr);
    assert_eq!(rules(&repository.changes(&["./main", "main:spec/openapi.yaml"])), expected);

    // Below the repository's folder the working tree is the same.
    let below = repository.path().join("spec");
    let run = run_in(&below, &["diff", "main~1", "--format", "json"]);
    assert_eq!(rules(&serde_json::from_str(&run.stdout).unwrap()), expected);
}

/// What others have merged into a branch is not what the working tree changes.
#[test]
fn a_branch_is_compared_at_the_merge_base() {
    let repository = Repository::new();
    repository.git(&["tag", "start"]);
    repository.git(&["checkout", "-q", "-b", "feature"]);
    repository.git(&["checkout", "-q", "main"]);
    repository.write("spec/openapi.yaml", &BEFORE.replace("maxLength: 4000", "maxLength: 5000"));
    repository.commit();
    repository.git(&["checkout", "-q", "feature"]);
    let words = BEFORE.replace("Accepted.", "Taken.");
    repository.write("spec/openapi.yaml", &words);
    let bare: &[&str] = &["words-changed"];
    let blamed = ["request-max-length-tightened", "words-changed"];
    let check = |arguments: &[&str], expected: &[&str], is_said: bool| {
        let run = repository.run(&[&["diff"], arguments, &["--format", "json"]].concat());
        let changes: Value =
            serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
        assert_eq!(rules(&changes), expected, "{arguments:?}");
        let says = run.stderr.starts_with("base: ") && run.stderr.contains(", the merge base of main and ");
        assert_eq!(says, is_said, "{arguments:?}: {}", run.stderr);
    };
    check(&["main"], bare, true);
    check(&["main:spec/openapi.yaml"], bare, true);
    check(&["main", "spec/openapi.yaml"], bare, true);
    check(&["main", "--no-merge-base"], &blamed, false);
    check(&["start"], bare, false);
    check(&["HEAD"], bare, false);
    repository.commit();
    check(&["main", "feature"], bare, true);
    check(&["feature", "feature"], &[], false);
    // A tag or a commit is what it says; only a branch goes on.
    repository.git(&["tag", "released", "main"]);
    check(&["released"], &blamed, false);
    // What was merged is no news.
    repository.git(&["checkout", "-q", "-b", "other", "main"]);
    check(&["main", "other"], &[], false);

    // Two histories that share nothing.
    repository.git(&["checkout", "-q", "--orphan", "alone"]);
    repository.commit();
    let run = repository.run(&["diff", "feature"]);
    assert!(run.stderr.starts_with("base: feature itself; git finds no merge base of it and HEAD\n"), "{}", run.stderr);
    // A contract that both have added since.
    repository.git(&["checkout", "-q", "-f", "feature"]);
    repository.write("new.yaml", BEFORE);
    repository.commit();
    repository.git(&["checkout", "-q", "main"]);
    repository.write("new.yaml", BEFORE);
    repository.commit();
    let run = repository.run(&["diff", "feature:new.yaml", "main:new.yaml"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("--no-merge-base compares with feature itself"), "{}", run.stderr);
}

#[test]
fn exit_codes_separate_breaks_from_bad_input() {
    let repository = Repository::new();
    repository.write("after.yaml", AFTER);
    repository.write("words.yaml", &BEFORE.replace("Accepted.", "Taken."));
    repository.write("source.yaml", &BEFORE.replace("operationId: quarantine", "operationId: lock"));
    repository.write("newer.yaml", &AFTER.replace("0.3.0", "0.4.0"));
    repository.write("broken.yaml", "openapi: 3.0.3\ninfo: {title: t, version: 1.0.0}\npaths: []\n");
    repository.write("new.yaml", &BEFORE.replace("3.0.3", "3.2.0"));
    let base = "spec/openapi.yaml";
    let table: [(&[&str], i32, &str); 17] = [
        (&[base, base], 0, ""),
        (&[base, base, "--fail-on", "any"], 0, ""),
        (&[base, "after.yaml"], 1, "2 changes fail the review and are not approved"),
        (&[base, "after.yaml", "--fail-on", "wire"], 1, "a change fails the review and is not approved"),
        (&[base, "after.yaml", "--fail-on", "any"], 1, "4 changes"),
        (&[base, "source.yaml"], 1, "a change fails"),
        (&[base, "source.yaml", "--fail-on", "wire"], 0, ""),
        (&[base, "words.yaml"], 0, ""),
        (&[base, "words.yaml", "--fail-on", "any"], 1, "a change fails"),
        (&[base, "words.yaml", "--gate"], 1, "info.version is 0.3.0, and the changes need 0.3.1"),
        (&[base, "newer.yaml", "--gate"], 1, "2 changes fail the review and are not approved\n"),
        (&[base, "broken.yaml"], 2, "broken.yaml:3:1: /paths: expected an object (Paths), found a list"),
        (&[base, "new.yaml"], 2, "new.yaml:1:1: /openapi: this is OpenAPI 3.2.0; a contract is OpenAPI 3.0 or 3.1"),
        (&["no.yaml"], 2, "no.yaml: there is no such file"),
        (&["no-revision"], 2, "`no-revision` is neither a file nor a contract in a revision of git\n  git: fatal:"),
        (&["--upload-pack=x"], 2, "unexpected argument"),
        (&[base, "after.yaml", "--format", "pdf"], 2, "[possible values: text, json, markdown, html, github, sarif]"),
    ];
    for (arguments, code, message) in table {
        let run = repository.run(&[&["diff"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stderr.is_empty(), code == 0, "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn a_team_gives_its_extensions_a_tier() {
    let repository = Repository::new();
    let with = |value: &str| BEFORE.replace("    post:\n", &format!("    post:\n      x-acme-limit: {value}\n"));
    repository.write("five.yaml", &with("5"));
    repository.write("six.yaml", &with("6"));
    let base = "spec/openapi.yaml";
    for (treat, head, code, line) in [
        (None, "five.yaml", 0, "docs extension-added"),
        (Some("x-acme-limit=wire"), "five.yaml", 1, "wire wire-extension-added"),
        (Some("x-acme-*=source"), "five.yaml", 1, "source source-extension-added"),
        (Some("x-acme-*=compatible"), "five.yaml", 0, "compatible compatible-extension-added"),
        (Some("x-other=wire"), "five.yaml", 0, "docs extension-added"),
    ] {
        let (tier, rule) = line.split_once(' ').unwrap();
        let treat: Vec<&str> = treat.into_iter().flat_map(|treat| ["--treat", treat]).collect();
        for arguments in [["five.yaml", "six.yaml"], [base, head], [head, base]] {
            let run = repository.run(&[&["diff"], arguments.as_slice(), &treat].concat());
            assert_eq!(run.code, code, "{treat:?} {arguments:?}: {}", run.stderr);
            assert!(run.stdout.contains(&format!("\n  {tier}  ")), "{treat:?} {arguments:?}: {}", run.stdout);
        }
        let run = repository.run(&[&["diff", base, head, "--details"], treat.as_slice()].concat());
        assert!(run.stdout.contains(&format!("\n      rule         {rule}\n")), "{treat:?}: {}", run.stdout);
        assert!(run.stdout.contains(&format!("\n{tier} {rule}: ")), "{treat:?}: {}", run.stdout);
    }
    let run = repository.run(&["diff", base, base, "--treat", "acme=wire"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`acme` is no name of an extension"), "{}", run.stderr);
}

#[test]
fn every_format_goes_to_stdout_and_without_colours() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", AFTER);
    for format in report::Format::ALL {
        let run = repository.run(&["diff", "main", "--details", "--format", format.name()]);
        assert_eq!(run.code, 1, "{format}: {}", run.stderr);
        assert!(run.stdout.contains("request-max-length-tightened"), "{format}: {}", run.stdout);
        assert!(!run.stdout.contains('\u{1b}'), "{format}");
    }
    let sarif = repository.run(&["diff", "main", "--format", "sarif"]).stdout;
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "spec/openapi.yaml");
    assert_eq!(location["region"]["startLine"], 21);
}

#[test]
fn the_markdown_goes_on_to_the_snapshots_of_generated_code() {
    let repository = Repository::new();
    repository.write("snapshots/rust/types.snap", "struct Action {\n    status: Status,\n}\n");
    repository.commit();
    repository.write("spec/openapi.yaml", AFTER);
    repository.write("snapshots/rust/types.snap", "struct Action {\n    state: `Status`,\n}\n");
    let report = repository.run(&["diff", "main", "--format", "markdown"]).stdout;
    let folded = report.split("<details>").last().unwrap();
    assert!(folded.contains("<summary>1 changed snapshot: what it does to generated code</summary>"), "{report}");
    assert!(folded.contains("- `snapshots/rust/types.snap`\n"), "{report}");
    assert!(folded.contains("  -    status: Status,\n  +    state: `Status`,\n"), "{report}");
    // Nothing generated, nothing reported.
    repository.git(&["checkout", "-q", "snapshots"]);
    assert!(!repository.run(&["diff", "main", "--format", "markdown"]).stdout.contains("generated code</summary>"));
}

#[test]
fn what_is_printed_as_json_is_valid_against_the_schema() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", AFTER);
    repository.write("tags.yaml", &AFTER.replace("paths:", "tags: [{name: a}, {name: a}]\npaths:"));
    for (report, list, arguments) in [("diff", "changes", ["main"]), ("check", "findings", ["tags.yaml"])] {
        let schema = repository.run(&["schema", report]);
        assert_eq!(schema.code, 0);
        let schema = jsonschema::validator_for(&serde_json::from_str(&schema.stdout).unwrap()).unwrap();
        let printed = repository.run(&[&[report], &arguments[..], &["--format", "json"]].concat());
        let printed: Value = serde_json::from_str(&printed.stdout).unwrap();
        assert!(!printed[list].as_array().unwrap().is_empty());
        schema.validate(&printed).unwrap();
        assert!(!schema.is_valid(&Value::Null));
    }
}

/// A workflow shows bad input where it is: in the file that has to change.
#[test]
fn bad_input_is_an_annotation_in_the_format_of_github() {
    let repository = Repository::new();
    repository.write("bad.yaml", "openapi: 3.0.3\ninfo: {title: t, version: 1.0.0}\npaths: []\n");
    repository.write("twice.yaml", "info: 1\n\"a,%\\n::error::x\": 1\n\"a,%\\n::error::x\": 2\n");
    repository.write("spec/approvals.yaml", "approvals: 1\n");
    let twice = "::error file=twice.yaml,line=3,col=1,title=invalid-input::/a,%25\\n::error::x: ";
    for (arguments, expected) in [
        (&["check", "twice.yaml"][..], twice),
        (&["diff", "twice.yaml", "twice.yaml"], twice),
        (&["diff", "bad.yaml", "bad.yaml"], "::error file=bad.yaml,line=3,col=1,title=invalid-input::/paths: "),
        (&["check", "no.yaml"], "::error file=no.yaml,title=invalid-input::there is no such file\n"),
        (&["diff", "no-revision"], "::error title=invalid-input::`no-revision` is neither a file nor a contract"),
        (&["diff", "main"], "::error file=spec/approvals.yaml,line=1,col=1,title=invalid-input::/approvals: "),
    ] {
        let run = repository.run(&[arguments, &["--format", "github"]].concat());
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stderr);
        assert!(run.stdout.starts_with(expected), "{arguments:?}: {}", run.stdout);
        assert!(run.stderr.starts_with("error: "), "{arguments:?}: {}", run.stderr);
        assert_eq!(repository.run(arguments).stdout, "");
    }
}
