//! Documents that tests make.

use std::{env, fs, iter};

use crate::project;

/// Compares a text with a file of the project that it is to be; with `INSTA_UPDATE=always` it is written.
///
/// # Panics
///
/// If the two differ: shows the first line that does.
pub fn assert_document(path: &str, text: &str) {
    let file = project(path);
    if env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, text).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    let differing = text.lines().zip(written.lines().chain(iter::repeat(""))).find(|(line, known)| line != known);
    assert!(text == written, "{path} differs, first in (now, in the file): {differing:#?}");
}
