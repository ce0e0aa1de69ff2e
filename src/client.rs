//! Building a client, and what its calls share.

use std::fmt;
#[cfg(feature = "identity")]
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "identity")]
use azure_core::credentials::TokenCredential;
use http::header::HeaderValue;
use reqwest::Url;

use crate::authorization::Authorization;
use crate::before_send::BeforeSend;
use crate::build_error::BuildError;
use crate::generated::Client;
use crate::generated_operations::Environment;
#[cfg(feature = "identity")]
use crate::identity::TokenCache;
use crate::retry::{OnRetry, Retry, RetryPolicy};
use crate::server_url::{is_loopback, server_url};
use crate::token::BearerToken;

const USER_AGENT: &str = concat!("defender-actions/", env!("CARGO_PKG_VERSION"));
pub(crate) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
/// The responses of the service have about a thousand bytes.
const RESPONSE_LIMIT: usize = 1024 * 1024;

#[cfg(feature = "tls")]
const NO_TLS: &str = "TLS cannot be configured: check that this system has CA certificates";

/// What all calls of a client share.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The path of the server's URL, without a slash at its end.
    pub(crate) base_path: String,
    pub(crate) authorization: Authorization,
    pub(crate) user_agent: HeaderValue,
    pub(crate) timeout: Duration,
    pub(crate) before_send: Option<BeforeSend>,
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) on_retry: Option<OnRetry>,
    /// The most bytes of a body that are read.
    pub(crate) response_limit: usize,
    /// Whether bodies are among what is reported to `tracing`.
    pub(crate) trace_bodies: bool,
    /// Whether the HTTP client is that of the library, which follows no redirect.
    pub(crate) is_default_http_client: bool,
}

impl Client {
    /// Starts building a client.
    ///
    /// ```
    /// use defender_actions::{Client, Environment};
    ///
    /// let client = Client::builder().environment(Environment::RegionalEu).bearer_token("eyJ0…").build();
    /// # let client = Client::builder().environment(Environment::RegionalEu).bearer_token("eyJ0").build();
    /// assert!(client.is_ok());
    /// ```
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

/// Builds a [`Client`].
///
/// It needs a server: either an [`environment`](Self::environment) or a [`base_url`](Self::base_url).
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    environment: Option<Environment>,
    base_url: Option<String>,
    token: Option<String>,
    #[cfg(feature = "identity")]
    credential: Option<Arc<dyn TokenCredential>>,
    #[cfg(feature = "identity")]
    token_scope: Option<String>,
    connect_timeout: Option<Duration>,
    timeout: Option<Duration>,
    response_limit: Option<usize>,
    user_agent: Option<String>,
    http_client: Option<reqwest::Client>,
    before_send: Option<BeforeSend>,
    retry: Option<RetryPolicy>,
    on_retry: Option<OnRetry>,
    trace_bodies: bool,
}

impl ClientBuilder {
    /// Calls the server of this environment.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    /// Calls below this URL instead: for the simulator, or a gateway.
    ///
    /// Its scheme must be https, or its host `localhost` or a loopback address.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Sends this bearer token with every call. Give the token alone, without the word `Bearer`.
    pub fn bearer_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sends the token of this credential with every call: of `azure_identity`, or any other that implements the trait of
    /// `azure_core`.
    ///
    /// The token is for the scope of the environment, or for the [`token_scope`](Self::token_scope) that you name. It is
    /// held, and refreshed five minutes before it expires; calls that need one at the same time share the request for it. A
    /// refresh that fails keeps a token that is still valid. After a 401, which proves that nothing was done, a call asks
    /// for a new token and is sent once more with it.
    ///
    /// A credential of `azure_identity` holds its token too, and gives the same one after a 401, which is the error then.
    /// Those that a [`CredentialSource`](crate::CredentialSource) makes do not.
    #[cfg(feature = "identity")]
    pub fn credential(mut self, credential: Arc<dyn TokenCredential>) -> Self {
        self.credential = Some(credential);
        self
    }

