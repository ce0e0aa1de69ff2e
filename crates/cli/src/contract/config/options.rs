//! The options of commands for the configuration.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use openapi::escape;
use review::{Configuration, ParseError, Settings, Treatment, Treatments};

use super::changes::changes;
use super::settings::Config;
use crate::contract::source::ContractSource;
use crate::failure::Failure;
use crate::output;

/// The file of configuration, in the folder of the contract.
const CONFIG: &str = "contract-config.yaml";

/// The file that says what a team thinks of rules.
#[derive(Args)]
pub struct ConfigOption {
    /// The configuration: rules that are off or have another tier or severity, extensions, what fails. It is
    /// `contract-config.yaml` beside the contract, if left out; `contract schema config` prints its JSON Schema.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
}

/// What a team says of rules and extensions, in a file and on the command line, which comes first.
#[derive(Args)]
pub struct SettingsOptions {
    #[command(flatten)]
    config: ConfigOption,
    /// Give an extension that your own tools read a tier, as in `x-name=wire`; `x-acme-*` stands for all that begin so.
    /// The tiers are wire, source, compatible and docs. May be repeated.
    #[arg(long, value_name = "EXTENSION=TIER", value_parser = treatment)]
    treat: Vec<Treatment>,
}

/// Reads a treatment; the text of an error is shown as it is.
fn treatment(text: &str) -> Result<Treatment, String> {
    text.parse().map_err(|error: ParseError| escape::whole(&error.to_string()))
}

impl ConfigOption {
    /// The configuration for a contract, which is said on stderr; an empty one if there is no file.
    pub fn read(&self, contract: &ContractSource) -> Result<Config, Failure> {
        let config = self.find(contract)?;
        if let Some(file) = &config.file {
            output::message(format_args!("config: {file}"));
        }
        Ok(config)
    }

    /// The configuration for the contract after, with what has changed of it since the contract before. That of the
    /// contract after holds: who weakens a rule in the same change is reported, and not stopped.
    pub fn reviewed(
        &self,
        base: &ContractSource,
        head: &ContractSource,
    ) -> Result<(Config, Option<Configuration>), Failure> {
        let config = self.read(head)?;
        // A file that was named is not compared: it need not be one of the contract.
        let is_beside =
            self.config.is_none() && base.revision.is_some() && base.path_in_repository() == head.path_in_repository();
        // What cannot be read as a configuration any more says nothing.
        let old = if is_beside { self.find(base).unwrap_or_default() } else { config.clone() };
        let file = config.file.clone().or_else(|| old.file.clone());
        let configuration = file.map(|file| Configuration { file, changes: changes(&old, &config) });
        Ok((config, configuration))
    }

    fn find(&self, contract: &ContractSource) -> Result<Config, Failure> {
        let source = match &self.config {
            Some(file) => Some(ContractSource::file(file)?),
            None => contract.beside(CONFIG)?,
        };
        match source {
            Some(source) => Ok(Config::parse(&source.name, &source.text)?),
            None => Ok(Config::default()),
        }
    }
}

impl SettingsOptions {
    /// The configuration for a contract.
    pub fn config(&self, contract: &ContractSource) -> Result<Config, Failure> {
        self.config.read(contract)
    }

    /// As [`ConfigOption::reviewed`].
    pub fn reviewed(
        &self,
        base: &ContractSource,
        head: &ContractSource,
    ) -> Result<(Config, Option<Configuration>), Failure> {
        self.config.reviewed(base, head)
    }

    /// What the configuration and the command line say of rules and extensions.
    pub fn settings(&self, config: &Config) -> Settings {
        // Of two for the same extension, the later one holds.
        let treatments: Treatments = config.treatments.iter().chain(&self.treat).cloned().collect();
        Settings { treatments, rules: config.review_rules.clone() }
    }
}
