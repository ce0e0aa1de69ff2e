//! `contract release`: a contract is frozen.

use crate::repository::{AFTER, BEFORE, Repository};

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
