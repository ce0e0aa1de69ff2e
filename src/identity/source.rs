//! The credentials that variables of the process describe.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fmt};

use azure_core::cloud::{CloudConfiguration, CustomConfiguration};
use azure_core::credentials::{AccessToken, Secret, TokenCredential, TokenRequestOptions};
use azure_core::error::{Error, ErrorKind};
use azure_core::http::{ClientOptions, ExponentialRetryOptions, RetryOptions, Transport as SdkTransport};
use azure_identity::{
    AzureCliCredential, AzureCliCredentialOptions, ClientAssertion, ClientAssertionCredential,
    ClientAssertionCredentialOptions, ClientSecretCredential, ClientSecretCredentialOptions, ManagedIdentityCredential,
    ManagedIdentityCredentialOptions, UserAssignedId,
};

use super::certificate::Certificate;
use super::failure::FAILED;
use super::federated_token::FederatedToken;
use super::transport::Transport;
use crate::build_error::BuildError;
use crate::generated_operations::Environment;

const AUTHORITY: &str = "AZURE_AUTHORITY_HOST";
const TENANT: &str = "AZURE_TENANT_ID";
const CLIENT: &str = "AZURE_CLIENT_ID";
const SECRET: &str = "AZURE_CLIENT_SECRET";
const CERTIFICATE: &str = "AZURE_CLIENT_CERTIFICATE_PATH";
const FEDERATED_TOKEN: &str = "AZURE_FEDERATED_TOKEN_FILE";
const ENDPOINT: &str = "IDENTITY_ENDPOINT";
const ENDPOINT_HEADER: &str = "IDENTITY_HEADER";
const PATH: &str = "PATH";

/// How often a request for a token is made again that got no answer, or that of a busy identity platform.
const RETRIES: u32 = 2;

/// Where a credential comes from. The variables are those of the Azure SDKs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialSource {
    /// `env`: an application with a secret (`AZURE_CLIENT_SECRET`) or a certificate (`AZURE_CLIENT_CERTIFICATE_PATH`, a PEM
    /// file with an RSA key), and `AZURE_TENANT_ID` and `AZURE_CLIENT_ID`.
    Environment,
    /// `workload-identity`: an application with a token of another issuer, in the file that `AZURE_FEDERATED_TOKEN_FILE`
    /// names, and `AZURE_TENANT_ID` and `AZURE_CLIENT_ID`.
    WorkloadIdentity,
    /// `managed-identity`: the identity of this machine or app in Azure; `AZURE_CLIENT_ID` names one that was assigned.
    ManagedIdentity,
    /// `cli`: the account that has signed in with `az login`; in the tenant `AZURE_TENANT_ID`, if that is set.
    AzureCli,
}

impl CredentialSource {
    /// All of them, in the order in which they are looked for.
    pub const ALL: &'static [Self] =
        &[Self::Environment, Self::WorkloadIdentity, Self::ManagedIdentity, Self::AzureCli];

