//! The client that one would write by hand, with the library's features: what the benchmarks compare the library with.
//!
//! `call` compares what a call costs, `dependency_cost` what it costs to compile. So it does what the library does, and
//! no less: the environments, the token and the timeouts, checked parameters, open enumerations, unknown properties
//! that are kept, JSON schemas, a success without a body, and errors that tell what became of the action.

use std::borrow::Cow;
use std::net::IpAddr;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};
use std::{error, fmt};

use chrono::{DateTime, Utc};
use http::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER, USER_AGENT};
use http::{StatusCode, header};
use regress::Regex;
use reqwest::Url;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

const NAME: &str = "defender-actions/0.1.0";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Calls the response actions.
#[derive(Clone, Debug)]
pub struct Client {
    http_client: reqwest::Client,
    base: Base,
    authorization: Option<HeaderValue>,
    user_agent: HeaderValue,
    timeout: Duration,
}

#[derive(Clone, Debug)]
enum Base {
    Environment(Environment),
    Url(String),
}

impl Client {
    /// Starts to make a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Blocks a file; `None` if the service names no action.
    pub async fn block_file(&self, sha1: &Sha1, request: &BlockFileRequest) -> Result<Answer<Option<FileAction>>> {
        self.call(Operation::BlockFile, sha1, request).await
    }

    /// Unblocks a file; `None` if the service names no action.
    pub async fn unblock_file(&self, sha1: &Sha1, request: &UnblockFileRequest) -> Result<Answer<Option<FileAction>>> {
        self.call(Operation::UnblockFile, sha1, request).await
    }

    /// Stops a file on a machine, and puts it into quarantine.
    pub async fn stop_and_quarantine_file(
        &self,
        id: &MachineId,
        request: &StopAndQuarantineFileRequest,
    ) -> Result<Answer<FileMachineAction>> {
        self.call(Operation::StopAndQuarantineFile, id, request).await
    }

    /// Lets any application run on a machine again.
    pub async fn unrestrict_code_execution(
        &self,
        id: &MachineId,
        request: &UnrestrictCodeExecutionRequest,
    ) -> Result<Answer<MachineAction>> {
        self.call(Operation::UnrestrictCodeExecution, id, request).await
    }

    async fn call<T: DeserializeOwned>(
        &self,
        operation: Operation,
        id: &str,
        request: &impl Serialize,
    ) -> Result<Answer<T>> {
        let base = match &self.base {
            Base::Environment(environment) => environment.url(operation),
            Base::Url(url) => url,
        };
        let mut request = self
            .http_client
            .post(format!("{base}{}", operation.path(id)))
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(USER_AGENT, self.user_agent.clone())
            .timeout(self.timeout)
            .json(request);
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization.clone());
        }
        let mut response = request.send().await.map_err(Error::Connection)?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        if status.is_client_error() || status.is_server_error() {
            let (body, _) = read(&mut response).await;
            return Err(Error::Answer { status, headers, body: Box::new(ErrorResponse::of(&body)) });
        }
        if !matches!(status, StatusCode::OK | StatusCode::CREATED) {
            return Err(Error::Unexpected { status, headers });
        }
        let (body, lost) = read(&mut response).await;
        if let Some(error) = lost {
            return Err(Error::Connection(error));
        }
        let text: &[u8] = match operation.may_be_empty() && body.iter().all(u8::is_ascii_whitespace) {
            true => b"null",
            false => &body,
        };
        match serde_json::from_slice(text) {
            Ok(body) => Ok(Answer { status, headers, body }),
            Err(error) => Err(Error::Body { body, error }),
        }
    }
}

async fn read(response: &mut reqwest::Response) -> (Vec<u8>, Option<reqwest::Error>) {
    let mut body = Vec::new();
    while body.len() < MAX_BODY_BYTES {
        match response.chunk().await {
            Ok(None) => break,
            Ok(Some(chunk)) => body.extend_from_slice(&chunk[..chunk.len().min(MAX_BODY_BYTES - body.len())]),
            Err(error) => return (body, Some(error)),
        }
    }
    (body, None)
}

/// What the service answered.
#[derive(Clone, Debug)]
pub struct Answer<T> {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: T,
}

