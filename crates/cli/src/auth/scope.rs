//! `auth scope`: where tokens of an environment come from.

use clap::Args;
use defender_actions::Environment;
use serde_json::json;

use super::Form;
use crate::choice::choice;
use crate::failure::Failure;
use crate::place::{default_environment, environment_help};
use crate::{examples, output};

/// The variable that has the tenant, if no argument has it.
const TENANT: &str = "AZURE_TENANT_ID";
/// What stands for the tenant in the contract.
const PLACEHOLDER: &str = "{tenant}";

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("The scope and the URL of the tokens of a tenant", "defender-actions auth scope --tenant contoso.onmicrosoft.com"),
    (
        "The same of another environment, for programs",
        "defender-actions auth scope --environment government-high --output json",
    ),
];

/// Where tokens come from.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct Scope {
    #[arg(long, value_name = "NAME", help = environment_help())]
    #[arg(value_parser = choice(Environment::ALL.iter().copied(), |environment| environment.name()))]
    environment: Option<Environment>,

    /// Id or domain of the tenant, which the URL has; that of the variable AZURE_TENANT_ID if left out.
    #[arg(long, value_name = "TENANT", value_parser = tenant)]
    tenant: Option<String>,

    /// What stdout holds: lines that a shell takes as variables, or JSON.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    output: Form,
}

fn tenant(text: &str) -> Result<String, String> {
    let is_allowed = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    if text.is_empty() || !text.chars().all(is_allowed) {
        return Err("expected the id of a tenant, or one of its domains".to_owned());
    }
    Ok(text.to_owned())
}

impl Scope {
    /// Prints them.
    pub fn run(self) -> Result<(), Failure> {
        let Some(environment) = self.environment.or_else(default_environment) else {
            return Err(Failure::input("give --environment"));
        };
        let of_variable = || {
            let value = std::env::var(TENANT).ok().filter(|value| !value.is_empty())?;
            Some(tenant(&value).map_err(|problem| Failure::input(format!("the variable {TENANT}: {problem}"))))
        };
        let tenant = self.tenant.map(Ok).or_else(of_variable).transpose()?;
        let token_url = match &tenant {
            Some(tenant) => environment.token_url().replace(PLACEHOLDER, tenant),
            None => environment.token_url().to_owned(),
        };
        if tenant.is_none() && token_url.contains(PLACEHOLDER) {
            output::message(format_args!("put the tenant in the place of {PLACEHOLDER}, or give --tenant"));
        }
        let scope = environment.token_scope();
        match self.output {
            Form::Text => output::lines([format!("SCOPE='{scope}'"), format!("TOKEN_URL='{token_url}'")])?,
            Form::Json => {
                let json = json!({"environment": environment.name(), "scope": scope, "tokenUrl": token_url});
                output::json(&format!("{json:#}"))?;
            }
        }
        Ok(())
    }
}