    /// Its name, for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Environment => "env",
            Self::WorkloadIdentity => "workload-identity",
            Self::ManagedIdentity => "managed-identity",
            Self::AzureCli => "cli",
        }
    }

    /// The first source that this process is set up for; `None` if it is set up for none.
    ///
    /// Nothing is tried: the first is the one, and if it fails, no other takes its place. The managed identity of a virtual
    /// machine has no variable, and is not found here.
    pub fn configured() -> Option<Self> {
        Self::ALL.iter().copied().find(|source| source.variable().is_some())
    }

    /// The variable of this process that sets the source up; `None` if none does. For [`AzureCli`](Self::AzureCli) it is
    /// `PATH`, where `az` is.
    pub fn variable(self) -> Option<&'static str> {
        self.variable_of(&|name| env::var_os(name))
    }

    fn variable_of(self, variables: &dyn Fn(&str) -> Option<OsString>) -> Option<&'static str> {
        let is_set = |name: &str| variables(name).is_some_and(|value| !value.is_empty());
        match self {
            Self::Environment => [SECRET, CERTIFICATE].into_iter().find(|name| is_set(name)),
            Self::WorkloadIdentity => Some(FEDERATED_TOKEN).filter(|name| is_set(name)),
            Self::ManagedIdentity => Some(ENDPOINT).filter(|name| is_set(name) && is_set(ENDPOINT_HEADER)),
            Self::AzureCli => Some(PATH).filter(|name| {
                let program = if cfg!(windows) { "az.cmd" } else { "az" };
                let folders = variables(name).unwrap_or_default();
                env::split_paths(&folders).any(|folder| folder.is_absolute() && folder.join(program).is_file())
            }),
        }
    }

    /// A credential for [`ClientBuilder::credential`](crate::ClientBuilder::credential).
    ///
    /// It holds no token: each is a new one, made of the variables and files of that time. The identity platform is that of
    /// the environment, or of the contract's first, unless `AZURE_AUTHORITY_HOST` names another.
    ///
    /// # Errors
    ///
    /// A variable is missing or not valid, a file cannot be read, or TLS cannot be configured.
    pub fn credential(self, environment: Option<Environment>) -> Result<Arc<dyn TokenCredential>, BuildError> {
        let environment = environment.or_else(|| Environment::ALL.first().copied());
        let authority = authority(environment.map(Environment::token_url).unwrap_or_default());
        let transport = SdkTransport::new(Arc::new(Transport::new()?));
        let credential = FromVariables { source: self, authority, transport };
        credential.make().map_err(|error| {
            let message = error.to_string().replace('\n', " ");
            BuildError::new(format!("the credential `{}`: {message}", self.name()))
        })?;
        Ok(Arc::new(credential))
    }
}

impl fmt::Display for CredentialSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A credential that is made anew for each token: those of the SDK hold theirs, which would be given again after the
/// service has refused it.
struct FromVariables {
    source: CredentialSource,
    /// `https://login.microsoftonline.com`
    authority: String,
    transport: SdkTransport,
}

impl FromVariables {
    fn make(&self) -> azure_core::Result<Arc<dyn TokenCredential>> {
        Ok(match self.source {
            CredentialSource::Environment => self.application()?,
            CredentialSource::WorkloadIdentity => {
                let token = FederatedToken { path: required(FEDERATED_TOKEN)?.into() };
                token.read()?;
                self.with_assertion(required(TENANT)?, required(CLIENT)?, token)?
            }
            CredentialSource::ManagedIdentity => {
                ManagedIdentityCredential::new(Some(ManagedIdentityCredentialOptions {
                    user_assigned_id: optional(CLIENT)?.map(UserAssignedId::ClientId),
                    client_options: self.options(),
                }))?
            }
            CredentialSource::AzureCli => AzureCliCredential::new(Some(AzureCliCredentialOptions {
                tenant_id: optional(TENANT)?,
                ..AzureCliCredentialOptions::default()
            }))?,
        })
    }

    /// An application with its secret, or with its certificate.
    fn application(&self) -> azure_core::Result<Arc<dyn TokenCredential>> {
        let (tenant, client_id) = (required(TENANT)?, required(CLIENT)?);
        if let Some(secret) = optional(SECRET)? {
            let options = ClientSecretCredentialOptions { client_options: self.options() };
            return Ok(ClientSecretCredential::new(&tenant, client_id, Secret::new(secret), Some(options))?);
        }
        let Some(path) = optional(CERTIFICATE)? else {
            return Err(invalid(format!("set the variable {SECRET}, or {CERTIFICATE}")));
        };
        let audience = format!("{}/{tenant}/oauth2/v2.0/token", self.authority);
        let certificate = Certificate { path: PathBuf::from(path), client_id: client_id.clone(), audience };
        certificate.check()?;
        self.with_assertion(tenant, client_id, certificate)
    }