/// Makes a [`Client`].
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
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    pub fn bearer_token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    pub fn build(self) -> Result<Client, BuildError> {
        let (base, is_plain) = match (self.base_url, self.environment) {
            (Some(url), None) => {
                let url = base_url(&url)?;
                (Base::Url(url.as_str().trim_end_matches('/').to_owned()), url.scheme() == "http")
            }
            (None, Some(environment)) => (Base::Environment(environment), false),
            _ => return Err(BuildError::new("give `environment` or `base_url`")),
        };
        let http_client = match (self.http_client, self.connect_timeout) {
            (Some(_), Some(_)) => return Err(BuildError::new("set `connect_timeout` on the `http_client`")),
            (Some(client), None) => client,
            (None, timeout) => http_client(timeout.unwrap_or(CONNECT_TIMEOUT), is_plain)?,
        };
        Ok(Client {
            http_client,
            base,
            authorization: self.token.as_deref().map(authorization).transpose()?,
            user_agent: HeaderValue::from_str(self.user_agent.as_deref().unwrap_or(NAME))
                .map_err(|_| BuildError::new("`user_agent` has characters that a header cannot have"))?,
            timeout: self.timeout.unwrap_or(TIMEOUT),
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("environment", &self.environment).finish_non_exhaustive()
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

impl error::Error for BuildError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        self.source.as_ref().map(|error| error as _)
    }
}

fn base_url(text: &str) -> Result<Url, BuildError> {
    let url = Url::parse(text).map_err(|error| BuildError::new(format!("the base URL is not a URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err(BuildError::new("the base URL has a user, a password, a query or a fragment"));
    }
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback => Ok(url),
        _ => Err(BuildError::new(format!("`{url}` is neither https nor a loopback address"))),
    }
}

fn authorization(token: &str) -> Result<HeaderValue, BuildError> {
    let token = token.trim();
    if token.is_empty() || token.contains(char::is_whitespace) {
        return Err(BuildError::new("the token is empty, or has spaces in it"));
    }
    let mut value = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| BuildError::new("the token has characters that a header cannot have"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn http_client(connect_timeout: Duration, is_plain: bool) -> Result<reqwest::Client, BuildError> {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).connect_timeout(connect_timeout);
    if is_plain {
        builder = builder.no_proxy();
    }
    builder
        .build()
        .map_err(|error| BuildError { message: "the http client cannot be made".to_owned(), source: Some(error) })
}

#[derive(Clone, Copy)]
enum Operation {
    BlockFile,
    UnblockFile,
    StopAndQuarantineFile,
    UnrestrictCodeExecution,
}

impl Operation {
    fn path(self, id: &str) -> String {
        match self {
            Self::BlockFile => format!("/files/{id}/block"),
            Self::UnblockFile => format!("/files/{id}/unblock"),
            Self::StopAndQuarantineFile => format!("/machines/{id}/stopAndQuarantineFile"),
            Self::UnrestrictCodeExecution => format!("/machines/{id}/unrestrictCodeExecution"),
        }
    }

    fn may_be_empty(self) -> bool {
        matches!(self, Self::BlockFile | Self::UnblockFile)
    }
}

/// Where the service is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Environment {
    Documented,
    Production,
    RegionalUs,
    RegionalEu,
    RegionalUk,
    RegionalAu,
    RegionalSwa,
    RegionalIna,
    GovernmentGcc,
    GovernmentHigh,
}

impl Environment {
    pub const ALL: &'static [Self] = &[
        Self::Documented,
        Self::Production,
        Self::RegionalUs,
        Self::RegionalEu,
        Self::RegionalUk,
        Self::RegionalAu,
        Self::RegionalSwa,
        Self::RegionalIna,
        Self::GovernmentGcc,
        Self::GovernmentHigh,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Production => "production",
            Self::RegionalUs => "regional-us",
            Self::RegionalEu => "regional-eu",
            Self::RegionalUk => "regional-uk",
            Self::RegionalAu => "regional-au",
            Self::RegionalSwa => "regional-swa",
            Self::RegionalIna => "regional-ina",
            Self::GovernmentGcc => "government-gcc",
            Self::GovernmentHigh => "government-high",
        }
    }

    const fn url(self, operation: Operation) -> &'static str {
        match self {
            Self::Documented => match operation {
                Operation::UnrestrictCodeExecution => "https://api.securitycenter.windows.com/api",
                _ => "https://graph.microsoft.com/testwdatppreview",
            },
            Self::Production => "https://api.security.microsoft.com/api",
            Self::RegionalUs => "https://us.api.security.microsoft.com/api",
            Self::RegionalEu => "https://eu.api.security.microsoft.com/api",
            Self::RegionalUk => "https://uk.api.security.microsoft.com/api",
            Self::RegionalAu => "https://au.api.security.microsoft.com/api",
            Self::RegionalSwa => "https://swa.api.security.microsoft.com/api",
            Self::RegionalIna => "https://ina.api.security.microsoft.com/api",
            Self::GovernmentGcc => "https://api-gcc.securitycenter.microsoft.us/api",
            Self::GovernmentHigh => "https://api-gov.securitycenter.microsoft.us/api",
        }
    }

    /// The scope to ask for when getting a token; the `documented` machine operation takes that of production.
    pub const fn token_scope(self) -> &'static str {
        match self {
            Self::Documented => "https://graph.microsoft.com/.default",
            Self::GovernmentGcc => "https://api-gcc.securitycenter.microsoft.us/.default",
            Self::GovernmentHigh => "https://api-gov.securitycenter.microsoft.us/.default",
            _ => "https://api.securitycenter.microsoft.com/.default",
        }
    }

    /// Where to get a token; `{tenant}` stands for the id of the tenant.
    pub const fn token_url(self) -> &'static str {
        match self {
            Self::GovernmentHigh => "https://login.microsoftonline.us/{tenant}/oauth2/v2.0/token",
            _ => "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Environment {
    type Err = Invalid;

    fn from_str(name: &str) -> Result<Self, Invalid> {
        Self::ALL.iter().copied().find(|known| known.name() == name).ok_or(Invalid("no environment has this name"))
    }
}

