//! Tells what the contract says and what a change of it means, and keeps what is decided about changes.

mod approve;
mod check;
mod diff;
mod explain;
mod release;
mod source;

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use codegen::views;
use openapi::{Contract, Document, canonical_json};
use report::{self, Format};

use crate::exit::Failure;
use crate::output;
use source::Source;

/// What to tell or to do.
#[derive(Subcommand)]
pub enum Question {
    /// Print the contract as canonical JSON: keys sorted, aliases expanded.
    Json {
        /// Another contract, YAML or JSON; the built-in one if left out.
        file: Option<PathBuf>,
    },
    /// Print the view of the contract that a generator gets, as JSON.
    View {
        /// The view.
        #[arg(required_unless_present = "list")]
        #[arg(value_parser = views::VIEWS.iter().map(|view| view.name).collect::<Vec<_>>())]
        name: Option<String>,
        /// Another contract, YAML or JSON; the built-in one if left out.
        file: Option<PathBuf>,
        /// Print which views there are instead, and why they differ from the contract.
        #[arg(long, conflicts_with = "name")]
        list: bool,
    },
    /// Print the contract in normal form: one fact a line, references followed, sorted.
    ///
    /// `wire` facts show in messages, `source` facts in generated code, `docs` in texts alone. A line has the operation,
    /// the direction, the place, and what holds there. Two contracts that mean the same have the same wire facts.
    Facts {
        /// Another OpenAPI 3.0 document, as a file or in a git revision; the built-in contract if left out.
        source: Option<String>,
        /// Only the facts of this kind.
        #[arg(long, value_parser = ["wire", "source", "docs"])]
        only: Option<String>,
    },
    /// Tell what changes from one contract to another, and for whom.
    Diff(diff::Diff),
    /// Look for what is wrong with a contract, or missing from it.
    Check(check::Check),
    /// Say what a rule of `diff` or `check` means; without one, list all.
    Explain {
        /// The id of the rule, as in `response-optional-property-removed`.
        rule: Option<String>,
    },
    /// Let a change pass: write its fingerprint and the reason into the file of approvals.
    Approve(approve::Approve),
    /// Freeze the contract as a released version, if its version has risen enough.
    Release(release::Release),
    /// Print the JSON Schema of what `--format json` prints.
    Schema {
        /// The command that prints it.
        #[arg(value_parser = ["diff", "check"])]
        command: String,
    },
}

/// How a report is told.
#[derive(Args)]
pub struct Report {
    /// The format: text for a terminal, json for programs, markdown for a pull request, github for annotations in a
    /// workflow's log, sarif for code scanning.
    #[arg(long, default_value = "text", value_parser = format_parser())]
    format: Format,
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name)).try_map(|name| name.parse::<Format>())
}

/// Answers on stdout.
pub fn run(question: Question) -> Result<(), Failure> {
    let text = match question {
        Question::Json { file } => read(file)?.canonical_json(),
        Question::View { name, file, .. } => match name.as_deref().and_then(views::view) {
            Some(view) => canonical_json(&view.derive(&read(file)?).map_err(Failure::input)?),
            None => views::VIEWS.iter().map(views::View::to_string).collect(),
        },
        Question::Facts { source, only } => facts(source.as_deref(), only.as_deref())?,
        Question::Diff(diff) => return diff.run(),
        Question::Check(check) => return check.run(),
        Question::Explain { rule } => explain::explain(rule.as_deref())?,
        Question::Approve(approve) => return approve.run(),
        Question::Release(release) => return release.run(),
        Question::Schema { command } => canonical_json(&match command.as_str() {
            "check" => report::findings_schema(),
            _ => report::review_schema(),
        }),
    };
    Ok(output::write(&text)?)
}

fn facts(source: Option<&str>, only: Option<&str>) -> Result<String, Failure> {
    let document = match source {
        Some(source) => Source::read(source)?.document()?,
        None => built_in_document(),
    };
    let facts = review::facts(&document).map_err(Failure::input)?;
    let facts = facts.iter().filter(|fact| only.is_none_or(|only| fact.surface.to_string() == only));
    Ok(facts.map(|fact| format!("{fact}\n")).collect())
}

fn read(file: Option<PathBuf>) -> Result<Contract, Failure> {
    let Some(file) = file else { return Ok(built_in()) };
    let source = Source::file(&file)?;
    Contract::parse(&source.name, &source.text).map_err(Failure::input)
}

/// The contract that this program was compiled from.
///
/// # Panics
///
/// Never: the build script has parsed the same text.
pub fn built_in() -> Contract {
    static READ_ONCE: LazyLock<Contract> =
        LazyLock::new(|| Contract::new(built_in_document()).expect("the build script has parsed it"));
    READ_ONCE.clone()
}

fn built_in_document() -> Document {
    Document::parse(source::CONTRACT, defender_actions::CONTRACT).expect("the build script has parsed it")
}
