//! The command of an operation: what is generated of the contract, with the contract's texts as its help.

use clap::{Arg, Args, Command};
use heck::ToKebabCase;
use openapi::{Body, Operation, Schema};

use crate::answer::Recorder;
use crate::connection::{self, Connection};
use crate::contract::built_in;
use crate::generated::{Cli, CliCommand};

/// The argument that holds a whole body.
pub const BODY: &str = "json-body";

/// The name of an operation's command: its operationId with dashes.
pub fn name(operation: CliCommand) -> String {
    operation.operation_id().to_kebab_case()
}

/// The operation of a command.
///
/// The build script has read the same contract; so there is one for each command of an operation.
pub fn of_command(name: &str) -> Option<&'static Operation> {
    let mut operations = built_in::contract().ok()?.operations().iter();
    operations.find(|operation| operation.name().to_kebab_case() == name)
}

/// What the contract says of an operation's body.
pub fn body_schema(operation: &'static Operation) -> Option<Schema<'static>> {
    let body = operation.request_body()?.body();
    let schema = body.as_ref().and_then(Body::json)?.schema()?;
    Some(Schema::of(schema.root, schema.node))
}

/// The command of an operation.
///
/// Without the contract, it has no texts.
pub fn command(operation: CliCommand) -> Command {
    let generated = Cli::<&Recorder>::get_command(operation);
    let texts = of_command(&name(operation)).map(OperationTexts::read).unwrap_or_default();
    // The generated template of a body is a flag that does nothing.
    let arguments = generated.get_arguments().filter(|argument| argument.get_id() != "json-body-template").cloned();
    let command = Command::new(name(operation)).args(arguments.map(|argument| texts.describe(argument)));
    Connection::augment_args(command)
        .about(texts.summary.clone())
        .long_about(texts.long_about())
        .after_help(connection::HELP)
}

/// What the contract says of an operation, in texts for a terminal.
#[derive(Default)]
struct OperationTexts {
    summary: String,
    description: String,
    /// For each property of the body that is no parameter, by the name of its argument.
    properties: Vec<(String, String)>,
}

impl OperationTexts {
    fn read(operation: &'static Operation) -> Self {
        let schema = body_schema(operation);
        let property = |schema: &Schema<'_>, name: &str, property: &Schema<'_>| {
            let text = paragraphs(property.text("description").unwrap_or_default());
            let rule = if schema.requires(name) { ". Required, unless --json-body is given" } else { "" };
            (name.to_kebab_case(), format!("{}{rule}", text.trim_end_matches('.')))
        };
        let properties = schema.iter().flat_map(|schema| {
            schema.properties().into_iter().map(move |(name, value)| property(schema, name, &value))
        });
        let parameters: Vec<_> = operation.parameters().iter().map(|it| it.name().to_kebab_case()).collect();
        let properties = properties.filter(|(name, _)| !parameters.contains(name)).collect();
        let text = |key| paragraphs(operation.node().text(key).unwrap_or_default());
        Self { summary: text("summary"), description: text("description"), properties }
    }

    fn long_about(&self) -> String {
        format!("{}\n\n{}", self.summary, self.description)
    }

    /// Gives an argument its help: that of the property of its name, else its own as one paragraph.
    fn describe(&self, argument: Arg) -> Arg {
        let name = argument.get_id().to_string();
        if name == BODY {
            return argument
                .value_name("FILE")
                .help("File with the whole body as a JSON object, instead of its properties as arguments; an unknown property is refused");
        }
        let own = argument.get_help().map(|help| paragraphs(&help.to_string()).trim_end_matches('.').to_owned());
        let property = self.properties.iter().find(|(known, _)| *known == name).map(|(_, text)| text.clone());
        // Which of two bodies is meant would be a guess.
        let argument = if property.is_some() { argument.conflicts_with(BODY) } else { argument };
        let argument = argument.value_name(name.to_uppercase().replace('-', "_"));
        // A text may begin with a dash.
        let takes_text = argument.get_action().takes_values();
        match own.or(property) {
            Some(help) => argument.help(help),
            None => argument,
        }
        .allow_hyphen_values(takes_text)
    }
}

/// A description of the contract with its lines joined; an empty line stays a paragraph's end.
fn paragraphs(text: &str) -> String {
    let paragraphs =
        text.trim().split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}