/// A value that does not keep the rule of its type.
#[derive(Clone, Debug)]
pub struct Invalid(&'static str);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl error::Error for Invalid {}

/// A string that keeps a rule.
macro_rules! checked_string {
    ($(#[$meta:meta])* $name:ident($text:ident) if $keeps:expr, $rule:literal) => {
        // In front of the attributes given, which are schemars' too.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        $(#[$meta])*
        pub struct $name(#[serde(deserialize_with = "parsed::<_, Self>")] String);

        impl std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = Invalid;

            fn from_str($text: &str) -> Result<Self, Invalid> {
                if $keeps { Ok(Self($text.to_owned())) } else { Err(Invalid($rule)) }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = Invalid;

            fn try_from(text: &str) -> Result<Self, Invalid> {
                text.parse()
            }
        }

        impl TryFrom<String> for $name {
            type Error = Invalid;

            fn try_from(text: String) -> Result<Self, Invalid> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    };
}

fn parsed<'de, D: Deserializer<'de>, T: TryFrom<String, Error = Invalid> + Into<String>>(
    deserializer: D,
) -> Result<String, D::Error> {
    T::try_from(String::deserialize(deserializer)?).map(T::into).map_err(serde::de::Error::custom)
}

static SHA1: LazyLock<Regex> = LazyLock::new(|| Regex::new("^[0-9A-Fa-f]{40}$").unwrap());
static MACHINE_ID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$").unwrap()
});

checked_string! {
    /// SHA-1 of a file, 40 hexadecimal digits in either case.
    #[schemars(extend("pattern" = "^[0-9A-Fa-f]{40}$"))]
    Sha1(text) if SHA1.find(text).is_some(), "a SHA-1 is 40 hexadecimal digits"
}

checked_string! {
    /// Id of a machine: 40 or 32 hexadecimal digits, or a GUID.
    #[schemars(extend(
        "pattern" = "^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{32}|[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})$"
    ))]
    MachineId(text) if MACHINE_ID.find(text).is_some(), "a machine id is 40 or 32 hexadecimal digits, or a GUID"
}

