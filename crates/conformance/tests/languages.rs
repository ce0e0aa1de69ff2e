//! The folders of `clients/`, what is pinned of them, and what the documentation says of them: no tool chain is needed here.

use std::collections::BTreeSet;
use std::fs;

use conformance::answers::Answers;
use conformance::compare::Headers;
use conformance::language::{self, Language};
use conformance::{losses, pins, project, sample};

fn languages() -> Vec<Language> {
    Language::all(&project("clients")).unwrap_or_else(|error| panic!("{error:#}"))
}

/// Those that have a package: the others, and Rust.
fn packaged() -> Vec<Language> {
    let rust = Language::rust(&project("clients")).unwrap_or_else(|error| panic!("{error:#}"));
    rust.into_iter().chain(languages()).collect()
}

fn names(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(project(folder)).unwrap().map(|entry| entry.unwrap());
    entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

/// The pinned tables of a language, one for each tool chain that was run.
fn answers(language: &str) -> Vec<Answers> {
    let files = names(&format!("snapshots/clients/{language}")).into_iter().filter(|name| name.starts_with("answers."));
    let path = |file: &str| project("snapshots/clients").join(language).join(file);
    let read = |file: String| Answers::parse(&fs::read_to_string(path(&file)).unwrap());
    files.map(|file| read(file).unwrap_or_else(|error| panic!("{language}: {error:#}"))).collect()
}

#[test]
fn every_view_has_a_language_and_every_language_its_pins() {
    let languages: Vec<_> = languages().into_iter().map(|language| language.id).collect();
    // Those for whatever has no view of its own have no language.
    let other = [views::RUST.name, "portable", "swagger2"];
    let views: Vec<_> = views::VIEWS.iter().map(|view| view.name).filter(|name| !other.contains(name)).collect();
    assert_eq!(languages, views);
    let mut pinned: BTreeSet<_> = names("snapshots/clients");
    for of_no_language in [views::RUST.name, "losses.md"] {
        assert!(pinned.remove(of_no_language), "{of_no_language}");
    }
    assert_eq!(pinned, languages.into_iter().collect());
    for language in &pinned {
        assert!(project(&format!("snapshots/clients/{language}/surface.txt")).is_file(), "{language} has no surface");
        let pinned = names(&format!("snapshots/clients/{language}"));
        assert!(pinned.contains("package.txt"), "{language} has no package");
        for answers in pinned.iter().filter(|name| name.starts_with("answers.")) {
            assert!(
                pinned.contains(&answers.replacen("answers", "samples", 1)),
                "{language}: no samples for {answers}"
            );
        }
    }
}

/// A language is pinned whole: with the scenarios of the Rust client, one for one.
#[test]
fn the_pinned_tables_have_the_same_scenarios() {
    let [rust] = &answers(views::RUST.name)[..] else { panic!() };
    for language in languages() {
        for answers in answers(&language.id) {
            assert_eq!(answers.scenarios(), rust.scenarios(), "{}", language.id);
        }
    }
}

#[test]
fn every_language_has_a_readme_that_generates_with_its_view() {
    for language in languages() {
        let readme = fs::read_to_string(language.folder.join("README.md")).unwrap();
        let command = format!("contract view {} > contract.json", language.id);
        assert!(readme.contains(&command), "{}: no `{command}`", language.id);
    }
}

#[test]
fn the_table_of_losses_is_that_of_the_pinned_answers() {
    let pins = project("snapshots/clients");
    let table = losses::table(&pins, &languages()).unwrap_or_else(|error| panic!("{error:#}"));
    let pinned = fs::read_to_string(losses::path(&pins)).unwrap();
    assert_eq!(pinned, table, "`cargo run -p conformance -- --accept` writes it");
}

/// The row of a language in the documentation says which generator it is, and whether something is lost.
#[test]
fn the_documentation_has_a_row_for_every_language() {
    let readme = fs::read_to_string(project("docs/languages.md")).unwrap();
    for language in languages() {
        let start = format!("| [{}](../clients/{}) |", language.manifest.name, language.id);
        let row = readme.lines().find(|line| line.starts_with(&start));
        let row = row.unwrap_or_else(|| panic!("docs/languages.md has no row that starts with {start}"));
        assert!(row.contains(&format!("| {} |", language.manifest.generator)), "{row}");
        match &answers(&language.id)[..] {
            [] => assert!(row.contains("| generated; never compiled or run here |"), "{row}"),
            answers => {
                assert!(row.contains("| driven"), "{row}");
                let losses: usize = answers.iter().map(Answers::losses).sum();
                assert_eq!(row.ends_with("| none |"), losses == 0, "{row}");
            }
        }
    }
}

#[test]
fn languages_are_chosen_by_name() {
    let languages = languages();
    let chosen = |names: &[&str]| {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let chosen = language::select(&languages, &names).map_err(|error| error.to_string())?;
        Ok(chosen.iter().map(|language| language.id.clone()).collect::<Vec<_>>())
    };
    let first = languages[0].id.as_str();
    assert_eq!(chosen(&[]), Ok(vec![]));
    assert_eq!(chosen(&[first]), Ok(vec![first.to_owned()]));
    assert_eq!(chosen(&["all", first]).map(|chosen| chosen.len()), Ok(languages.len()));
    let error: Result<Vec<String>, String> = chosen(&["cobol"]);
    assert!(
        error.clone().unwrap_err().starts_with(&format!("there is no language `cobol`; there are {first}, ")),
        "{error:?}"
    );
}

#[test]
fn a_missing_program_is_named() {
    let mut language = languages().remove(0);
    language.manifest.tools = vec!["sh".to_owned(), "no-such-program".to_owned()];
    assert_eq!(language.missing_tools(), ["no-such-program"]);
    let toolchain = &mut language.manifest.toolchains[0];
    toolchain.programs = vec!["no-such-compiler".to_owned(), "sh".to_owned()];
    assert_eq!(toolchain.missing_programs(), ["no-such-compiler"]);
}

/// A file that no tool chain has is of one that is gone.
#[test]
fn what_is_pinned_is_of_a_tool_chain() {
    for language in languages() {
        let toolchains = language.manifest.toolchains.iter();
        let known: BTreeSet<_> = toolchains.map(|it| pins::answers_file(it.name.as_deref())).collect();
        assert_eq!(known.len(), language.manifest.toolchains.len(), "{}: two of one name", language.id);
        let pinned = names(&format!("snapshots/clients/{}", language.id));
        let unknown: Vec<_> = pinned.iter().filter(|it| it.starts_with("answers.") && !known.contains(*it)).collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", language.id);
    }
}

/// What every client must send is in no table of exceptions, but for an encoding that changes nothing.
#[test]
fn content_type_and_authorization_may_not_differ() {
    let headers = Headers::read(&project("clients/headers.yaml")).unwrap();
    assert!(!headers.may_be("authorization", "Basic x"));
    for value in ["no such header", "text/plain", "application/json; charset=utf-16", ""] {
        assert!(!headers.may_be("content-type", value), "{value}");
    }
    assert!(headers.may_be("content-type", "application/json; charset=utf-8"));
    assert!(headers.may_be("user-agent", "any"));
    assert!(headers.names().all(|name| name == name.to_ascii_lowercase()));
}

/// A README is in the package too, where a path beside it leads nowhere.
#[test]
fn every_readme_says_how_to_get_the_package_and_links_to_addresses() {
    for language in packaged() {
        let readme = fs::read_to_string(language.folder.join("README.md")).unwrap();
        let command = format!("cargo run -p conformance -- package {} --out ", language.id);
        assert!(readme.contains(&command), "{}: no `{command}`", language.id);
        let links = readme.split("](").skip(1).map(|rest| rest.split(')').next().unwrap_or_default());
        let relative: Vec<_> = links.filter(|link| !link.starts_with("https://")).collect();
        assert!(relative.is_empty(), "{}: {relative:?}", language.id);
    }
}

/// The code of each README is run, where there is a tool chain; here, that there is one sample, and that it can be pointed elsewhere.
#[test]
fn every_readme_has_a_sample_that_calls_where_it_is_told() {
    for language in packaged() {
        let readme = fs::read_to_string(language.folder.join("README.md")).unwrap();
        let sample = sample::sample(&readme).unwrap_or_else(|error| panic!("{}: {error:#}", language.id));
        for text in ["DEFENDER_ACTIONS_BASE_URL", "DEFENDER_ACTIONS_TOKEN"] {
            assert!(sample.contains(text), "{}: no {text}", language.id);
        }
    }
}

#[test]
fn the_cases_of_samples_are_read() {
    let cases = sample::cases(&project("clients/samples.yaml")).unwrap_or_else(|error| panic!("{error:#}"));
    assert!(cases.iter().any(|case| case.is_done) && cases.iter().any(|case| !case.is_done));
}
