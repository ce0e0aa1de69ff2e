//! The option for the format of a report.

use clap::Args;

use crate::choice::choice;

/// How a report is printed.
#[derive(Args)]
pub struct FormatOption {
    /// The format: text for a terminal, json for programs, markdown for a pull request, html for a page that a
    /// person can send on, github for annotations in a workflow's log, sarif for code scanning.
    #[arg(id = "format", long = "format", value_name = "FORMAT", default_value = report::Format::Text.name())]
    #[arg(value_parser = choice(report::Format::ALL, |format| format.name()))]
    pub value: report::Format,
}
