//! The client that one would write by hand: what the benchmarks compare the library with.
//!
//! It does what a call of the library does, as `tests/hand_written.rs` proves: the same bytes on the wire, the same
//! actions and errors out of each response. Parameters are checked before anything is sent, the token goes over https or
//! to a loopback address only, unknown values and properties are kept, and an error reports what is known about the
//! action. Of the rest of the library it has nothing: no environments, no settings, no reports for people.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use http::StatusCode;
use http::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER, USER_AGENT};
use memchr::memmem;
use reqwest::{Response, Url};
use rustls_platform_verifier::BuilderVerifierExt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_BODY_BYTES: usize = 1024 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Calls the response actions.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base_url: String,
    authorization: HeaderValue,
}

impl Client {
    /// A client with an HTTP client of its own.
    pub fn new(base_url: &str, token: &str) -> Result<Self, Box<dyn StdError>> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_platform_verifier()?
            .with_no_client_auth();
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT);
        if is_loopback(&Url::parse(base_url)?) {
            builder = builder.no_proxy();
        }
        Self::with_http_client(builder.build()?, base_url, token)
    }

    /// A client that calls with this HTTP client.
    pub fn with_http_client(http: reqwest::Client, base_url: &str, token: &str) -> Result<Self, Box<dyn StdError>> {
        let url = Url::parse(base_url)?;
        let is_bare = url.username().is_empty() && url.password().is_none() && url.query().or(url.fragment()).is_none();
        if !is_bare || !(url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url)) {
            return Err("the base URL is not a bare one of scheme https, or of a loopback address".into());
        }
        let token = token.trim();
        if token.is_empty() || token.contains(char::is_whitespace) {
            return Err("the token is empty, or contains whitespace".into());
        }
        let mut authorization = HeaderValue::try_from(format!("Bearer {token}"))?;
        authorization.set_sensitive(true);
        Ok(Self { http, base_url: url.as_str().trim_end_matches('/').to_owned(), authorization })
    }

    /// Blocks a file; `None` if the service returns no action.
    pub async fn block_file(&self, sha1: &str, comment: &str) -> CallResult<Option<FileAction>> {
        self.call(format!("/files/{}/block", checked_sha1(sha1)?), Body { comment, sha1: None }, true).await
    }

    /// Unblocks a file; `None` if the service returns no action.
    pub async fn unblock_file(&self, sha1: &str, comment: &str) -> CallResult<Option<FileAction>> {
        self.call(format!("/files/{}/unblock", checked_sha1(sha1)?), Body { comment, sha1: None }, true).await
    }

    /// Stops a file on a machine, and puts it into quarantine.
    pub async fn stop_and_quarantine_file(&self, id: &str, sha1: &str, comment: &str) -> CallResult<FileMachineAction> {
        let path = format!("/machines/{}/stopAndQuarantineFile", checked_machine_id(id)?);
        self.call(path, Body { comment, sha1: Some(checked_sha1(sha1)?) }, false).await
    }

    /// Removes an app restriction from a machine.
    pub async fn unrestrict_code_execution(&self, id: &str, comment: &str) -> CallResult<MachineAction> {
        let path = format!("/machines/{}/unrestrictCodeExecution", checked_machine_id(id)?);
        self.call(path, Body { comment, sha1: None }, false).await
    }

    async fn call<T: Action>(&self, path: String, body: Body<'_>, may_be_empty: bool) -> CallResult<T> {
        if body.comment.is_empty() {
            return Err(Error::Invalid("a comment is not empty"));
        }
        let request = self
            .http
            .post(format!("{}{path}", self.base_url))
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .json(&body)
            .header(USER_AGENT, HeaderValue::from_static("hand-written"))
            .header(AUTHORIZATION, self.authorization.clone())
            .timeout(TIMEOUT);
        let mut response = request.send().await.map_err(Error::Connection)?;
        let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
        let (mut body, lost) = read(&mut response).await;
        if body.starts_with(BYTE_ORDER_MARK) {
            body.drain(..BYTE_ORDER_MARK.len());
        }
        let is_success = status == StatusCode::CREATED || status == StatusCode::OK && may_be_empty;
        let is_empty = matches!(body.trim_ascii(), b"" | b"null");
        let body = match decode::<T>(if is_empty { b"null" } else { &body }) {
            Some(action) if is_success && !(is_empty && lost.is_some()) && action.is_success(status, &body) => {
                return Ok(Reply { status, headers, body: action });
            }
            _ => body,
        };
        Err(Error::Response(Box::new(Failure { status, headers, body, is_success, lost })))
    }
}

/// Decodes JSON; leaves out the properties that do not decode.
fn decode<T: Action>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok().or_else(|| {
        let mut object: Map<String, Value> = serde_json::from_slice(body).ok()?;
        object.retain(|key, value| T::deserialize(Value::from_iter([(key.clone(), value.clone())])).is_ok());
        T::deserialize(Value::Object(object)).ok()
    })
}

