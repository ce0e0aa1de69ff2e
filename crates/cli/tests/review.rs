//! The review of a contract as its user runs it.

#[path = "../../../tests/snapshot/mod.rs"]
mod snapshot;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use openapi::Contract;
use serde_json::Value;
use snapshot::Folder;
use tempfile::TempDir;

const BEFORE: &str = include_str!("review/before.yaml");
const AFTER: &str = include_str!("review/after.yaml");

/// A folder with a git repository, in which the command runs.
struct Repository(TempDir);

struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn output(command: &mut Command) -> Run {
    let Output { status, stdout, stderr } = command.stdin(Stdio::null()).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: status.code().unwrap(), stdout: text(stdout), stderr: text(stderr) }
}

fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_defender-actions"));
    output(command.current_dir(folder).arg("contract").args(arguments))
}

impl Repository {
    /// A repository whose first commit has the contract before.
    fn new() -> Self {
        let repository = Self(TempDir::new().unwrap());
        repository.git(&["init", "-q", "-b", "main"]);
        repository.write("spec/openapi.yaml", BEFORE);
        repository.commit();
        repository
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.current_dir(self.path()).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        let run = output(git.args(["-c", "user.name=t", "-c", "user.email=t@localhost"]).args(arguments));
        assert_eq!(run.code, 0, "git {arguments:?}: {}", run.stderr);
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "x"]);
    }

    fn write(&self, file: &str, text: &str) {
        let file = self.path().join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.path(), arguments)
    }

    /// The changes since a commit.
    fn changes(&self, arguments: &[&str]) -> Value {
        let run = self.run(&[&["diff"], arguments, &["--format", "json"]].concat());
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
    }
}

fn rules(changes: &Value) -> Vec<&str> {
    changes["changes"].as_array().unwrap().iter().map(|change| change["rule"].as_str().unwrap()).collect()
}

#[test]
fn the_report_of_the_contributing_guide() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", AFTER);
    let run = repository.run(&["diff", "main"]);
    assert_eq!(run.code, 1);
    let mut folder = Folder::new(&project(), "review/report");
    folder.assert("contributing", &run.stdout);
    folder.finish();
    let guide = fs::read_to_string(project().join("CONTRIBUTING.md")).unwrap();
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

