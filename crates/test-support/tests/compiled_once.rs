//! What the build scripts and the programs of the workspace share is compiled once.

use std::collections::BTreeMap;
use std::process::Command;

/// Cargo compiles a crate twice if build scripts ask for other features of it than programs do. `Cargo.toml` of this crate
/// says which those are.
#[test]
fn no_version_of_a_crate_is_compiled_with_two_sets_of_features() {
    for selection in [&["--edges", "normal,build"][..], &["--workspace"]] {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        cargo
            .args(["tree", "--duplicates", "--depth", "0", "--prefix", "none", "--locked", "--offline"])
            .args(selection);
        let output = cargo.output().unwrap();
        let listed = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

        let mut counts = BTreeMap::new();
        // Those of several versions are listed too, once each.
        for line in listed.lines().filter(|line| line.contains(" v")) {
            *counts.entry(line.trim_end_matches(" (*)")).or_insert(0) += 1;
        }
        let twice: Vec<_> = counts.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect();
        assert!(twice.is_empty(), "cargo tree {selection:?} lists twice: {twice:?}");
    }
}
