//! How a call signs in: with a token, or with a credential that gives one.

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fmt};

use clap::Args;
use defender_actions::{BearerToken, ClientBuilder, CredentialSource, Environment, SecretMask};

use crate::choice::choice;
use crate::failure::Failure;
use crate::{output, token};

/// The variables of credentials, for the help text.
pub const HELP: &str = "\
Variables of --credential, as in the Azure SDKs:
  AZURE_TENANT_ID, AZURE_CLIENT_ID  the tenant and the application
  AZURE_CLIENT_SECRET               env: its secret
  AZURE_CLIENT_CERTIFICATE_PATH     env: a PEM file with its certificate and RSA key, if there is no secret
  AZURE_FEDERATED_TOKEN_FILE        workload-identity: a file with a token of another issuer
  IDENTITY_ENDPOINT                 managed-identity: set by Azure; a virtual machine has none
  AZURE_AUTHORITY_HOST              the identity platform, instead of that of the environment";

/// The variable that has the secret of an application.
const SECRET: &str = "AZURE_CLIENT_SECRET";

/// Arguments that say how to sign in.
#[derive(Args)]
pub struct SignInArguments {
    #[arg(long, value_name = "KIND", help = kind_help(), value_parser = choice(Kind::all(), |kind| kind.name()))]
    credential: Option<Kind>,

    /// File that holds the bearer token. Without it, the token is in the variable DEFENDER_ACTIONS_TOKEN.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,

    /// Scope of the token that a credential gives, instead of that of the environment; `auth scope` prints those.
    #[arg(long, value_name = "SCOPE")]
    pub token_scope: Option<String>,
}

/// A kind of credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A token that the caller has.
    Token,
    Source(CredentialSource),
}

impl Kind {
    /// All, in the order in which they are looked for.
    fn all() -> impl Iterator<Item = Self> {
        [Self::Token].into_iter().chain(CredentialSource::ALL.iter().copied().map(Self::Source))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Source(source) => source.name(),
        }
    }
}

fn kind_help() -> String {
    let names: Vec<_> = Kind::all().map(Kind::name).collect();
    format!("Credential that gives the token; the first that is set up if left out, of {}", names.join(", "))
}

/// How a call signs in.
pub enum SignIn {
    /// With a token.
    Token(BearerToken),
    /// With a credential.
    Credential {
        /// Where it comes from.
        source: CredentialSource,
        /// Whether the caller has named it.
        is_named: bool,
    },
}

impl SignInArguments {
    /// How to sign in, if this process is set up for it.
    pub fn choose(&self, timeout: Duration) -> Result<Option<SignIn>, Failure> {
        let is_token = matches!(self.credential, None | Some(Kind::Token));
        if !is_token && self.token_file.is_some() {
            return Err(Failure::input(
                "--token-file has a token: --credential token takes it, or leave --credential out",
            ));
        }
        if is_token && let Some(token) = token::find(self.token_file.as_deref(), timeout)? {
            return Ok(Some(SignIn::Token(token)));
        }
        Ok(match self.credential {
            Some(Kind::Token) => None,
            Some(Kind::Source(source)) => Some(SignIn::Credential { source, is_named: true }),
            None => CredentialSource::configured().map(|source| SignIn::Credential { source, is_named: false }),
        })
    }
}

impl SignIn {
    /// Adds the credential to a client. Its token is that of the environment, or the scope of the arguments. Which
    /// credential was found is said on stderr, unless it was named: who acts is not left to guesses.
    pub fn add_to(
        &self,
        builder: ClientBuilder,
        environment: Option<Environment>,
        arguments: &SignInArguments,
    ) -> Result<ClientBuilder, Failure> {
        let (source, is_named) = match self {
            Self::Token(token) => return Ok(builder.bearer_token(token.clone())),
            Self::Credential { source, is_named } => (source, is_named),
        };
        if !is_named {
            output::message(format_args!("signs in with --credential {self}"));
        }
        let builder = builder.credential(source.credential(environment).map_err(Failure::input)?);
        match (&arguments.token_scope, environment) {
            (Some(scope), _) => Ok(builder.token_scope(scope)),
            (None, Some(_)) => Ok(builder),
            (None, None) => Err(Failure::input(format!(
                "the credential {self} needs to know for which service its token is: name its scope with --token-scope; \
                 `auth scope` prints that of an environment"
            ))),
        }
    }

    /// Whether it is a token of the caller's own.
    pub fn is_token(&self) -> bool {
        matches!(self, Self::Token(_))
    }

    /// What no output may show: the token, or the secret of the credential; it learns the tokens that are sent.
    pub fn mask(&self) -> SecretMask {
        let mask = SecretMask::default();
        match self {
            Self::Token(token) => mask.add(token.clone()),
            Self::Credential { .. } => env::var(SECRET).into_iter().for_each(|secret| mask.add_secret(secret)),
        }
        mask
    }
}

/// `env: the variable AZURE_CLIENT_SECRET is set`
impl fmt::Display for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Token(_) => f.write_str("token"),
            Self::Credential { source, .. } => {
                write!(f, "{source}")?;
                match source.variable() {
                    Some("PATH") => f.write_str(" (`az` is installed)"),
                    Some(variable) => write!(f, " (the variable {variable} is set)"),
                    None => Ok(()),
                }
            }
        }
    }
}
