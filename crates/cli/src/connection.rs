//! Where a call goes, with which token, and what is shown of it: the arguments that every operation has besides its own.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use defender_actions::{BearerToken, Client, ClientBuilder, Environment};
use openapi::Located;

use crate::choice::choice;
use crate::contract::built_in;
use crate::failure::Failure;
use crate::{output, token};

/// The variable that holds the base URL, if there is no argument that says where to call.
const BASE_URL: &str = "DEFENDER_ACTIONS_BASE_URL";

/// The variables of a call, for the help text.
pub const HELP: &str = "\
Variables:
  DEFENDER_ACTIONS_TOKEN     the bearer token, if there is no --token-file
  DEFENDER_ACTIONS_BASE_URL  as --base-url, if there is neither --base-url nor --environment
  HTTPS_PROXY, ALL_PROXY     the proxy, http://host:port; never asked for this machine
  NO_PROXY                   hosts that are called without a proxy, with commas between
  SSL_CERT_FILE              file of the CA certificates to trust, PEM, instead of the system's store (not on Windows and
                             macOS); for a proxy that inspects TLS, add its CA to the store or name a file here
  SSL_CERT_DIR               the same, as a folder that `openssl rehash` has prepared";

/// Arguments that every operation has besides its own.
#[derive(Args)]
#[command(next_help_heading = "Connection")]
pub struct Connection {
    #[arg(long, value_name = "NAME", help = environment_help())]
    #[arg(value_parser = choice(Environment::ALL.iter().copied(), |environment| environment.name()))]
    environment: Option<Environment>,

    /// Call below this URL instead: the simulator, or a gateway. https, or a loopback address.
    #[arg(long, value_name = "URL", conflicts_with = "environment")]
    base_url: Option<String>,

    /// File that holds the bearer token. Without it, the token is in the variable DEFENDER_ACTIONS_TOKEN.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// Seconds that an attempt to make the call may take; without --retry there is one.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,

    /// Ask the simulator for a documented response, as in code=429 or example=Forbidden. Only below a loopback address.
    #[arg(long, value_name = "PREFERENCE")]
    pub prefer: Option<String>,

    /// Have the bodies of the request and the response in the log of -v too. They hold the comment.
    #[arg(long)]
    log_bodies: bool,

    /// Show the request that would be sent, and send nothing. Needs no token.
    #[arg(long)]
    pub dry_run: bool,

    /// What stdout holds: the action alone, or why the call failed too, as JSON; `schema call` prints its schema.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output: OutputFormat,
}

/// What stdout holds.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// The action as JSON, if the call is done
    Text,
    /// One JSON value in any case
    Json,
}

fn environment_help() -> String {
    let help = "Environment in which the service is called";
    match default_environment() {
        Some(default) => format!("{help}; {default} if left out"),
        None => help.to_owned(),
    }
}

/// The environment that is called if none is named: that of the contract's first server. If the contract as a whole has
/// no server, one has to be named.
fn default_environment() -> Option<Environment> {
    let contract = built_in::contract().ok()?;
    let first = openapi::servers::of(&Located::root(contract.root())).next()?;
    first.environment?.parse().ok()
}

impl Connection {
    /// The time that the call may take.
    fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }

    /// The token, if there is one. Only a request that is not sent may be without.
    pub fn token(&self) -> Result<Option<BearerToken>, Failure> {
        match token::find(self.token_file.as_deref(), self.timeout())? {
            None if !self.dry_run => Err(token::missing()),
            token => Ok(token),
        }
    }

    /// Makes the client; `complete` adds what is not of the connection.
    pub fn client(&self, complete: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Result<Client, Failure> {
        let builder = Client::builder()
            .user_agent(concat!("defender-actions-cli/", env!("CARGO_PKG_VERSION")))
            .timeout(self.timeout())
            .trace_bodies(self.log_bodies);
        let builder = complete(builder);
        if let Some(url) = &self.base_url {
            return builder.base_url(url).build().map_err(Failure::input);
        }
        if let Some(environment) = self.environment {
            return builder.environment(environment).build().map_err(Failure::input);
        }
        let failure = |problem: &dyn std::fmt::Display| Failure::input(format!("the variable {BASE_URL}: {problem}"));
        if let Some(url) = env::var_os(BASE_URL).filter(|url| !url.is_empty()) {
            let url = url.into_string().map_err(|_| failure(&"the base URL is not UTF-8"))?;
            let client = builder.base_url(&url).build().map_err(|error| failure(&error))?;
            // An action on a simulator is none, and nothing else on the screen says where it went.
            output::message(format_args!("the call goes to {url}: the variable {BASE_URL} says so"));
            return Ok(client);
        }
        let Some(environment) = default_environment() else {
            return Err(Failure::input("give --environment or --base-url: where to call"));
        };
        builder.environment(environment).build().map_err(Failure::input)
    }
}