checked_string! {
    /// Why the action is taken, in free text.
    #[schemars(extend("minLength" = 1))]
    Comment(text) if !text.is_empty(), "a comment is not empty"
}

/// What is sent to block a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct BlockFileRequest {
    pub comment: Comment,
}

/// What is sent to unblock a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct UnblockFileRequest {
    pub comment: Comment,
}

/// What is sent to stop and quarantine a file on a machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct StopAndQuarantineFileRequest {
    pub comment: Comment,
    pub sha1: Sha1,
}

/// What is sent to remove an app restriction from a machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub struct UnrestrictCodeExecutionRequest {
    pub comment: Comment,
}

/// An object of which the service promises no property: each may be missing, and there may be others.
macro_rules! open_object {
    ($(#[$doc:meta])* $name:ident { $($(#[$meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $(
                $(#[$meta])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
            #[serde(flatten)]
            pub extra: Map<String, Value>,
        }
    };
}

open_object! {
    /// An action on a file, everywhere in the organization.
    FileAction {
        file_identifier: String,
        file_identifier_type: FileIdentifierType,
        action_type: FileActionType,
        file_status: FileStatus,
        creation_date_time_utc: DateTime<Utc>,
        requestor: String,
        requestor_comment: String,
        last_update_date_time_utc: DateTime<Utc>,
        cancellation_date_time_utc: DateTime<Utc>,
        cancellation_requestor: String,
        cancellation_comment: String,
    }
}

open_object! {
    /// An action on one machine.
    MachineAction {
        #[serde(rename = "@odata.context")]
        odata_context: String,
        id: String,
        #[serde(rename = "type")]
        action_type: MachineActionType,
        title: String,
        requestor: String,
        requestor_comment: String,
        status: MachineActionStatus,
        machine_id: String,
        computer_dns_name: String,
        creation_date_time_utc: DateTime<Utc>,
        last_update_date_time_utc: DateTime<Utc>,
        last_update_time_utc: DateTime<Utc>,
        cancellation_requestor: String,
        cancellation_comment: String,
        cancellation_date_time_utc: DateTime<Utc>,
        #[serde(rename = "errorHResult")]
        error_hresult: i32,
        scope: String,
        external_id: String,
        request_source: RequestSource,
        related_file_info: RelatedFileInfo,
        commands: Vec<Map<String, Value>>,
        troubleshoot_info: Value,
    }
}

open_object! {
    /// An action on a file on one machine.
    FileMachineAction {
        #[serde(rename = "@odata.context")]
        odata_context: String,
        id: String,
        #[serde(rename = "type")]
        action_type: MachineActionType,
        title: String,
        requestor: String,
        requestor_comment: String,
        status: MachineActionStatus,
        machine_id: String,
        computer_dns_name: String,
        creation_date_time_utc: DateTime<Utc>,
        last_update_date_time_utc: DateTime<Utc>,
        last_update_time_utc: DateTime<Utc>,
        cancellation_requestor: String,
        cancellation_comment: String,
        cancellation_date_time_utc: DateTime<Utc>,
        #[serde(rename = "errorHResult")]
        error_hresult: i32,
        scope: String,
        external_id: String,
        request_source: RequestSource,
        related_file_info: RelatedFileInfo,
        commands: Vec<Map<String, Value>>,
        troubleshoot_info: Value,
        error: String,
        sha1: String,
        file_id: String,
        file_instances: Vec<FileInstance>,
    }
}

open_object! {
    /// One copy of a file on a machine.
    FileInstance {
        file_path: String,
        status: String,
    }
}

open_object! {
    /// A file, named by an identifier.
    RelatedFileInfo {
        file_identifier: String,
        file_identifier_type: FileIdentifierType,
    }
}

/// The values that are known, and any other as it came.
macro_rules! open_enumeration {
    ($(#[$doc:meta])* $name:ident { $($value:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($value,)*
            Other(String),
        }

        impl $name {
            pub const KNOWN: &'static [Self] = &[$(Self::$value),*];

            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$value => stringify!($value),)*
                    Self::Other(value) => value,
                }
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                match value.as_str() {
                    $(stringify!($value) => Self::$value,)*
                    _ => Self::Other(value),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "x-extensible-enum": [$(stringify!($value)),*] })
            }
        }
    };
}

