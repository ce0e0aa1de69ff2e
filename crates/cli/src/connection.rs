//! Where a call goes, and with which token.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs};

use clap::Args;
use defender_actions::{Client, Environment};

use crate::exit::Failure;

/// The variable that holds the token; never an argument, which other users of the machine can see.
const TOKEN: &str = "DEFENDER_ACTIONS_TOKEN";

/// Arguments that every operation has besides its own.
#[derive(Args)]
#[command(next_help_heading = "Connection")]
pub struct Connection {
    /// Environment in which the service is called.
    #[arg(long, value_name = "NAME", default_value = "production", value_parser = environments())]
    environment: String,

    /// Call below this URL instead: the simulator, or a gateway. https, or a loopback address.
    #[arg(long, value_name = "URL", conflicts_with = "environment")]
    base_url: Option<String>,

    /// File that holds the bearer token. Without it, the token is in the variable DEFENDER_ACTIONS_TOKEN.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// Seconds that the call may take in all.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
}

fn environments() -> clap::builder::PossibleValuesParser {
    Environment::ALL.iter().map(|environment| environment.name()).into()
}

impl Connection {
    /// Makes the client.
    pub fn client(&self) -> Result<Client, Failure> {
        let builder = Client::builder()
            .user_agent(concat!("defender-actions-cli/", env!("CARGO_PKG_VERSION")))
            .timeout(Duration::from_secs(self.timeout))
            .bearer_token(token(self.token_file.as_deref())?);
        let builder = match &self.base_url {
            Some(url) => builder.base_url(url),
            None => builder.environment(self.environment.parse().map_err(Failure::input)?),
        };
        builder.build().map_err(Failure::input)
    }
}

fn token(file: Option<&Path>) -> Result<String, Failure> {
    match file {
        Some(file) => fs::read_to_string(file)
            .map_err(|error| Failure::input(format!("the token file {}: {error}", file.display()))),
        None => env::var(TOKEN).map_err(|_| {
            Failure::input(format!(
                "there is no token: put it into the variable {TOKEN}, or name a file with --token-file"
            ))
        }),
    }
}
