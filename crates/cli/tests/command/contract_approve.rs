//! `contract approve`.

use crate::repository::{AFTER, Repository};

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
