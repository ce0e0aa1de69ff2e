//! How a client is made, and what its calls share.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use http::header::HeaderValue;
use reqwest::Url;

use crate::generated::Client;
use crate::generated_operations::{Environment, OPERATIONS};
use crate::operation::Operation;

/// The generated code puts paths behind this; the hooks put the operation's server in its place. Nothing can ever be
/// sent there: the domain is reserved (RFC 6761).
pub(crate) const NO_SERVER: &str = "http://server.invalid";

const USER_AGENT: &str = concat!("defender-actions/", env!("CARGO_PKG_VERSION"));
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);

/// What all calls of a client share.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The server of each operation, in the order of [`OPERATIONS`]; or why there is none.
    pub(crate) servers: Vec<Result<Url, String>>,
    /// `Bearer …`, marked as sensitive: its `Debug` does not show it.
    pub(crate) authorization: Option<HeaderValue>,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
}

impl Client {
    /// Starts to make a client.
    ///
    /// ```
    /// use defender_actions::{Client, Environment};
    ///
    /// let client = Client::builder().environment(Environment::RegionalEu).bearer_token("eyJ0…").build();
    /// # let client = Client::builder().environment(Environment::RegionalEu).bearer_token("eyJ0").build();
    /// assert!(client.is_ok());
    /// ```
    pub fn builder() -> ClientBuilder {
        provide_cryptography();
        ClientBuilder::default()
    }
}

/// Makes a [`Client`].
///
/// Say where to call: an [`environment`](Self::environment) or a [`base_url`](Self::base_url).
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    environment: Option<Environment>,
    base_url: Option<String>,
    token: Option<String>,
    connect_timeout: Option<Duration>,
    timeout: Option<Duration>,
    user_agent: Option<String>,
    http_client: Option<reqwest::Client>,
}

impl ClientBuilder {
    /// Calls each operation on its server in this environment.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    /// Calls every operation below this URL, whatever its servers: for the simulator, or a gateway.
    ///
    /// It must be https, or lead to a loopback address.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sends this token with every call; without the word `Bearer`.
    pub fn bearer_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// How long a call may take in all, 60 seconds if not said.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long it may take to connect, 10 seconds if not said. Not for an [`http_client`](Self::http_client) of your
    /// own, which has one of its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How the client names itself (`User-Agent`); `defender-actions/VERSION` if not said.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Calls with an http client of your own: its proxies, certificates and redirects.
    ///
    /// Make it after [`Client::builder`] was called, or install a provider of cryptography for rustls yourself: with the
    /// features that this library gives it, `reqwest` panics without one.
    ///
    /// The client that is made without this follows no redirect. One of your own may; `reqwest` then drops the token
    /// when the redirect leads to another host, port or scheme, but sends the body on.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// A URL that the token must not be sent to, or an option that cannot be used.
    pub fn build(self) -> Result<Client, BuildError> {
        let servers = match (&self.base_url, self.environment) {
            (Some(_), Some(_)) => {
                return Err(BuildError::new("`environment` and `base_url` exclude each other: give one"));
            }
            (None, None) => return Err(BuildError::new("say where to call: give `environment` or `base_url`")),
            (Some(url), None) => {
                let url = server_url(url)?;
                OPERATIONS.iter().map(|_| Ok(url.clone())).collect()
            }
            (None, Some(environment)) => {
                let servers = OPERATIONS.iter().map(|operation| match operation.server(environment) {
                    Some(server) => server_url(server.url).map(Ok),
                    None => Ok(Err(absent(operation, environment))),
                });
                servers.collect::<Result<Vec<_>, _>>()?
            }
        };
        let user_agent = self.user_agent.as_deref().unwrap_or(USER_AGENT);
        let shared = Shared {
            authorization: self.token.as_deref().map(authorization).transpose()?,
            user_agent: HeaderValue::from_str(user_agent)
                .map_err(|_| BuildError::new("`user_agent` has characters that a header cannot have"))?,
            timeout: self.timeout.unwrap_or(TIMEOUT),
            servers,
        };
        let http_client = match (self.http_client, self.connect_timeout) {
            (Some(_), Some(_)) => {
                return Err(BuildError::new("`connect_timeout` cannot change the `http_client`: set it there"));
            }
            (Some(client), None) => client,
            (None, timeout) => http_client(&shared, timeout.unwrap_or(CONNECT_TIMEOUT))?,
        };
        Ok(Client::new_with_client(NO_SERVER, http_client, shared))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("environment", &self.environment)
            .field("base_url", &self.base_url.as_deref().map(|url| server_url(url).map(|url| url.to_string())))
            .field("token", &self.token.as_ref().map(|_| "…"))
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}

/// Why a client cannot be made.
#[derive(Debug)]
pub struct BuildError {
    message: String,
    source: Option<reqwest::Error>,
}

impl BuildError {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_ref().map(|error| error as _)
    }
}

/// A base URL that a token may be sent to.
fn server_url(text: &str) -> Result<Url, BuildError> {
    // What was given is not shown where it may hold a password.
    let url = Url::parse(text).map_err(|error| BuildError::new(format!("the base URL is not a URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BuildError::new("the base URL holds a user name or password; only a bearer token is sent"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(BuildError::new(format!("the base URL `{url}` goes on behind its path; leave `?…` and `#…` out")));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(BuildError::new(format!(
            "`{url}` is plain http; a token goes over https, or to a loopback address, only"
        ))),
        other => Err(BuildError::new(format!("`{other}` is no way to call the service; use https"))),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn authorization(token: &str) -> Result<HeaderValue, BuildError> {
    let token = token.trim();
    if token.is_empty() {
        return Err(BuildError::new("the token is empty"));
    }
    if token.split_whitespace().count() > 1 {
        return Err(BuildError::new("the token has spaces in it; give it alone, without the word `Bearer`"));
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| BuildError::new("the token has characters that a header cannot have"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn absent(operation: &Operation, environment: Environment) -> String {
    let there: Vec<_> = operation.servers.iter().map(|server| server.environment.name()).collect();
    format!("`{}` does not live in the environment `{environment}`; it does in {}", operation.id, there.join(", "))
}

/// Makes ring the cryptography of rustls, unless the program has chosen one; `reqwest` panics where there is none.
fn provide_cryptography() {
    #[cfg(feature = "tls")]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // An error says that another thread was faster.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}

fn http_client(shared: &Shared, connect_timeout: Duration) -> Result<reqwest::Client, BuildError> {
    provide_cryptography();
    // The service redirects nobody, so a redirect is somebody else's answer.
    let mut builder =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).connect_timeout(connect_timeout);
    if shared.servers.iter().flatten().any(|url| url.scheme() == "http") {
        // A proxy would see the token, and cannot reach this machine's loopback anyway.
        builder = builder.no_proxy();
    }
    builder
        .build()
        .map_err(|error| BuildError { message: "the http client cannot be made".to_owned(), source: Some(error) })
}
