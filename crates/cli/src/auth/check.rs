//! `auth check`: gets a token, and says what it allows.

use std::time::{Duration, SystemTime};

use clap::Args;
use defender_actions::{Client, Environment, Error, TokenClaims};

use super::{Form, access};
use crate::failure::Failure;
use crate::place::PlaceArguments;
use crate::sign_in::{self, SignInArguments};
use crate::{examples, output, signals, token};

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("Whether the application of the variables may call", "defender-actions auth check --credential env"),
    (
        "The same of a token that you have",
        "defender-actions auth check --token-file token.txt --environment regional-eu",
    ),
];

const ENDS: &str = "\
It ends with 0 if the token is of use, with 1 if it is not: it has expired, is for another service, or allows no operation.
Without a token it ends with 2, or with 4 if the identity platform cannot be reached.";

/// Whose token to check.
#[derive(Args)]
#[command(after_help = format!("{ENDS}\n\n{}\n\n{}", examples::section(EXAMPLES), sign_in::HELP))]
pub struct Check {
    #[command(flatten)]
    place: PlaceArguments,

    #[command(flatten)]
    sign_in: SignInArguments,

    /// Seconds that the token may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,

    /// What stdout holds; `schema auth-check` prints the schema of its JSON.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output: Form,
}

impl Check {
    /// Checks it.
    pub async fn run(self) -> Result<(), Failure> {
        let timeout = Duration::from_secs(self.timeout);
        let place = self.place.place()?;
        let sign_in = self.sign_in.choose(timeout)?.ok_or_else(token::missing)?;
        let builder = sign_in.add_to(Client::builder().timeout(timeout), place.environment(), &self.sign_in)?;
        let client = place.client(builder)?;
        let answer = signals::unless_stopped(client.access_token()).await;
        let answer = answer.map_err(|error| Failure::other(format!("cannot listen to signals: {error}")))?;
        let answer =
            answer.map_err(|signal| Failure::other(format!("stopped by {signal} before there was a token")))?;
        let token = answer.map_err(|error| {
            let mask = sign_in.mask();
            Failure::call(&Error::Credential(error)).map_text(|text| mask.apply(text))
        })?;
        let claims = token.as_ref().and_then(TokenClaims::of);
        let scope = self.sign_in.token_scope.as_deref().or(place.environment().map(Environment::token_scope));
        let checked = access::check(sign_in.to_string(), claims.as_ref(), scope, SystemTime::now());
        match self.output {
            Form::Text => output::lines(access::lines(&checked))?,
            Form::Json => output::json(&serde_json::to_string_pretty(&checked).unwrap_or_default())?,
        }
        if !checked.is_opaque {
            output::message("this is what the token says of itself: the service alone checks its signature");
        }
        match checked.problems.is_empty() {
            true => Ok(()),
            false => Err(Failure::review(format!("the token is of no use: {}", checked.problems.join("; ")))),
        }
    }
}
