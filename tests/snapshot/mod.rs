//! The one place that says where snapshots are and what is left out of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder below `snapshots/`, and the snapshots that a test has found there.
pub struct Folder {
    path: PathBuf,
    asserted: BTreeSet<String>,
}

impl Folder {
    /// The folder of this name; `root` is the folder of the project.
    pub fn new(root: &Path, name: &str) -> Self {
        Self { path: root.join("snapshots").join(name), asserted: BTreeSet::new() }
    }

    /// Fails unless the text is that of the snapshot, but for what differs from run to run.
    pub fn assert(&mut self, name: &str, text: &str) {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(&self.path);
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.add_filter(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT");
        settings.add_filter(r"(defender-actions(?:-cli)?)([/ ])\d+\.\d+\.\d+", "$1$2[VERSION]");
        settings.bind(|| insta::assert_snapshot!(name, text));
        self.asserted.insert(format!("{name}.snap"));
    }

    /// Fails if the folder holds a snapshot that nothing asserts any more.
    pub fn finish(self) {
        let files = fs::read_dir(&self.path).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let files: BTreeSet<_> = files.filter(|name| name.ends_with(".snap")).collect();
        let left_over: Vec<_> = files.difference(&self.asserted).collect();
        assert!(left_over.is_empty(), "delete from {}: {left_over:?}", self.path.display());
    }
}
