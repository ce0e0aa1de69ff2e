//! `contract facts`.

use crate::program::{contract, project, run_in, snapshots};

/// The contract in normal form: what a reviewer reads with the contract itself.
#[test]
fn facts() {
    let lines = |kind: &str| run_in(&project(), &["facts", "--only", kind]).stdout;
    let (wire, source) = (lines("wire"), lines("source"));
    let all = run_in(&project(), &["facts"]).stdout;
    assert_eq!(all, lines("docs") + &source + &wire);

    let mut folder = snapshots("facts");
    let contract = contract();
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
