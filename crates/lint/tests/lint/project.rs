//! The contract of this project.

use std::fs;
use std::path::{Path, PathBuf};

use lint::{File, RepositoryFiles, check};
use openapi::Document;

use crate::expect::list;

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The files of a folder and of those in it, under their names in the project.
fn files(folder: &str) -> Vec<File> {
    let entries = fs::read_dir(project(folder)).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.map(|name| format!("{folder}/{}", name.into_string().unwrap()));
    names.flat_map(|name| if project(&name).is_dir() { files(&name) } else { vec![file(&name)] }).collect()
}

fn file(name: &str) -> File {
    File { name: name.to_owned(), text: fs::read_to_string(project(name)).unwrap() }
}

#[test]
fn the_contract_has_no_finding() {
    let contract = file("spec/openapi.yaml");
    let files = RepositoryFiles {
        quirks: Some(file("spec/quirks.yaml")),
        examples: Some(files("spec/examples")),
        tests: Some(files("tests")),
    };
    let document = Document::parse(&contract.name, &contract.text).unwrap();
    assert_eq!(list(&check(&document, &files)), "");
}