#[test]
fn exit_codes_tell_breaks_from_bad_input() {
    let repository = Repository::new();
    repository.write("after.yaml", AFTER);
    repository.write("words.yaml", &BEFORE.replace("Accepted.", "Taken."));
    repository.write("source.yaml", &BEFORE.replace("operationId: quarantine", "operationId: lock"));
    repository.write("newer.yaml", &AFTER.replace("0.3.0", "0.4.0"));
    repository.write("broken.yaml", "openapi: 3.0.3\ninfo: {title: t, version: 1.0.0}\npaths: []\n");
    repository.write("new.yaml", &BEFORE.replace("3.0.3", "3.1.0"));
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
        (&[base, "new.yaml"], 2, "new.yaml:1:1: /openapi: this is OpenAPI 3.1.0; a contract is OpenAPI 3.0.x"),
        (&["no.yaml"], 2, "no.yaml: there is no such file"),
        (&["no-revision"], 2, "`no-revision` is neither a file nor a contract in a revision of git\nfatal:"),
        (&["--upload-pack=x"], 2, "unexpected argument"),
        (&[base, "after.yaml", "--format", "html"], 2, "[possible values: text, json, markdown, github, sarif]"),
    ];
    for (arguments, code, message) in table {
        let run = repository.run(&[&["diff"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stderr.is_empty(), code == 0, "{arguments:?}: {}", run.stderr);
    }
}

#[test]
fn every_format_goes_to_stdout_and_without_colours() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", AFTER);
    for format in report::Format::ALL {
        let run = repository.run(&["diff", "main", "--format", format.name()]);
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
fn what_is_printed_is_what_the_schema_says() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", AFTER);
    let schema = repository.run(&["schema", "diff"]);
    assert_eq!(schema.code, 0);
    assert_eq!(serde_json::from_str::<Value>(&schema.stdout).unwrap(), report::review_schema());
    let schema = repository.run(&["schema", "check"]);
    assert_eq!(serde_json::from_str::<Value>(&schema.stdout).unwrap(), report::findings_schema());
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
    // Nothing generated, nothing told.
    repository.git(&["checkout", "-q", "snapshots"]);
    assert!(!repository.run(&["diff", "main", "--format", "markdown"]).stdout.contains("generated code</summary>"));
}

#[test]
fn an_approved_break_passes_and_a_useless_approval_is_told() {
    let repository = Repository::new();
    repository.write("spec/openapi.yaml", AFTER);
    let fingerprint =
        |index: usize| repository.changes(&["main"])["changes"][index]["fingerprint"].as_str().unwrap().to_owned();
    let (first, second) = (fingerprint(0), fingerprint(1));
    let approve = |fingerprint: &str, reason: &str, because: &str| {
        repository.run(&["approve", fingerprint, "--reason", reason, "--because", because])
    };
    assert_eq!(approve(&first, "contract-corrected", "The service never took \"more\": #12.").code, 0);
    assert_eq!(repository.run(&["diff", "main"]).code, 1);
    assert_eq!(approve(&second, "accepted-break", "Renamed on purpose.").code, 0);
    let run = repository.run(&["diff", "main"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("contract corrected: "), "{}", run.stdout);
    assert!(run.stdout.contains("The service never took \"more\": #12."), "{}", run.stdout);

    // Edits elsewhere leave the fingerprints as they are.
    let edited = AFTER
        .replace("paths:\n", "# A comment.\npaths:\n")
        .replace("    Action:", "    Other: {type: string}\n    Action:");
    repository.write("spec/openapi.yaml", &edited);
    let run = repository.run(&["diff", "main"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);

    // A change that is taken back leaves an approval that matches nothing.
    repository.write("spec/openapi.yaml", &AFTER.replace("maxLength: 1000", "maxLength: 4000"));
    let run = repository.run(&["diff", "main"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains(&first), "{}", run.stdout);

    // What is bad changes nothing.
    let file = repository.read("spec/approvals.yaml");
    for (fingerprint, reason, because, message) in [
        (first.as_str(), "benign", "Twice.", "is approved already"),
        ("12", "benign", "Short.", "`12` is no fingerprint"),
        ("0123456789abcdef", "benign", " ", "one sentence"),
        ("0123456789abcdef", "why", "x", "[possible values: contract-corrected, benign, accepted-break]"),
    ] {
        let run = approve(fingerprint, reason, because);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
    assert_eq!(repository.read("spec/approvals.yaml"), file);

    // A file that cannot be added to is left as it is.
    repository.write("spec/approvals.yaml", "approvals: []\n");
    let run = approve("0123456789abcdef", "benign", "x");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("add by hand"), "{}", run.stderr);
    assert_eq!(repository.read("spec/approvals.yaml"), "approvals: []\n");
}

#[test]
fn a_release_is_frozen_after_the_gate_has_passed() {
    let repository = Repository::new();
    let release = || repository.run(&["release"]);
    assert_eq!(repository.run(&["release", "--check"]).stderr, "spec/openapi.yaml: could be released as 0.3.0\n");
    assert!(!repository.path().join("spec/released").exists());
    assert_eq!(release().stderr, "spec/released/0.3.0.yaml: released\n");
    assert_eq!(repository.read("spec/released/0.3.0.yaml"), BEFORE);
    assert_eq!(release().code, 0);

    repository.write("spec/openapi.yaml", AFTER);
    let run = release();
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("0.3.0 is released, and the contract is not the same"), "{}", run.stderr);
    assert!(run.stderr.contains("must rise to 0.4.0 or more"), "{}", run.stderr);
    repository.write("spec/openapi.yaml", &AFTER.replace("0.3.0", "0.3.1"));
    let run = release();
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("info.version is 0.3.1, and the 5 changes since 0.3.0 need 0.4.0"), "{}", run.stderr);
    repository.write("spec/openapi.yaml", &AFTER.replace("0.3.0", "0.4.0"));
    assert_eq!(repository.run(&["release", "--check"]).code, 0);
    assert_eq!(release().code, 0);

    let edited = BEFORE.replace("4000", "4001");
    repository.write("spec/released/0.3.0.yaml", &edited);
    for arguments in [&["release"][..], &["release", "--check"]] {
        let run = repository.run(arguments);
        assert_eq!(run.code, 1);
        assert!(run.stderr.contains("0.3.0.yaml: a released contract does not change; restore it"), "{}", run.stderr);
    }
    assert_eq!(repository.read("spec/released/0.3.0.yaml"), edited);
}

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

/// Who has read enough closes the pipe, of stderr too.
#[test]
fn nobody_has_to_listen() {
    let (stdout, stderr) = (std::io::pipe().unwrap().1, std::io::pipe().unwrap().1);
    let mut command = Command::new(env!("CARGO_BIN_EXE_defender-actions"));
    command.args(["contract", "explain", "nonsense"]).stdout(stdout).stderr(stderr);
    assert_eq!(command.status().unwrap().code(), Some(2));
}

#[test]
fn every_rule_is_explained() {
    let list = run_in(&project(), &["explain"]);
    assert_eq!(list.code, 0);
    assert!(list.stdout.lines().count() > 300);
    for rule in review::rules() {
        assert!(list.stdout.contains(&format!(" {rule} ")), "{rule}");
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

    let mut folder = Folder::new(&project(), "facts");
    let contract = Contract::parse("spec/openapi.yaml", defender_actions::CONTRACT).unwrap();
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