    fn with_assertion(
        &self,
        tenant: String,
        client_id: String,
        assertion: impl ClientAssertion + 'static,
    ) -> azure_core::Result<Arc<dyn TokenCredential>> {
        let options = ClientAssertionCredentialOptions { client_options: self.options() };
        Ok(ClientAssertionCredential::new(tenant, client_id, assertion, Some(options))?)
    }

    fn options(&self) -> ClientOptions {
        let mut cloud = CustomConfiguration::default();
        cloud.authority_host.clone_from(&self.authority);
        let retries = ExponentialRetryOptions { max_retries: RETRIES, ..ExponentialRetryOptions::default() };
        ClientOptions {
            transport: Some(self.transport.clone()),
            cloud: Some(Arc::new(CloudConfiguration::Custom(cloud))),
            retry: RetryOptions::exponential(retries),
            ..ClientOptions::default()
        }
    }
}

#[async_trait::async_trait]
impl TokenCredential for FromVariables {
    async fn get_token(
        &self,
        scopes: &[&str],
        options: Option<TokenRequestOptions<'_>>,
    ) -> azure_core::Result<AccessToken> {
        let named = |error| {
            // The name under which the caller knows it.
            Error::with_error(ErrorKind::Credential, error, format!("{}{FAILED}", self.source))
        };
        self.make().map_err(named)?.get_token(scopes, options).await.map_err(named)
    }
}

impl fmt::Debug for FromVariables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FromVariables").field("source", &self.source).finish_non_exhaustive()
    }
}

/// The identity platform: that of the variable, else that of a URL of tokens; without a slash at its end.
fn authority(token_url: &str) -> String {
    let of_url = || token_url.split("/{tenant}").next().unwrap_or_default().to_owned();
    let named = env::var(AUTHORITY).ok().filter(|host| !host.is_empty());
    let host = named.unwrap_or_else(of_url);
    let host = host.trim_end_matches('/');
    if host.contains("://") { host.to_owned() } else { format!("https://{host}") }
}

fn required(name: &str) -> azure_core::Result<String> {
    optional(name)?.ok_or_else(|| invalid(format!("the variable {name} is not set")))
}

fn optional(name: &str) -> azure_core::Result<Option<String>> {
    let Some(value) = env::var_os(name).filter(|value| !value.is_empty()) else { return Ok(None) };
    value.into_string().map(Some).map_err(|_| invalid(format!("the variable {name} is not UTF-8")))
}

fn invalid(message: String) -> Error {
    Error::with_message(ErrorKind::Credential, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configured(variables: &[(&str, &str)]) -> Option<(&'static str, &'static str)> {
        let find =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value));
        CredentialSource::ALL.iter().find_map(|source| Some((source.name(), source.variable_of(&find)?)))
    }

    #[test]
    fn the_first_source_that_is_set_up_is_the_one() {
        let all = [(SECRET, "s"), (CERTIFICATE, "c"), (FEDERATED_TOKEN, "f"), (ENDPOINT, "e"), (ENDPOINT_HEADER, "h")];
        let expected = [
            Some(("env", SECRET)),
            Some(("env", CERTIFICATE)),
            Some(("workload-identity", FEDERATED_TOKEN)),
            Some(("managed-identity", ENDPOINT)),
            None,
        ];
        for (left_out, expected) in expected.into_iter().enumerate() {
            assert_eq!(configured(&all[left_out..]), expected);
        }
        assert_eq!(configured(&[(SECRET, ""), (TENANT, "t"), (CLIENT, "c"), (PATH, "/no/such/folder:.")]), None);
        assert_eq!(configured(&[(ENDPOINT, "Azure Arc has this one alone")]), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_azure_cli_is_the_last() {
        let folder = std::env::temp_dir().join(format!("defender-actions-az-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("az"), "").unwrap();
        let path = folder.to_str().unwrap();
        assert_eq!(configured(&[(PATH, path)]), Some(("cli", PATH)));
        assert_eq!(configured(&[(PATH, path), (SECRET, "s")]), Some(("env", SECRET)));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
