//! The command of an operation: what is generated of the contract, with the contract's texts as its help.

use clap::{Arg, Args, Command};
use heck::ToKebabCase;
use openapi::{Body, Contract, Operation, Schema};

use crate::call::Recorder;
use crate::connection::Connection;
use crate::generated::{Cli, CliCommand};

/// The name of an operation's command: its operationId with dashes.
pub fn name(operation: CliCommand) -> String {
    operation.operation_id().to_kebab_case()
}

/// The command of an operation.
///
/// Without the contract, it has no texts.
pub fn command(contract: Option<&Contract>, operation: CliCommand) -> Command {
    let generated = Cli::<&Recorder>::get_command(operation);
    let texts = contract.map(|contract| OperationTexts::of(contract, operation)).unwrap_or_default();
    // The generated template of a body is a flag that does nothing.
    let arguments = generated.get_arguments().filter(|argument| argument.get_id() != "json-body-template").cloned();
    let command = Command::new(name(operation)).args(arguments.map(|argument| texts.describe(argument)));
    Connection::augment_args(command).about(texts.summary.clone()).long_about(texts.long_about())
}

/// What the contract says of an operation, in texts for a terminal.
#[derive(Default)]
struct OperationTexts {
    summary: String,
    description: String,
    /// For each property of the body, by the name of its argument.
    properties: Vec<(String, String)>,
}

impl OperationTexts {
    fn of(contract: &Contract, operation: CliCommand) -> Self {
        let name = name(operation);
        let mut operations = contract.operations().iter();
        let found = operations.find(|known| known.name().to_kebab_case() == name);
        found.map(|operation| Self::read(contract, operation)).unwrap_or_default()
    }

    fn read(contract: &Contract, operation: &Operation) -> Self {
        let body = operation.request_body().and_then(|request| request.body());
        let schema = body.as_ref().and_then(Body::json).and_then(|content| content.schema());
        let schema = schema.map(|schema| Schema::of(contract.root(), schema.node));
        let property = |schema: &Schema<'_>, name: &str, property: &Schema<'_>| {
            let text = paragraphs(property.text("description").unwrap_or_default());
            let rule = if schema.requires(name) { ". Required, unless --json-body is given" } else { "" };
            (name.to_kebab_case(), format!("{}{rule}", text.trim_end_matches('.')))
        };
        let properties = schema.iter().flat_map(|schema| {
            schema.properties().into_iter().map(move |(name, value)| property(schema, name, &value))
        });
        let text = |key| paragraphs(operation.node().text(key).unwrap_or_default());
        Self { summary: text("summary"), description: text("description"), properties: properties.collect() }
    }

    fn long_about(&self) -> String {
        format!("{}\n\n{}", self.summary, self.description)
    }

    /// Gives an argument its help: that of the property of its name, else its own as one paragraph.
    fn describe(&self, argument: Arg) -> Arg {
        let name = argument.get_id().to_string();
        if name == "json-body" {
            return argument
                .value_name("FILE")
                .help("File with the whole body as JSON, instead of its properties as arguments");
        }
        let own = argument.get_help().map(|help| paragraphs(&help.to_string()).trim_end_matches('.').to_owned());
        let property = self.properties.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone());
        let argument = argument.value_name(name.to_uppercase().replace('-', "_"));
        match own.or(property) {
            Some(help) => argument.help(help),
            None => argument,
        }
    }
}

/// A description of the contract with its lines joined; an empty line stays a paragraph's end.
fn paragraphs(text: &str) -> String {
    let paragraphs =
        text.trim().split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}
