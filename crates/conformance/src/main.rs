//! `conformance`: shows that clients in other languages do what the contract says, or where they do not.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use conformance::language::{self, Language};
use conformance::matrix::MatrixArguments;
use conformance::package::{self, PackageRules};
use conformance::run::Run;
use conformance::{losses, project, report};
use openapi::Contract;

const HELP: &str = "\
Exit codes:
  0  everything is as pinned
  1  something is not, or a required language cannot be run
  2  bad input";

/// Generates the contract's clients in other languages, compiles them, drives them against the simulator, and compares.
///
/// Progress and what fails go to stderr, the summary to stdout.
#[derive(Parser)]
#[command(name = "conformance", after_help = HELP)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    /// The languages to run, by their folders below `clients`; `all` is every one.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "all")]
    languages: Vec<String>,

    /// Languages that may not be skipped because the machine lacks a program, nor be run with nothing pinned.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    require: Vec<String>,

    /// Pin the result, instead of comparing with it. Requests must be those of the Rust client all the same.
    #[arg(long)]
    accept: bool,

    /// Where the languages are, and what they share.
    #[arg(long, global = true, value_name = "FOLDER", default_value_os_t = project("clients"))]
    clients: PathBuf,

    /// What the result is compared with.
    #[arg(long, value_name = "FOLDER", default_value_os_t = project("snapshots/clients"))]
    pins: PathBuf,

    /// Where clients are made, and downloads kept.
    #[arg(long, global = true, value_name = "FOLDER", default_value_os_t = project("target/clients"))]
    work: PathBuf,
}

/// What is done instead of the run.
#[derive(Subcommand)]
enum Command {
    /// Makes the package of a client, as the registry of its language takes it; prints the paths of its files.
    Package {
        /// The language, by its folder below `clients`.
        language: String,

        /// Where the package is put.
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
    /// Runs generators of others with the views that might suit them, and compares what their clients do.
    ///
    /// Progress and what fails go to stderr, the rows to stdout. They are pinned in `snapshots/matrix.md`.
    Matrix(MatrixArguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let languages = match Language::all(&arguments.clients) {
        Ok(languages) => languages,
        Err(error) => return failed(&error, 2),
    };
    if let Some(Command::Matrix(matrix)) = &arguments.command {
        return match matrix.run(&arguments.work) {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => ExitCode::FAILURE,
            Err(error) => failed(&error, 1),
        };
    }
    if let Some(Command::Package { language, out }) = &arguments.command {
        let rust = match Language::rust(&arguments.clients) {
            Ok(rust) => rust,
            Err(error) => return failed(&error, 2),
        };
        let languages: Vec<_> = rust.into_iter().chain(languages).collect();
        return match language::select(&languages, std::slice::from_ref(language)) {
            Ok(selected) => {
                package(&arguments, &selected, out).map_or_else(|error| failed(&error, 1), |()| ExitCode::SUCCESS)
            }
            Err(error) => failed(&error, 2),
        };
    }
    let selected = language::select(&languages, &arguments.languages);
    let (selected, required) = match (selected, language::select(&languages, &arguments.require)) {
        (Ok(selected), Ok(required)) => (selected, required),
        (Err(error), _) | (_, Err(error)) => return failed(&error, 2),
    };
    match conformance(&arguments, &selected, &required) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => failed(&error, 1),
    }
}

/// Runs the languages; whether it passed.
fn conformance(arguments: &Arguments, selected: &[&Language], required: &[&Language]) -> Result<bool> {
    let Arguments { clients, work, pins, accept, .. } = arguments;
    let mut run = Run::prepare(clients, work, pins.clone(), *accept, report::stderr)?;
    let is_all = arguments.languages.iter().any(|name| name == "all");
    let rust = if is_all { Language::rust(clients)? } else { None };
    let mut outcomes = vec![run.rust(rust.as_ref())?];
    outcomes.extend(selected.iter().map(|language| run.language(language)));
    if *accept {
        let path = losses::path(pins);
        let table = losses::table(pins, &Language::all(clients)?)?;
        fs::write(&path, table).with_context(|| path.display().to_string())?;
    }
    let required: Vec<_> = required.iter().map(|language| language.id.as_str()).collect();
    let useless_headers = if is_all { run.useless_headers() } else { Vec::new() };
    let problems = report::problems(&outcomes, &required, &useless_headers);
    for problem in &problems {
        report::stderr(format_args!("error: {problem}"));
    }
    // A closed pipe is no error.
    let _ = std::io::stdout().write_all(report::summary(&outcomes).as_bytes());
    Ok(report::passed(&outcomes, &problems))
}

/// Makes the packages of languages.
fn package(arguments: &Arguments, selected: &[&Language], out: &Path) -> Result<()> {
    let contract = Contract::parse("spec/openapi.yaml", defender_actions::CONTRACT)?;
    let rules = PackageRules::read(&arguments.clients.join("packages.yaml"))?;
    for language in selected {
        for path in package::publishable(language, &arguments.work, &contract, &rules, out, report::stderr)? {
            // A closed pipe is no error.
            let _ = writeln!(std::io::stdout(), "{}", path.display());
        }
    }
    Ok(())
}

fn failed(error: &anyhow::Error, code: u8) -> ExitCode {
    report::stderr(format_args!("error: {error:#}"));
    ExitCode::from(code)
}