async fn read(response: &mut Response) -> (Vec<u8>, Option<reqwest::Error>) {
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

fn is_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn checked_sha1(text: &str) -> Result<&str, Error> {
    if is_hex(text, 40) { Ok(text) } else { Err(Error::Invalid("a SHA-1 has 40 hexadecimal digits")) }
}

fn checked_machine_id(text: &str) -> Result<&str, Error> {
    let parts: Vec<_> = text.split('-').collect();
    let is_guid = parts.len() == 5 && parts.iter().zip([8, 4, 4, 4, 12]).all(|(part, length)| is_hex(part, length));
    if is_hex(text, 40) || is_hex(text, 32) || is_guid {
        return Ok(text);
    }
    Err(Error::Invalid("a machine id has 40 or 32 hexadecimal digits, or is a GUID"))
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Body<'a> {
    comment: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sha1: Option<&'a str>,
}

pub type CallResult<T> = Result<Reply<T>, Error>;

/// A success.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: T,
}

/// What a success may have in its body.
pub trait Action: DeserializeOwned {
    /// Whether it has a property that is known.
    fn is_known(&self) -> bool;

    /// Whether a response with this status is a success: its body is no error object and not empty, and one with the status
    /// of any page is known.
    fn is_success(&self, status: StatusCode, body: &[u8]) -> bool {
        let is_error = || memmem::find(body, b"\"error\"").is_some() && is_error_object(body);
        let is_empty = || body.strip_prefix(b"{").is_some_and(|body| body.trim_ascii() == b"}");
        (status != StatusCode::OK || self.is_known()) && !is_empty() && !is_error()
    }
}

impl<T: Action> Action for Option<T> {
    fn is_known(&self) -> bool {
        self.as_ref().is_none_or(T::is_known)
    }
}

