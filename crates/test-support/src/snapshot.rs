//! Snapshots: where they are, what is left out of them, and how they are compared.

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::{fs, io};

use crate::project;

/// Compares the texts with the snapshots of a folder below `snapshots/`, by their names, but for what differs from run
/// to run.
///
/// # Panics
///
/// At the end, so that one run shows every difference: if a text is not that of its snapshot, or the folder holds a
/// snapshot that has no text any more.
pub fn assert_snapshots<N: Into<String>>(folder: &str, texts: impl IntoIterator<Item = (N, String)>) {
    let path = project("snapshots").join(folder);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(&path);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT");
    settings.add_filter(r"(defender-actions(?:-cli)?)([/ ])\d+\.\d+\.\d+", "$1$2[VERSION]");

    let (mut asserted, mut differing) = (BTreeSet::new(), Vec::new());
    for (name, text) in texts {
        let name = name.into();
        // A difference panics, after it was shown.
        let assert = AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(name.as_str(), text)));
        if panic::catch_unwind(assert).is_err() {
            differing.push(name.clone());
        }
        asserted.insert(format!("{name}.snap"));
    }
    let files: BTreeSet<String> = match fs::read_dir(&path) {
        Ok(entries) => entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeSet::new(),
        Err(error) => panic!("{}: {error}", path.display()),
    };
    let left_over: Vec<_> = files.iter().filter(|file| file.ends_with(".snap") && !asserted.contains(*file)).collect();
    assert!(
        differing.is_empty() && left_over.is_empty(),
        "snapshots/{folder}: {} differ, shown above: {differing:?}; delete what nothing asserts: {left_over:?}",
        differing.len(),
    );
}
