//! Where a call goes, with which token, and what is shown of it: the arguments that every operation has besides its own.

use std::time::Duration;

use clap::{Args, ValueEnum};
use defender_actions::{Client, ClientBuilder};

use crate::failure::Failure;
use crate::place::PlaceArguments;
use crate::sign_in::{self, SignIn, SignInArguments};
use crate::token;

/// The variables of a call, for the help text.
pub fn help() -> String {
    format!("{VARIABLES}\n\n{}", sign_in::HELP)
}

const VARIABLES: &str = "\
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
    #[command(flatten)]
    place: PlaceArguments,

    #[command(flatten)]
    sign_in: SignInArguments,

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

impl Connection {
    /// The time that the call may take.
    fn timeout(&self) -> Duration {
        Duration::from_secs(self.timeout)
    }

    /// How to sign in. Only a request that is not sent may do without.
    pub fn sign_in(&self) -> Result<Option<SignIn>, Failure> {
        match self.sign_in.choose(self.timeout())? {
            None if !self.dry_run => Err(token::missing()),
            sign_in => Ok(sign_in),
        }
    }

    /// Makes the client; `complete` adds what is not of the connection. A credential is asked for a token with the first
    /// request, and for none if nothing is sent.
    pub fn client(
        &self,
        sign_in: Option<&SignIn>,
        complete: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Client, Failure> {
        let builder = Client::builder()
            .user_agent(concat!("defender-actions-cli/", env!("CARGO_PKG_VERSION")))
            .timeout(self.timeout())
            .trace_bodies(self.log_bodies);
        let mut builder = complete(builder);
        let place = self.place.place()?;
        if let Some(sign_in) = sign_in.filter(|sign_in| !self.dry_run || sign_in.is_token()) {
            builder = sign_in.add_to(builder, place.environment(), &self.sign_in)?;
        }
        place.client(builder)
    }
}