/// Objects whose properties may be missing, and that may have others.
macro_rules! open_objects {
    ($($name:ident { $($(#[$meta:meta])* $field:ident: $type:ty,)* })*) => {$(
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
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

        impl Action for $name {
            fn is_known(&self) -> bool {
                *self != Self { extra: self.extra.clone(), ..Self::default() }
            }
        }
    )*};
}

open_objects! {
    FileAction {
        file_identifier: String, file_identifier_type: FileIdentifierType,
        action_type: FileActionType, file_status: FileStatus,
        creation_date_time_utc: DateTime<Utc>, last_update_date_time_utc: DateTime<Utc>,
        requestor: String, requestor_comment: String,
        cancellation_date_time_utc: DateTime<Utc>, cancellation_requestor: String, cancellation_comment: String,
    }
    MachineAction {
        #[serde(rename = "@odata.context")]
        odata_context: String,
        id: String, title: String, scope: String, external_id: String,
        machine_id: String, computer_dns_name: String,
        #[serde(rename = "type")]
        action_type: MachineActionType,
        status: MachineActionStatus,
        #[serde(rename = "errorHResult")]
        error_hresult: i32,
        creation_date_time_utc: DateTime<Utc>,
        last_update_date_time_utc: DateTime<Utc>, last_update_time_utc: DateTime<Utc>,
        requestor: String, requestor_comment: String, request_source: RequestSource,
        cancellation_date_time_utc: DateTime<Utc>, cancellation_requestor: String, cancellation_comment: String,
        related_file_info: RelatedFileInfo, commands: Vec<Map<String, Value>>, troubleshoot_info: Value,
    }
    FileMachineAction {
        #[serde(rename = "@odata.context")]
        odata_context: String,
        id: String, title: String, scope: String, external_id: String,
        machine_id: String, computer_dns_name: String,
        #[serde(rename = "type")]
        action_type: MachineActionType,
        status: MachineActionStatus,
        #[serde(rename = "errorHResult")]
        error_hresult: i32,
        creation_date_time_utc: DateTime<Utc>,
        last_update_date_time_utc: DateTime<Utc>, last_update_time_utc: DateTime<Utc>,
        requestor: String, requestor_comment: String, request_source: RequestSource,
        cancellation_date_time_utc: DateTime<Utc>, cancellation_requestor: String, cancellation_comment: String,
        related_file_info: RelatedFileInfo, commands: Vec<Map<String, Value>>, troubleshoot_info: Value,
        error: String, sha1: String, file_id: String, file_instances: Vec<FileInstance>,
    }
    FileInstance { file_path: String, status: String, }
    RelatedFileInfo { file_identifier: String, file_identifier_type: FileIdentifierType, }
}

/// The known values of each enumeration, and any other as received.
macro_rules! open_enumerations {
    ($($name:ident { $($value:ident,)* })*) => {$(
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum $name {
            $($value,)*
            #[serde(untagged)]
            Other(String),
        }
    )*};
}

open_enumerations! {
    FileActionType { Block, UnBlock, }
    FileStatus { Blocked, }
    FileIdentifierType { Sha1, Sha256, Md5, }
    MachineActionType {
        RunAntiVirusScan, Offboard, LiveResponse, CollectInvestigationPackage, Isolate, Unisolate,
        StopAndQuarantineFile, RestrictCodeExecution, UnrestrictCodeExecution,
    }
    MachineActionStatus { Pending, InProgress, Succeeded, Failed, TimeOut, Cancelled, }
    RequestSource { PublicApi, Portal, }
    ErrorCode {
        BadRequest, ODataError, InvalidInput, InvalidRequestBody, InvalidHashValue, MissingRequiredParameter,
        OsPlatformNotSupported, ClientVersionNotSupported, MaximumBatchSizeExceeded, ActiveRequestAlreadyExists,
        Unauthorized, Forbidden, DisabledFeature, DisallowedOperation, NotFound, ResourceNotFound, TooManyRequests,
        InternalServerError,
    }
}

/// The error object of the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorResponse {
    pub error: ErrorDetail,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What is wrong, for a program and for a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ErrorDetail {
    pub code: ErrorCode,
    pub message: String,
    /// The correlation id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Whether a body, or what was received of it, is an error object of the service.
fn is_error_object(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    match serde_json::from_str::<Value>(&text) {
        Ok(json) => json.pointer("/error/code").and_then(Value::as_str).is_some_and(|code| !code.is_empty()),
        Err(_) => text.starts_with("{\"error\": {") && member(&text, "code").is_some(),
    }
}

/// The value of a string member in truncated JSON.
fn member(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("\"{name}\""))?;
    let value = rest.trim_start().strip_prefix(':')?.trim_start();
    serde_json::Deserializer::from_str(value).into_iter::<String>().next()?.ok()
}

/// Why a call failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A parameter is not valid.
    Invalid(&'static str),
    /// There was no connection, or it was lost.
    Connection(reqwest::Error),
    /// The response is no success, or does not decode.
    Response(Box<Failure>),
}

/// A response that is no success, or does not decode.
#[derive(Debug)]
pub struct Failure {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// Whether the status is one of success.
    pub is_success: bool,
    /// How the connection was lost within the body.
    pub lost: Option<reqwest::Error>,
}

/// What is known about an action whose call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    NotSent,
    Unreachable,
    Refused,
    Accepted,
    Unknown,
}

impl Error {
    fn response(&self) -> Option<&Failure> {
        let Self::Response(response) = self else { return None };
        Some(response)
    }

    pub fn status(&self) -> Option<StatusCode> {
        self.response().map(|response| response.status)
    }

    /// The error object of the service.
    pub fn error_response(&self) -> Option<ErrorResponse> {
        serde_json::from_slice(&self.response()?.body).ok()
    }

    /// The code of an error, wherever it is.
    pub fn code(&self) -> Option<ErrorCode> {
        let response = self.response().filter(|response| !response.is_success || is_error_object(&response.body))?;
        let text = String::from_utf8_lossy(&response.body);
        let json = serde_json::from_str::<Value>(&text).unwrap_or_default();
        let find = |pointer: &&str| json.pointer(pointer)?.as_str().map(str::to_owned);
        let code = ["/error/code", "/code", "/error"].iter().find_map(find).or_else(|| member(&text, "code"))?;
        serde_json::from_value(code.into()).ok()
    }

    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Invalid(_) => false,
            Self::Connection(_) => true,
            Self::Response(_) if self.outcome() == Outcome::Accepted => false,
            Self::Response(response) => {
                let is_lost = response.is_success && response.lost.is_some();
                is_lost || matches!(response.status.as_u16(), 408 | 429 | 502 | 503 | 504)
            }
        }
    }

    pub fn retry_after(&self) -> Option<Duration> {
        let value = self.response()?.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
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
            Self::Connection(_) => Outcome::Unknown,
            Self::Response(response) => response.outcome(),
        }
    }
}

impl Failure {
    fn outcome(&self) -> Outcome {
        let is_error = is_error_object(&self.body);
        match self.status.as_u16() {
            201 if self.is_success && !is_error && self.says_something() => Outcome::Accepted,
            301 | 307 | 308 => Outcome::Refused,
            300..=399 | 408 | 460 | 499 if !is_error => Outcome::Unknown,
            300..=499 => Outcome::Refused,
            _ => Outcome::Unknown,
        }
    }

    /// Whether the body is not empty, and not lost before it said anything.
    fn says_something(&self) -> bool {
        let body = self.body.trim_ascii();
        match self.lost {
            Some(_) => body.starts_with(b"{") && body.contains(&b','),
            None => !matches!(body, b"" | b"null" | b"{}"),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(rule) => f.write_str(rule),
            Self::Connection(error) => write!(f, "no connection, or it was lost: {error}"),
            Self::Response(response) => write!(f, "{}: {}", response.status, String::from_utf8_lossy(&response.body)),
        }
    }
}

impl StdError for Error {}
