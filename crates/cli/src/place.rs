//! Where a call goes: an environment, or a base URL.

use std::env;

use clap::Args;
use defender_actions::{Client, ClientBuilder, Environment};

use crate::choice::choice;
use crate::failure::Failure;
use crate::output;

/// The variable that holds the base URL, if there is no argument that says where to call.
const BASE_URL: &str = "DEFENDER_ACTIONS_BASE_URL";

/// Arguments that say where to call.
#[derive(Args)]
pub struct PlaceArguments {
    #[arg(long, value_name = "NAME", help = environment_help())]
    #[arg(value_parser = choice(Environment::ALL.iter().copied(), |environment| environment.name()))]
    environment: Option<Environment>,

    /// Call below this URL instead: the simulator, or a gateway. https, or a loopback address.
    #[arg(long, value_name = "URL", conflicts_with = "environment")]
    base_url: Option<String>,
}

/// Where a call goes.
pub enum Place {
    /// To the server of an environment.
    Environment(Environment),
    /// Below a URL.
    BaseUrl {
        /// The URL, not checked.
        url: String,
        /// Whether a variable says so, and no argument.
        is_of_variable: bool,
    },
}

pub fn environment_help() -> String {
    let help = "Environment in which the service is called";
    match default_environment() {
        Some(default) => format!("{help}; {default} if left out"),
        None => help.to_owned(),
    }
}

/// The environment that is called if none is named: that of the contract's first server. If the contract as a whole has
/// no server, one has to be named.
pub fn default_environment() -> Option<Environment> {
    const NAME: Option<&str> = include!(concat!(env!("OUT_DIR"), "/default_environment.rs"));
    NAME?.parse().ok()
}

impl PlaceArguments {
    /// Where to call.
    pub fn place(&self) -> Result<Place, Failure> {
        if let Some(url) = &self.base_url {
            return Ok(Place::BaseUrl { url: url.clone(), is_of_variable: false });
        }
        if let Some(environment) = self.environment {
            return Ok(Place::Environment(environment));
        }
        if let Some(url) = env::var_os(BASE_URL).filter(|url| !url.is_empty()) {
            let url = url.into_string().map_err(|_| of_variable("the base URL is not UTF-8"))?;
            return Ok(Place::BaseUrl { url, is_of_variable: true });
        }
        let environment = default_environment();
        environment
            .map(Place::Environment)
            .ok_or_else(|| Failure::input("give --environment or --base-url: where to call"))
    }
}

impl Place {
    /// The environment, if it is one.
    pub fn environment(&self) -> Option<Environment> {
        match self {
            Self::Environment(environment) => Some(*environment),
            Self::BaseUrl { .. } => None,
        }
    }

    /// Makes a client that calls there.
    pub fn client(&self, builder: ClientBuilder) -> Result<Client, Failure> {
        match self {
            Self::Environment(environment) => builder.environment(*environment).build().map_err(Failure::input),
            Self::BaseUrl { url, is_of_variable: false } => builder.base_url(url).build().map_err(Failure::input),
            Self::BaseUrl { url, is_of_variable: true } => {
                let client = builder.base_url(url).build().map_err(of_variable)?;
                // An action on a simulator is none, and nothing else on the screen says where it went.
                output::message(format_args!("the call goes to {url}: the variable {BASE_URL} says so"));
                Ok(client)
            }
        }
    }
}

fn of_variable(problem: impl std::fmt::Display) -> Failure {
    Failure::input(format!("the variable {BASE_URL}: {problem}"))
}
