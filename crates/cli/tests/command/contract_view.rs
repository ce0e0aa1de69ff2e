//! `contract view` and `contract json`.

use std::fs;

use serde_json::Value;

use crate::program::{Run, program, run};
use test_support::contract;

#[test]
fn every_view_is_listed_with_its_generator_and_its_fixups_and_printed() {
    let Run { code, stdout, stderr } = run(program().args(["contract", "view", "--list"]));
    assert_eq!((code, stderr.as_str()), (0, ""));
    for view in views::VIEWS {
        let start = format!("{}: for {}\n  ", view.name, view.generator);
        let of_view = stdout.split_once(&start).unwrap_or_else(|| panic!("no {start} in {stdout}")).1;
        let first = view.fixups.first().map_or("the contract as it is", |fixup| fixup.name);
        assert!(of_view.starts_with(first), "{of_view}");
        let printed = run(program().args(["contract", "view", view.name])).stdout;
        let printed: Value = serde_json::from_str(&printed).unwrap();
        assert_eq!(printed == contract().root().to_json(), view.fixups.is_empty(), "{}", view.name);
    }
    assert!(stdout.ends_with(&format!("\n\n{}", views::GENERATORS)), "which view suits which generator: {stdout}");
}

#[test]
fn the_contract_is_printed_as_json_of_a_file_or_of_its_own() {
    let own = run(program().args(["contract", "json"]));
    assert_eq!((own.code, own.stdout), (0, contract().canonical_json()));

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.yaml");
    fs::write(&file, "openapi: 3.0.3\ninfo:\n  title: t\n  vresion: 1\npaths: {}\n").unwrap();
    let broken = run(program().args(["contract", "json"]).arg(&file));
    assert_eq!((broken.code, broken.stdout.as_str()), (2, ""));
    let place = format!("{}:4:3: /info/vresion: OpenAPI 3.0 has no field `vresion` in Info", file.display());
    assert!(broken.stderr.contains(&place), "{}", broken.stderr);
}

#[test]
fn a_view_of_openapi_3_1_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new.yaml");
    fs::write(&file, "openapi: 3.1.0\ninfo: {title: t, version: 1.0.0}\npaths: {}\n").unwrap();
    for view in views::VIEWS {
        let refused = run(program().args(["contract", "view", view.name]).arg(&file));
        let message =
            format!("{}:1:1: /openapi: this is OpenAPI 3.1; views and generated code are made of", file.display());
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
        assert!(refused.stderr.contains(&message), "{}", refused.stderr);
    }
    assert_eq!(run(program().args(["contract", "json"]).arg(&file)).code, 0);
}

#[test]
fn problems_that_are_not_shown_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let fields: String = (0..1200).map(|number| format!("  unknown{number}: 1\n")).collect();
    let file = folder.path().join("wrong.yaml");
    fs::write(&file, format!("openapi: 3.0.3\npaths: {{}}\ninfo:\n  title: t\n  version: 1.0.0\n{fields}")).unwrap();
    let run = run(program().args(["contract", "json"]).arg(&file));
    let shown = run.stderr.lines().filter(|line| line.contains("has no field `unknown")).count();
    let last = run.stderr.lines().last().unwrap();
    assert_eq!((run.code, last), (2, format!("and {} more problems", 1200 - shown).as_str()));
    assert!(shown >= 100, "{shown}");
}