open_enumeration! {
    /// What is done to the file.
    FileActionType { Block, UnBlock, }
}

open_enumeration! {
    /// State of the file in the organization.
    FileStatus { Blocked, }
}

open_enumeration! {
    /// Kind of identifier that names a file.
    FileIdentifierType { Sha1, Sha256, Md5, }
}

open_enumeration! {
    /// What is done on the machine.
    MachineActionType {
        RunAntiVirusScan,
        Offboard,
        LiveResponse,
        CollectInvestigationPackage,
        Isolate,
        Unisolate,
        StopAndQuarantineFile,
        RestrictCodeExecution,
        UnrestrictCodeExecution,
    }
}

open_enumeration! {
    /// How far the action is.
    MachineActionStatus { Pending, InProgress, Succeeded, Failed, TimeOut, Cancelled, }
}

open_enumeration! {
    /// Where the action was asked for.
    RequestSource { PublicApi, Portal, }
}

open_enumeration! {
    /// What is wrong, for a program.
    ErrorCode {
        BadRequest,
        ODataError,
        InvalidInput,
        InvalidRequestBody,
        InvalidHashValue,
        MissingRequiredParameter,
        OsPlatformNotSupported,
        ClientVersionNotSupported,
        MaximumBatchSizeExceeded,
        ActiveRequestAlreadyExists,
        Unauthorized,
        Forbidden,
        DisabledFeature,
        DisallowedOperation,
        NotFound,
        ResourceNotFound,
        TooManyRequests,
        InternalServerError,
    }
}

/// Why the service refused, or failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorResponse {
    pub error: ErrorDetail,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What is wrong, for a program and for a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ErrorDetail {
    pub code: ErrorCode,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl ErrorResponse {
    /// The error object that came, or one made of what came instead of it.
    fn of(body: &[u8]) -> Self {
        serde_json::from_slice(body).unwrap_or_else(|_| {
            let text = String::from_utf8_lossy(body);
            let json = serde_json::from_str::<Value>(&text).unwrap_or_default();
            let find = |pointers: [&str; 3]| {
                pointers.iter().find_map(|pointer| json.pointer(pointer)?.as_str()).map(str::to_owned)
            };
            let code = find(["/error/code", "/code", "/error"]).or_else(|| member(&text, "code"));
            let target = find(["/error/target", "/target", "/trace_id"]).or_else(|| member(&text, "target"));
            let code = ErrorCode::from(code.unwrap_or_default());
            let error = ErrorDetail { code, message: text.trim().to_owned(), target, extra: Map::new() };
            Self { error, extra: Map::new() }
        })
    }
}

/// The value of a string member in JSON that is cut short.
fn member(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("\"{name}\""))?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start();
    serde_json::Deserializer::from_str(value).into_iter::<String>().next()?.ok()
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A parameter does not keep its rule.
    Invalid(Invalid),
    /// No connection, or one that was lost.
    Connection(reqwest::Error),
    /// The service refused, or failed.
    Answer { status: StatusCode, headers: HeaderMap, body: Box<ErrorResponse> },
    /// A success that is not what was expected.
    Body { body: Vec<u8>, error: serde_json::Error },
    /// A status that no operation has.
    Unexpected { status: StatusCode, headers: HeaderMap },
}

/// What is known of an action whose call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    NotSent,
    Unreachable,
    Refused,
    Unknown,
}

