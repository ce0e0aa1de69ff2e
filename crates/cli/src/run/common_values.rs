//! The arguments for values that all rows of a list have: one for each name that a column may have.

use std::collections::BTreeMap;

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use heck::ToKebabCase;
use openapi::escape;

use crate::contract::built_in;
use crate::operation;

/// Values of the rows that have none of their own, by the names of their columns.
#[derive(Default)]
pub struct CommonValues(pub Vec<(String, String)>);

/// The identifier of an argument, so that no name of the contract is that of another argument.
fn id(name: &str) -> String {
    format!("value-of-{name}")
}

/// The names of all parameters and properties, with what the contract says of the first that has it.
fn names() -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let operations = built_in::contract().map(|contract| contract.operations()).unwrap_or_default();
    for operation in operations {
        let parameters = operation.parameters().into_iter().map(|it| {
            let text = it.schema().and_then(|schema| Some(schema.resolve().text("description")?.to_owned()));
            (it.name().to_kebab_case(), text)
        });
        let properties = operation::body_schema(operation).map(|schema| schema.properties()).unwrap_or_default();
        let properties = properties
            .into_iter()
            .map(|(name, schema)| (name.to_kebab_case(), schema.text("description").map(str::to_owned)));
        for (name, text) in parameters.chain(properties) {
            names.entry(name).or_insert_with(|| text.unwrap_or_default());
        }
    }
    names
}

impl Args for CommonValues {
    fn augment_args(command: Command) -> Command {
        let taken: Vec<String> =
            command.get_arguments().filter_map(Arg::get_long).map(str::to_owned).chain(["help".to_owned()]).collect();
        let command = command.next_help_heading("Values of all rows that have none of their own");
        names().into_iter().fold(command, |command, (name, text)| {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let long = if taken.contains(&name) { format!("value-{name}") } else { name.clone() };
            let argument = Arg::new(id(&name)).long(long).value_name(name.to_uppercase().replace('-', "_"));
            command.arg(argument.allow_hyphen_values(true).help(escape::line(text.trim_end_matches('.'))))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for CommonValues {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let values = names().into_keys().filter_map(|name| {
            let value = matches.get_one::<String>(&id(&name))?.clone();
            Some((name, value))
        });
        Ok(Self(values.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
