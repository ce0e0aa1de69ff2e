//! The matrix: what is pinned of it, and its run with generators that are scripts.

use std::fs;
use std::path::Path;

use conformance::matrix::{Generator, MatrixPins, MatrixRun, Row, Table, advice, select};
use conformance::project;

fn generators() -> Vec<Generator> {
    Generator::all(&project("clients/matrix")).unwrap_or_else(|error| panic!("{error:#}"))
}

fn pinned() -> Table {
    Table::parse(&fs::read_to_string(project("snapshots/matrix.md")).unwrap()).unwrap()
}

#[test]
fn the_pinned_table_has_a_row_for_each_generator_and_view() {
    let generators = generators();
    let of = |generator: &Generator| {
        let name = generator.manifest.generator.clone();
        generator.views().iter().map(|view| (name.clone(), view.name.to_owned())).collect::<Vec<_>>()
    };
    let expected: Vec<_> = generators.iter().flat_map(of).collect();
    let rows: Vec<_> = pinned().rows.into_iter().map(|row| (row.generator, row.view)).collect();
    assert_eq!(rows, expected);
}

/// `contract view --list` prints it too.
#[test]
fn the_documentation_says_which_view_suits_which_generator() {
    let advice = advice(&pinned());
    assert_eq!(advice, views::GENERATORS, "cargo run -p conformance -- matrix --accept writes it");
    let readme = fs::read_to_string(project("docs/languages.md")).unwrap();
    assert!(readme.contains(&advice), "docs/languages.md does not have crates/views/src/generators.md in it");
}

/// A view that nobody is advised to take, and no language has, is of no use.
#[test]
fn every_view_has_a_language_or_a_generator() {
    let tried: Vec<_> = pinned().rows.into_iter().map(|row| row.view).collect();
    for view in views::VIEWS.iter().filter(|view| view.name != views::RUST.name) {
        let has_language = project("clients").join(view.name).join("client.yaml").is_file();
        assert!(has_language || tried.iter().any(|name| name == view.name), "{}", view.name);
    }
}

/// Writes a generator with these lines in its manifest.
fn generator(folder: &Path, name: &str, lines: &str) {
    let folder = folder.join(name);
    fs::create_dir_all(&folder).unwrap();
    let text = format!("generator: {name} 1\nlocks: []\ninstall: 'true'\n{lines}\n");
    fs::write(folder.join("generator.yaml"), text).unwrap();
}

fn cells(rows: &[Row], name: &str) -> String {
    let row = rows.iter().find(|row| row.generator == format!("{name} 1")).unwrap();
    row.cells.join(", ")
}

#[test]
fn a_generator_goes_as_far_as_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let made = |name: &str, lines: &str| generator(folder.path(), name, lines);
    let reply = r#"{"status":201,"type":"T","value":null,"text":null}"#;
    let drive = format!("drive: \"while read -r line; do echo '{}'; done\"", reply.replace('"', "\\\""));
    made("absent", "views: [portable]\ntools: [no-such]\ngenerate: 'true'");
    made("failing", "views: [portable]\ntools: [sh]\ngenerate: 'false'");
    made("uncompiled", "views: [portable]\ntools: [sh]\ngenerate: 'true'\ncompile: 'false'");
    made("lacking", "views: [portable]\ntools: [sh]\nprograms: [no-such]\ngenerate: 'true'\ncompile: 'true'");
    made("document", "views: [contract, swagger2]\ntools: [sh]\ngenerate: grep -q openapi.*3 contract.json");
    made("idle", &format!("views: [portable]\ntools: [sh]\ngenerate: 'true'\ncompile: 'true'\n{drive}"));
    made("broken", "views: [portable]\ntools: [sh]\ngenerate: 'true'\ndrive: 'exit 1'");

    let generators = Generator::all(folder.path()).unwrap();
    let work = folder.path().join("work");
    let log = |line: std::fmt::Arguments<'_>| println!("{line}");
    let run = MatrixRun::prepare(&project("clients/matrix/scenarios.yaml"), &work, log).unwrap();
    let (broken, sound): (Vec<_>, Vec<_>) = generators.iter().partition(|generator| generator.id == "broken");
    let rows: Vec<_> = sound.into_iter().flat_map(|generator| run.rows(generator).unwrap()).collect();
    assert!(run.rows(broken[0]).unwrap_err().to_string().contains("the driver has ended"));

    let rest = ", –".repeat(Row::heads().count() - 1);
    assert!(cells(&rows, "absent").starts_with("not run: no no-such, not run"));
    assert_eq!(cells(&rows, "failing"), format!("no{rest}"));
    assert_eq!(cells(&rows, "uncompiled"), format!("yes, no{}", &rest[", –".len()..]));
    assert!(cells(&rows, "lacking").starts_with("yes, not run: no no-such"));
    assert_eq!(cells(&rows, "document"), format!("yes{rest}"), "the contract");
    assert_eq!(rows.iter().find(|row| row.view == "swagger2").unwrap().cells[0], "no", "Swagger 2.0");
    assert!(cells(&rows, "idle").starts_with("yes, yes, no, –"), "{}", cells(&rows, "idle"));

    let pins = MatrixPins::new(folder.path().join("matrix.md"), folder.path().join("advice.md"));
    let unpinned = pins.differences(&rows).unwrap();
    assert_eq!(unpinned.len(), rows.len());
    assert_eq!(unpinned[0], "absent 1 with portable is not pinned; --accept writes it");
    pins.accept(&generators, rows.clone()).unwrap();
    assert_eq!(pins.differences(&rows).unwrap(), [""; 0]);
    let mut changed = rows;
    let failing = changed.iter_mut().find(|row| row.generator == "failing 1").unwrap();
    failing.cells[0] = "yes".to_owned();
    assert_eq!(
        pins.differences(&changed).unwrap(),
        ["failing 1 with portable: generates: pinned is `no`, and it is `yes`"]
    );
    let advice = fs::read_to_string(folder.path().join("advice.md")).unwrap();
    assert!(advice.contains("| document 1 | `contract` | nothing |"), "{advice}");
    assert!(advice.contains("| failing 1 | `portable` | generates: no |"), "{advice}");
}

#[test]
fn a_name_that_is_no_generator_is_refused_with_those_that_are() {
    let generators = generators();
    let error = select(&generators, &["cobol".to_owned()]).unwrap_err().to_string();
    assert!(error.starts_with("there is no generator `cobol`; there are "), "{error}");
    assert_eq!(select(&generators, &["all".to_owned()]).unwrap().len(), generators.len());
}
