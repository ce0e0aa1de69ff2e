//! Where a call goes, and with which token.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use defender_actions::{Client, Environment};
use openapi::Located;

use crate::choice::choice;
use crate::contract::built_in;
use crate::failure::Failure;
use crate::token;

/// Arguments that every operation has besides its own.
#[derive(Args)]
#[command(next_help_heading = "Connection")]
pub struct Connection {
    /// Environment in which the service is called.
    #[arg(long, value_name = "NAME", default_value = default_environment())]
    #[arg(value_parser = choice(Environment::ALL.iter().copied(), |environment| environment.name()))]
    environment: Option<Environment>,

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

/// The environment that is called if none is named: that of the contract's first server. If the contract as a whole has
/// no server, one has to be named.
fn default_environment() -> Option<&'static str> {
    let contract = built_in::contract().ok()?;
    let first = openapi::servers::of(&Located::root(contract.root())).next()?;
    first.environment?.parse().ok().map(Environment::name)
}

impl Connection {
    /// Makes the client.
    pub fn client(&self) -> Result<Client, Failure> {
        let timeout = Duration::from_secs(self.timeout);
        let token = token::find(self.token_file.as_deref(), timeout)?.ok_or_else(token::missing)?;
        let mut builder = Client::builder()
            .user_agent(concat!("defender-actions-cli/", env!("CARGO_PKG_VERSION")))
            .timeout(timeout)
            .bearer_token(token);
        builder = match (&self.base_url, self.environment) {
            (Some(url), _) => builder.base_url(url),
            (None, Some(environment)) => builder.environment(environment),
            (None, None) => return Err(Failure::input("give --environment or --base-url: where to call")),
        };
        builder.build().map_err(Failure::input)
    }
}
