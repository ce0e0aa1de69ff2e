//! `contract approve` and `contract release`: what is decided about changes.

use crate::repository::{AFTER, BEFORE, Repository};

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
