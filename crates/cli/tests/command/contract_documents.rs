//! Several documents by their paths or by a pattern, and documents of stdin.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;

use crate::program::{Run, program};
use crate::repository::{AFTER, BEFORE, Repository};

const FRAGMENT: &str = "Action: {type: object}\n";

/// Runs `contract …` in a repository, with a text for stdin.
fn run_with(repository: &Repository, arguments: &[&str], input: &str) -> Run {
    let mut command = program();
    command.current_dir(repository.path()).arg("contract").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    // A command that refuses its arguments reads nothing.
    let _ = process.stdin.take().unwrap().write_all(input.as_bytes());
    let output = process.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// One document that changes, one that stays, one that goes and one that is new; and a file that is no document.
fn repository() -> Repository {
    let repository = Repository::new();
    for name in ["changed", "same", "gone"] {
        repository.write(&format!("apis/{name}/openapi.yaml"), BEFORE);
    }
    repository.write("apis/common.yaml", FRAGMENT);
    repository.write("apis/README.md", "# APIs\n");
    repository.commit();
    repository.write("apis/changed/openapi.yaml", AFTER);
    repository.write("apis/new/openapi.yaml", BEFORE);
    fs::remove_file(repository.path().join("apis/gone/openapi.yaml")).unwrap();
    repository
}

fn changes(run: &Run) -> Vec<String> {
    let review: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
    let change = |change: &Value| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        format!("{} {}", text(&change["tier"]), text(&change["place"]).split_once(": ").unwrap().0)
    };
    let mut changes: Vec<String> = review["changes"].as_array().unwrap().iter().map(change).collect();
    changes.dedup();
    changes
}