    /// The scope for which the [`credential`](Self::credential) is asked for a token; that of the environment by default. A
    /// [`base_url`](Self::base_url) has none, so that it has to be named:
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use azure_core::credentials::TokenCredential;
    /// use defender_actions::{Client, Environment};
    ///
    /// # fn build(credential: Arc<dyn TokenCredential>) -> Result<Client, defender_actions::BuildError> {
    /// Client::builder()
    ///     .base_url("https://gateway.example/defender")
    ///     .token_scope(Environment::Production.token_scope())
    ///     .credential(credential)
    ///     .build()
    /// # }
    /// ```
    #[cfg(feature = "identity")]
    pub fn token_scope(mut self, scope: impl Into<String>) -> Self {
        self.token_scope = Some(scope.into());
        self
    }

    /// The time that an attempt to make a call may take; 60 seconds by default. Without [`retry`](Self::retry) there is one
    /// attempt.
    ///
    /// If it ends before there is a connection, nothing was sent: the outcome is unreachable. With an
    /// [`http_client`](Self::http_client) of your own this is not known, and the outcome is unknown.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The time that connecting may take; 10 seconds by default. Excludes [`http_client`](Self::http_client): set the
    /// timeout on that client.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// The most bytes of a response that are read, of its body as sent and as unpacked; 1 MiB by default. A response of the
    /// service has about a thousand bytes.
    ///
    /// What is beyond is not read, and the connection is closed: the body then does not decode, and the outcome is that of
    /// the status. A call may take some 30 times as much memory, where a body is JSON of many small values. The headers of
    /// a response have a limit of their own, of the HTTP client: some 400 KB.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = Some(bytes);
        self
    }

    /// The header `User-Agent`; `defender-actions/VERSION` by default.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Calls with an HTTP client of your own: with its proxies, certificates, timeouts and redirects.
    ///
    /// Building one that speaks TLS is up to you. With only the features that this library enables in `reqwest`,
    /// `reqwest::Client::new()` panics, and so does `build()` of its builder, unless one of these holds:
    ///
    /// - your application has installed a process-wide crypto provider, for example with
    ///   `rustls::crypto::ring::default_provider().install_default()`;
    /// - you pass a configuration to `reqwest::ClientBuilder::tls_backend_preconfigured`;
    /// - you enable the feature `rustls` of `reqwest`, which brings a provider.
    ///
    /// The default client follows no redirect. One of your own may: `reqwest` then removes the token when the redirect
    /// leads to another host, port or scheme, but still sends the body.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Calls this with each request before it is sent: to add a header, to record what is sent, or to refuse. The request
    /// has its URL and all headers but those that the connection adds (`Host`, `Content-Length`).
    ///
    /// An error is the message of the call's error; nothing is sent then ([`Outcome::NotSent`](crate::Outcome::NotSent)).
    ///
    /// ```
    /// # use defender_actions::{Client, Environment};
    /// let client = Client::builder()
    ///     .environment(Environment::Production)
    ///     .before_send(|request| Err(format!("not today: {} {}", request.method(), request.url())))
    ///     .build();
    /// # assert!(client.is_ok());
    /// ```
    pub fn before_send(
        mut self,
        function: impl Fn(&mut reqwest::Request) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        self.before_send = Some(BeforeSend::new(function));
        self
    }

    /// Repeats a call where that does no harm, as the policy says. Without a policy, no call is repeated.
    ///
    /// Each attempt is sent as if it were the only one: [`before_send`](Self::before_send) is called for each. The error of the
    /// last one says how many there were, and what is known of the action after all of them.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = Some(policy);
        self
    }

    /// Calls this before each wait for another attempt: to show it, or to slow other calls down.
    ///
    /// ```
    /// # use defender_actions::{Client, Environment, RetryPolicy};
    /// let client = Client::builder()
    ///     .environment(Environment::Production)
    ///     .retry(RetryPolicy::new())
    ///     .on_retry(|retry| eprintln!("{}: attempt {} in {:?}", retry.error, retry.attempt, retry.wait))
    ///     .build();
    /// # assert!(client.is_ok());
    /// ```
    pub fn on_retry(mut self, function: impl Fn(&Retry<'_>) + Send + Sync + 'static) -> Self {
        self.on_retry = Some(OnRetry::new(function));
        self
    }

    /// Whether the events that a call sends to `tracing` have the bodies of the request and the response too; not by
    /// default. They hold the comment, and whatever the service says of the action and the machine.
    pub fn trace_bodies(mut self, has_bodies: bool) -> Self {
        self.trace_bodies = has_bodies;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// There is no server, or more than one choice of it; the token must not be sent to the base URL; an option is not
    /// valid; or TLS cannot be configured.
    pub fn build(self) -> Result<Client, BuildError> {
        let server = match (&self.base_url, self.environment) {
            (Some(_), Some(_)) => {
                return Err(BuildError::new("`environment` and `base_url` exclude each other: set one of them"));
            }
            (None, None) => return Err(BuildError::new("there is no server to call: set `environment` or `base_url`")),
            (Some(url), None) => server_url(url)?,
            (None, Some(environment)) => server_url(environment.url())?,
        };
        let user_agent = self.user_agent.as_deref().unwrap_or(USER_AGENT);
        let shared = Shared {
            authorization: self.authorization()?,
            user_agent: HeaderValue::from_str(user_agent)
                .map_err(|_| BuildError::new("`user_agent` has characters that are not allowed in a header"))?,
            timeout: self.timeout.unwrap_or(TIMEOUT),
            before_send: self.before_send,
            retry: self.retry,
            on_retry: self.on_retry,
            response_limit: self.response_limit.unwrap_or(RESPONSE_LIMIT),
            trace_bodies: self.trace_bodies,
            is_default_http_client: self.http_client.is_none(),
            base_path: server.path().trim_end_matches('/').to_owned(),
        };
        let http_client = match (self.http_client, self.connect_timeout) {
            (Some(_), Some(_)) => {
                return Err(BuildError::new(
                    "`connect_timeout` and `http_client` exclude each other: set the timeout on that client",
                ));
            }
            (Some(client), None) => client,
            (None, timeout) => http_client(&server, timeout.unwrap_or(CONNECT_TIMEOUT))?,
        };
        Ok(Client::new_with_client(server.as_str().trim_end_matches('/'), http_client, shared))
    }

    fn authorization(&self) -> Result<Authorization, BuildError> {
        let fixed = self.token.as_deref().map(authorization).transpose()?;
        #[cfg(feature = "identity")]
        if let Some(credential) = &self.credential {
            if fixed.is_some() {
                return Err(BuildError::new("`bearer_token` and `credential` exclude each other: set one of them"));
            }
            let cache = TokenCache::new(Arc::clone(credential), self.scope_of_token()?);
            return Ok(Authorization::Credential(Arc::new(cache)));
        }
        Ok(fixed.map_or(Authorization::None, Authorization::Fixed))
    }

    #[cfg(feature = "identity")]
    fn scope_of_token(&self) -> Result<String, BuildError> {
        let of_environment = self.environment.map(|environment| environment.token_scope().to_owned());
        let scope = self.token_scope.clone().or(of_environment).filter(|scope| !scope.is_empty());
        scope.ok_or_else(|| {
            BuildError::new(match self.environment {
                Some(_) => "the contract names no scope of tokens for this environment: set `token_scope`",
                None => {
                    "a credential needs to know for which service its token is: set `token_scope` beside `base_url`"
                }
            })
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("environment", &self.environment)
            .field("base_url", &self.base_url.as_deref().map(|url| server_url(url).map(|url| url.to_string())))
            .field("token", &self.token.as_ref().map(|_| "…"))
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("connect_timeout", &self.connect_timeout)
            .field("response_limit", &self.response_limit)
            .field("user_agent", &self.user_agent)
            .field("trace_bodies", &self.trace_bodies)
            .finish_non_exhaustive()
    }
}

fn authorization(token: &str) -> Result<HeaderValue, BuildError> {
    let header = token.parse::<BearerToken>().and_then(|token| token.header());
    header.map_err(|error| BuildError::new(error.to_string()))
}

fn http_client(server: &Url, connect_timeout: Duration) -> Result<reqwest::Client, BuildError> {
    let mut builder = http_client_builder(connect_timeout)?;
    if is_loopback(server) {
        // A proxy would see the token, and cannot reach the loopback address of this machine.
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| BuildError::caused("the HTTP client cannot be built", error))
}

/// What the HTTP clients of this library have in common.
pub(crate) fn http_client_builder(connect_timeout: Duration) -> Result<reqwest::ClientBuilder, BuildError> {
    // The service never redirects, so a redirect does not come from it.
    let builder =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).connect_timeout(connect_timeout);
    #[cfg(feature = "tls")]
    let builder = {
        let configuration = crate::tls::configuration().map_err(|error| BuildError::caused(NO_TLS, error))?;
        builder.tls_backend_preconfigured(configuration)
    };
    Ok(builder)
}
