//! `contract approve`.

use std::fs;

use crate::repository::{AFTER, BEFORE, Repository};

#[test]
fn an_approved_break_passes_and_a_useless_approval_is_reported() {
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
        (
            "0123456789abcdef",
            "benign",
            "Of nothing.",
            "no change from main:spec/openapi.yaml to spec/openapi.yaml has the fingerprint `0123456789abcdef`",
        ),
    ] {
        let run = approve(fingerprint, reason, because);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(message), "{}", run.stderr);
    }
    assert_eq!(repository.read("spec/approvals.yaml"), file);

    // A file that cannot be added to is left as it is.
    repository.write("spec/approvals.yaml", "approvals: []\n");
    let run = approve(&second, "benign", "x");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("add by hand"), "{}", run.stderr);
    assert_eq!(repository.read("spec/approvals.yaml"), "approvals: []\n");
}

/// Who mistypes a fingerprint is told which there are, the one that was meant first.
#[test]
fn an_unknown_fingerprint_names_those_that_are_open() {
    let repository = Repository::new();
    repository.write("api/openapi.yaml", BEFORE);
    repository.commit();
    repository.write("api/openapi.yaml", AFTER);
    let base = "main:api/openapi.yaml";
    let changes = repository.changes(&[base])["changes"].as_array().unwrap().clone();
    let fingerprints: Vec<&str> = changes.iter().map(|change| change["fingerprint"].as_str().unwrap()).collect();
    let approve = |fingerprint: &str| {
        repository.run(&["approve", fingerprint, "--reason", "benign", "--because", "Nobody calls it.", base])
    };
    for fingerprint in &fingerprints {
        let last = if fingerprint.ends_with('0') { "1" } else { "0" };
        let run = approve(&format!("{}{last}", &fingerprint[..15]));
        assert_eq!(run.code, 2);
        let first = run.stderr.lines().find(|line| line.starts_with("  ") && !line.contains('`')).unwrap();
        assert!(first.starts_with(&format!("  {fingerprint} ")), "{}", run.stderr);
    }
    assert!(!repository.path().join("api/approvals.yaml").exists());
    assert_eq!(approve(fingerprints[0]).code, 0);
    let again = approve(fingerprints[0]);
    assert!(again.stderr.ends_with("is approved already\n  benign: Nobody calls it.\n"), "{}", again.stderr);
    for fingerprint in &fingerprints[1..] {
        assert_eq!(approve(fingerprint).code, 0);
    }
    assert!(approve("0123456789abcdef").stderr.ends_with("  there is no change that is not approved\n"));
}

/// What `approve` writes, `diff` reads, wherever the contract is.
#[test]
fn an_approval_is_written_where_diff_reads_it() {
    let repository = Repository::new();
    repository.write("api/openapi.yaml", BEFORE);
    repository.commit();
    repository.write("api/openapi.yaml", AFTER);
    for (file, base, head) in [
        ("api/approvals.yaml", "main:api/openapi.yaml", None),
        ("api/approvals.yaml", "main:api/openapi.yaml", Some("api/openapi.yaml")),
        ("elsewhere/approvals.yaml", "api/openapi.yaml", Some("elsewhere/openapi.yaml")),
        ("approvals.yaml", "api/openapi.yaml", Some("other.yaml")),
    ] {
        let other = BEFORE.replace("operationId: quarantine", "operationId: lock");
        repository.write("elsewhere/openapi.yaml", &other);
        repository.write("other.yaml", &other);
        let contracts: Vec<&str> = [Some(base), head].into_iter().flatten().collect();
        let changes = repository.changes(&contracts);
        let fingerprint = changes["changes"][0]["fingerprint"].as_str().unwrap();
        let approve = ["approve", fingerprint, "--reason", "benign", "--because", "Nobody calls it."];
        let run = repository.run(&[approve.as_slice(), &contracts].concat());
        assert_eq!(run.code, 0, "{contracts:?}: {}", run.stderr);
        assert!(repository.read(file).contains(fingerprint), "{contracts:?}");
        let approved = &repository.changes(&contracts)["changes"][0]["approval"];
        assert_eq!(approved["because"], "Nobody calls it.", "{contracts:?}");
        fs::remove_file(repository.path().join(file)).unwrap();
    }
    assert!(!repository.path().join("spec/approvals.yaml").exists());

    // From a revision nothing can be written, unless a file is named.
    let changes = repository.changes(&["main", "api/openapi.yaml"]);
    let fingerprint = changes["changes"][0]["fingerprint"].as_str().unwrap();
    repository.commit();
    let approve = ["approve", fingerprint, "--reason", "benign", "--because", "x", "HEAD:spec/openapi.yaml"];
    let run = repository.run(&[approve.as_slice(), &["HEAD:api/openapi.yaml"]].concat());
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("HEAD:api/openapi.yaml is no file"), "{}", run.stderr);
    let run = repository.run(&[approve.as_slice(), &["HEAD:api/openapi.yaml", "--approvals", "a.yaml"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(repository.read("a.yaml").contains(fingerprint));
}