#[test]
fn each_document_of_a_pattern_is_compared_with_its_own_base() {
    let repository = repository();
    let run = repository.run(&["diff", "main", "apis/**/*.yaml", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert_eq!(
        changes(&run),
        [
            "wire apis/changed/openapi.yaml",
            "wire apis/gone/openapi.yaml",
            "source apis/changed/openapi.yaml",
            "compatible apis/changed/openapi.yaml",
            "compatible apis/new/openapi.yaml",
            "docs apis/changed/openapi.yaml",
        ]
    );
    for line in [
        "apis/common.yaml: skipped, it is no OpenAPI document: it has no `openapi`\n",
        "apis/gone/openapi.yaml: removed\n",
        "apis/new/openapi.yaml: new\n",
    ] {
        assert!(run.stderr.contains(line), "{}", run.stderr);
    }
    for format in report::Format::ALL {
        let run = repository.run(&["diff", "main", "apis/*/openapi.yaml", "--format", format.name()]);
        assert_eq!(run.code, 1, "{format}");
        for file in ["apis/changed/openapi.yaml", "apis/gone/openapi.yaml"] {
            assert!(run.stdout.contains(file), "{format}: {}", run.stdout);
        }
    }
    // Operations have their documents, and what reaches none has too.
    let text = repository.run(&["diff", "main", "apis/*/openapi.yaml"]).stdout;
    for line in [
        "\napis/changed/openapi.yaml: POST /machines/{id}/quarantine (quarantineMachine)\n",
        "  apis/gone/openapi.yaml: POST /machines/{id}/quarantine (quarantine): ",
        "  apis/new/openapi.yaml: POST /machines/{id}/quarantine (quarantine): ",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    // Below the folder of the repository, and of revisions.
    let run =
        crate::program::run_in(&repository.path().join("apis"), &["diff", "main", "*/*.yaml", "--format", "json"]);
    assert_eq!(changes(&run).len(), 6);
    repository.commit();
    let run = repository.run(&["diff", "main~1", "main:apis/**", "--format", "json"]);
    assert_eq!(changes(&run).len(), 6, "{}", run.stderr);
}

#[test]
fn files_that_the_shell_names_are_compared_alike() {
    let repository = repository();
    let [changed, same, new] = ["changed", "same", "new"].map(|name| format!("apis/{name}/openapi.yaml"));
    let run = repository.run(&["diff", "main", &changed, "apis/common.yaml", &new, &same, "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("apis/common.yaml: skipped"), "{}", run.stderr);
    assert_eq!(changes(&run).len(), 5);
    let run = repository.run(&[
        "diff",
        "main",
        repository.path().join(&same).canonicalize().unwrap().to_str().unwrap(),
        &new,
    ]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    // One alone too is compared with the one of its path.
    repository.write("spec/openapi.yaml", AFTER);
    assert_eq!(repository.run(&["diff", "main", &same]).code, 0);
    assert_eq!(repository.run(&["diff", "main", &changed]).code, 1);
}

#[test]
fn a_removed_document_can_be_approved() {
    let repository = repository();
    let pattern = "apis/gone/*.yaml";
    let run = repository.run(&["diff", "main", pattern, "--format", "json"]);
    let review: Value = serde_json::from_str(&run.stdout).unwrap();
    let approvals: String =
        review["changes"].as_array().unwrap().iter().fold("approvals:\n".to_owned(), |text, change| {
            format!(
                "{text}  - {{fingerprint: {}, reason: accepted-break, because: Nobody uses it.}}\n",
                change["fingerprint"]
            )
        });
    repository.write("apis/gone/approvals.yaml", &approvals);
    let run = repository.run(&["diff", "main", pattern]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
}

#[test]
fn what_names_no_document_is_an_error() {
    let repository = repository();
    for (arguments, reason) in [
        (&["diff", "main", "none/*.yaml"][..], "`none/*.yaml` names no OpenAPI document"),
        (&["diff", "apis/same/openapi.yaml", "apis/*/*.yaml"], "`apis/same/openapi.yaml` is not a revision of git"),
        (&["diff", "main", "apis/[.yaml"], "`apis/[.yaml` is no pattern of paths"),
        (&["diff", "main", "../**/*.yaml"], "`../**/*.yaml` is not in the repository"),
        (&["diff", "main", "apis/none.yaml", "apis/same/openapi.yaml"], "`apis/none.yaml` names no OpenAPI document"),
        (&["check", "none/*.yaml"], "`none/*.yaml` names no OpenAPI document"),
    ] {
        let run = repository.run(arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains(reason), "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn several_documents_are_checked() {
    let repository = repository();
    let faulty = BEFORE.replace("type: object\n              required", "type: array\n              required");
    repository.write("apis/changed/openapi.yaml", &faulty);
    for arguments in [&["apis/**/*.yaml"][..], &["apis/changed/openapi.yaml", "apis/new/openapi.yaml"]] {
        let run = repository.run(&[&["check"], arguments, &["--format", "json"]].concat());
        assert_eq!(run.code, 1);
        let findings: Value = serde_json::from_str(&run.stdout).unwrap();
        let of = |rule: &str| -> Vec<&str> {
            let findings = findings["findings"].as_array().unwrap().iter().filter(|finding| finding["rule"] == rule);
            findings.map(|finding| finding["location"]["file"].as_str().unwrap()).collect()
        };
        assert_eq!(of("array-items"), ["apis/changed/openapi.yaml"]);
        assert!(of("summary-missing").contains(&"apis/new/openapi.yaml"));
    }
}

#[test]
fn a_document_may_be_of_stdin() {
    let repository = Repository::new();
    let run = run_with(&repository, &["diff", "main", "-", "--format", "github"], AFTER);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("file=stdin,line="), "{}", run.stdout);
    let run = run_with(&repository, &["diff", "-", "spec/openapi.yaml"], BEFORE);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    for command in ["facts", "json"] {
        let run = run_with(&repository, &[command, "-"], BEFORE);
        assert_eq!(run.stdout, repository.run(&[command, "spec/openapi.yaml"]).stdout);
    }
    // What it refers to is relative to the current folder.
    let root = BEFORE.replace("'#/components/schemas/Action'", "'all.yaml#/Action'");
    repository.write("all.yaml", FRAGMENT);
    assert_eq!(run_with(&repository, &["facts", "-"], &root).code, 0);
    let run = run_with(&repository, &["facts", "-"], &root.replace("all.yaml", "none.yaml"));
    assert!(run.code == 2 && run.stderr.contains("stdin:27:"), "{}", run.stderr);
    let run = run_with(&repository, &["diff", "-", "-"], BEFORE);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("`-` is stdin, which can be read once"), "{}", run.stderr);
}
