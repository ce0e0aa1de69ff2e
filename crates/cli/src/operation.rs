//! The command of an operation: what is generated of the contract, with the contract's texts as its help.

use clap::{Arg, Args, Command};
use heck::ToKebabCase;
use openapi::{Body, Operation, Schema};

use crate::answer::Recorder;
use crate::connection::{self, Connection};
use crate::contract::built_in;
use crate::generated::{Cli, CliCommand};
use crate::invocation::Invocation;
use crate::retries::Retries;
use crate::{examples, simulate};

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
    let usage = texts.usage(&command);
    let command = Retries::augment_args(Connection::augment_args(command))
        .about(texts.summary.clone())
        .long_about(texts.long_about())
        .after_help([texts.examples, connection::help()].join("\n\n").trim_start().to_owned());
    match usage {
        Some(usage) => command.override_usage(usage),
        None => command,
    }
}

/// What the contract says of an operation, in texts for a terminal.
#[derive(Default)]
struct OperationTexts {
    summary: String,
    description: String,
    /// The properties of the body that are no parameters.
    properties: Vec<Property>,
    /// The section of examples; empty if the contract has none.
    examples: String,
}

/// A property of a body, as an argument.
struct Property {
    argument: String,
    help: String,
    is_required: bool,
}

impl OperationTexts {
    fn read(operation: &'static Operation) -> Self {
        let schema = body_schema(operation);
        let property = |schema: &Schema<'_>, name: &str, property: &Schema<'_>| {
            let text = paragraphs(property.text("description").unwrap_or_default());
            let is_required = schema.requires(name);
            let rule = if is_required { ". Required, unless --json-body is given" } else { "" };
            let help = format!("{}{rule}", text.trim_end_matches('.'));
            Property { argument: name.to_kebab_case(), help, is_required }
        };
        let properties = schema.iter().flat_map(|schema| {
            schema.properties().into_iter().map(move |(name, value)| property(schema, name, &value))
        });
        let parameters: Vec<_> = operation.parameters().iter().map(|it| it.name().to_kebab_case()).collect();
        let properties = properties.filter(|property| !parameters.contains(&property.argument)).collect();
        let text = |key| paragraphs(operation.node().text(key).unwrap_or_default());
        let summary = text("summary");
        Self { examples: examples(operation, &summary), summary, description: text("description"), properties }
    }

    /// The usage, where it is not that of the arguments alone: a body is given as its properties, or in a file.
    fn usage(&self, command: &Command) -> Option<String> {
        let required: Vec<_> = self.properties.iter().filter(|property| property.is_required).collect();
        if required.is_empty() {
            return None;
        }
        let argument = |name: &str| command.get_arguments().find(|argument| argument.get_id() == name);
        let parameters: Vec<_> = command.get_arguments().filter(|argument| argument.is_required_set()).collect();
        let properties = required.iter().filter_map(|property| argument(&property.argument));
        let forms = [properties.collect(), Vec::from_iter(argument(BODY))].map(|body: Vec<&Arg>| {
            let words: Vec<_> = parameters.iter().copied().chain(body).map(form).collect();
            format!("defender-actions {} [OPTIONS]{}", command.get_name(), words.concat())
        });
        Some(forms.join("\n       "))
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
        let property = self.properties.iter().find(|property| property.argument == name);
        let property = property.map(|property| property.help.clone());
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

/// An argument and its value in the usage. It is not built yet, and so cannot be displayed.
fn form(argument: &Arg) -> String {
    let value = argument.get_value_names().unwrap_or_default().first().map(|name| format!(" <{name}>"));
    format!(" --{}{}", argument.get_long().unwrap_or_default(), value.unwrap_or_default())
}

/// The section of examples: the call with the contract's examples.
fn examples(operation: &Operation, summary: &str) -> String {
    let Ok(call) = Invocation::example(operation) else { return String::new() };
    let simulated = format!("{call} --base-url http://{}", simulate::ADDRESS);
    examples::section(&[
        (summary, &call.to_string()),
        ("Show the request, and send nothing", &format!("{call} --dry-run")),
        ("Rehearse on the simulator that `defender-actions simulate` serves", &simulated),
    ])
}

/// A description of the contract with its lines joined; an empty line stays a paragraph's end.
fn paragraphs(text: &str) -> String {
    let paragraphs =
        text.trim().split("\n\n").map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}