impl Error {
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Answer { status, .. } | Self::Unexpected { status, .. } => Some(*status),
            Self::Connection(error) => error.status(),
            Self::Invalid(_) | Self::Body { .. } => None,
        }
    }

    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Connection(_) => true,
            _ => self.status().is_some_and(|status| matches!(status.as_u16(), 408 | 429 | 502 | 503 | 504)),
        }
    }

    pub fn code(&self) -> Option<&ErrorCode> {
        self.detail().map(|detail| &detail.code).filter(|code| !code.as_str().is_empty())
    }

    pub fn message(&self) -> Option<&str> {
        self.detail().map(|detail| detail.message.as_str()).filter(|message| !message.is_empty())
    }

    pub fn correlation_id(&self) -> Option<&str> {
        self.detail()?.target.as_deref()
    }

    pub fn retry_after(&self) -> Option<Duration> {
        let (Self::Answer { headers, .. } | Self::Unexpected { headers, .. }) = self else { return None };
        let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = value.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = DateTime::parse_from_rfc2822(value).ok()?;
        Some((date.to_utc() - DateTime::<Utc>::from(SystemTime::now())).to_std().unwrap_or_default())
    }

    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Invalid(_) => Outcome::NotSent,
            Self::Connection(error) if error.is_builder() => Outcome::NotSent,
            Self::Connection(error) if error.is_connect() => Outcome::Unreachable,
            _ => match self.status() {
                Some(status) if status.is_redirection() || status.is_client_error() => Outcome::Refused,
                _ => Outcome::Unknown,
            },
        }
    }

    fn detail(&self) -> Option<&ErrorDetail> {
        match self {
            Self::Answer { body, .. } => Some(&body.error),
            _ => None,
        }
    }

    fn advice(&self) -> Option<Cow<'static, str>> {
        let advice = match (self.outcome(), self.status()) {
            _ if self.code() == Some(&ErrorCode::ActiveRequestAlreadyExists) => {
                "an action of this kind is under way already"
            }
            (Outcome::Unreachable, _) => "check the environment or the base URL, the network, and the proxy",
            (Outcome::Unknown, _) => "look at the action in the portal before you repeat it",
            (_, Some(StatusCode::UNAUTHORIZED)) => "get a new token, for the token scope of the environment",
            (_, Some(StatusCode::FORBIDDEN)) => "check the permission and the scope of the token",
            (_, Some(StatusCode::NOT_FOUND)) => "check the id, and that its organization is the one of the token",
            (_, Some(StatusCode::TOO_MANY_REQUESTS)) => match self.retry_after() {
                Some(wait) => return Some(format!("wait {} seconds, then repeat it", wait.as_secs()).into()),
                None => "wait, then repeat it",
            },
            (_, Some(status)) if status.is_redirection() => "check the environment or the base URL",
            _ => return None,
        };
        Some(advice.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => write!(f, "{error}")?,
            Self::Connection(error) if error.is_connect() => write!(f, "no connection: {error}")?,
            Self::Connection(error) if error.is_timeout() => write!(f, "no answer in time: {error}")?,
            Self::Connection(error) => write!(f, "the connection was lost: {error}")?,
            Self::Answer { status, .. } => {
                let who = if status.is_server_error() { "the service failed" } else { "the service refused" };
                write!(f, "{who}: {status}")?;
            }
            Self::Body { body, error } => {
                write!(f, "the answer says success, but is none: {error}\n  body: {}", excerpt(body))?;
            }
            Self::Unexpected { status, headers } => match headers.get(header::LOCATION) {
                Some(location) => write!(f, "a redirect to {location:?}, which is not followed: {status}")?,
                None => write!(f, "an answer that no operation has: {status}")?,
            },
        }
        if let Some(code) = self.code() {
            write!(f, ", code {code}")?;
        }
        if let Some(message) = self.message() {
            write!(f, "\n  message: {}", excerpt(message.as_bytes()))?;
        }
        if let Some(id) = self.correlation_id() {
            write!(f, "\n  correlation id: {id}")?;
        }
        let action = match self.outcome() {
            Outcome::NotSent | Outcome::Unreachable => "not taken, nothing was sent",
            Outcome::Refused => "not taken",
            Outcome::Unknown => "unknown, it may have been taken",
        };
        write!(f, "\n  action: {action}")?;
        match self.advice() {
            Some(advice) => write!(f, "\n  to do: {advice}"),
            None => Ok(()),
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Invalid(error) => Some(error),
            Self::Connection(error) => Some(error),
            Self::Body { error, .. } => Some(error),
            Self::Answer { .. } | Self::Unexpected { .. } => None,
        }
    }
}

impl From<Invalid> for Error {
    fn from(error: Invalid) -> Self {
        Self::Invalid(error)
    }
}

/// What came, in a line that a terminal can show.
fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body).replace(char::is_control, " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(300).collect()
}
