//! The token endpoint, as Entra has it: `POST /{tenant}/oauth2/v2.0/token` with the credentials of an application, and the
//! endpoint of managed identities, as App Service has it. No input or output.
//!
//! The refusals have the form and the codes of Entra ("AADSTS error codes" in its documents), and sentences of their own.

use std::collections::BTreeMap;
use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, Utc};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Method, Response, StatusCode, Uri};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::service::ReceivedCall;
use crate::tokens::issuer::{IssuedToken, Issuer, TokenRequest};

/// Where managed identities get their tokens: the value of `IDENTITY_ENDPOINT`, below the URL of the simulator.
const MANAGED_IDENTITY: &str = "/msi/token";
/// The header without which App Service refuses; `IDENTITY_HEADER` has its value.
const IDENTITY_HEADER: &str = "x-identity-header";
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// The tenant of managed identities, and their application.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// What a request to one of the endpoints asks for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TokenCall<'a> {
    /// The token of an application, of this tenant.
    Application(&'a str),
    /// The token of a managed identity.
    ManagedIdentity,
}

impl<'a> TokenCall<'a> {
    /// Whether a request is for one of the endpoints.
    pub(crate) fn of(uri: &'a Uri) -> Option<Self> {
        if uri.path() == MANAGED_IDENTITY {
            return Some(Self::ManagedIdentity);
        }
        let tenant = uri.path().strip_prefix('/')?.strip_suffix("/oauth2/v2.0/token")?;
        (!tenant.is_empty() && !tenant.contains('/')).then_some(Self::Application(tenant))
    }

    /// Responds to the request.
    pub(crate) fn answer(self, issuer: &Issuer, call: &ReceivedCall<'_>) -> Response<Vec<u8>> {
        let tenant = match self {
            Self::Application(tenant) => tenant,
            Self::ManagedIdentity => return managed_identity(issuer, call),
        };
        let refused = issuer.next_refusal().map_or(Ok(()), |code| Err(Refusal::of_code(code)));
        let lifetime = issuer.rules.lifetime.as_secs();
        match refused.and_then(|()| application(issuer, tenant, call)) {
            Ok(token) => json_response(
                StatusCode::OK,
                &json!({
                    "token_type": "Bearer",
                    "expires_in": lifetime,
                    "ext_expires_in": lifetime,
                    "access_token": token.text,
                }),
            ),
            Err(refusal) => refusal.response(call.now),
        }
    }
}

/// The token of an application that proves itself, or why there is none.
fn application(issuer: &Issuer, tenant: &str, call: &ReceivedCall<'_>) -> Result<IssuedToken, Refusal> {
    let form = Form::of(call.body.bytes);
    if *call.method != Method::POST {
        return Err(Refusal::new(900_561, "invalid_request", "The endpoint takes POST requests only."));
    }
    let is_of_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    if ["common", "organizations", "consumers"].contains(&tenant) {
        return Err(Refusal::new(50_059, "invalid_request", "An application gets its token from one tenant: name it."));
    }
    if !tenant.chars().all(is_of_name) {
        return Err(Refusal::new(900_023, "invalid_request", "The tenant is neither an id nor a domain."));
    }
    match form.required("grant_type")? {
        "client_credentials" => {}
        _ => {
            return Err(Refusal::new(
                70_003,
                "unsupported_grant_type",
                "The simulator knows `client_credentials` alone.",
            ));
        }
    }
    let client_id = form.required("client_id")?;
    prove(issuer, &form)?;
    let scope = form.required("scope")?;
    let Some(resource) = scope.strip_suffix("/.default") else {
        return Err(Refusal::new(1_002_012, "invalid_scope", "The scope of an application ends with `/.default`."));
    };
    if !issuer.has_scope(scope) {
        let sentence = "The tenant has no service of this name; the contract names the scopes of its servers.";
        return Err(Refusal::new(500_011, "invalid_resource", sentence));
    }
    Ok(issuer.issue(&TokenRequest { tenant, client_id, resource }, call.now))
}

/// Checks that an application proves itself: with a secret, or with a token that it, or another issuer, has signed.
fn prove(issuer: &Issuer, form: &Form) -> Result<(), Refusal> {
    let is_jwt = |text: &str| text.split('.').count() == 3 && text.split('.').all(|part| !part.is_empty());
    match (form.get("client_secret"), form.get("client_assertion")) {
        (None, None) => Err(Refusal::new(7_000_216, "invalid_client", "A secret or an assertion is missing.")),
        (Some(secret), _) => match &issuer.rules.client_secret {
            Some(known) if known != secret => Err(Refusal::of_code(7_000_215)),
            _ => Ok(()),
        },
        (None, Some(assertion)) => match form.get("client_assertion_type") == Some(ASSERTION_TYPE) && is_jwt(assertion)
        {
            true => Ok(()),
            false => Err(Refusal::new(50_027, "invalid_client", "The assertion is no JSON Web Token.")),
        },
    }
}

fn managed_identity(issuer: &Issuer, call: &ReceivedCall<'_>) -> Response<Vec<u8>> {
    let query = Form::of(call.uri.query().unwrap_or_default().as_bytes());
    let resource = query.get("resource").unwrap_or_default();
    let problem = match call.headers.get(IDENTITY_HEADER) {
        _ if *call.method != Method::GET => {
            Some((StatusCode::METHOD_NOT_ALLOWED, "The endpoint takes GET requests only."))
        }
        None => Some((StatusCode::UNAUTHORIZED, "The header X-IDENTITY-HEADER is missing.")),
        Some(_) if resource.is_empty() => Some((StatusCode::BAD_REQUEST, "The parameter `resource` is missing.")),
        Some(_) => None,
    };
    if let Some((status, message)) = problem {
        return json_response(status, &json!({"statusCode": status.as_u16(), "message": message}));
    }
    let client_id = query.get("client_id").unwrap_or(NOBODY);
    let token = issuer.issue(&TokenRequest { tenant: NOBODY, client_id, resource }, call.now);
    json_response(
        StatusCode::OK,
        &json!({
            "access_token": token.text,
            // Text, as App Service has it.
            "expires_on": token.expires_at.to_string(),
            "resource": resource,
            "token_type": "Bearer",
            "client_id": client_id,
        }),
    )
}

/// The parameters of a request, the first of each name.
struct Form(BTreeMap<String, String>);

impl Form {
    fn of(encoded: &[u8]) -> Self {
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(encoded).into_owned() {
            parameters.entry(name).or_insert(value);
        }
        Self(parameters)
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    fn required(&self, name: &str) -> Result<&str, Refusal> {
        let missing = || Refusal::new(900_144, "invalid_request", format!("The parameter `{name}` is missing."));
        self.get(name).ok_or_else(missing)
    }
}

/// Why there is no token.
#[derive(Debug)]
struct Refusal {
    /// The number of `AADSTS…`.
    code: u32,
    /// The code of OAuth (RFC 6749, section 5.2).
    error: &'static str,
    sentence: String,
}

impl Refusal {
    fn new(code: u32, error: &'static str, sentence: impl Into<String>) -> Self {
        Self { code, error, sentence: sentence.into() }
    }

    /// The refusal of a code that a test asks for.
    fn of_code(code: u32) -> Self {
        match code {
            7_000_215 => Self::new(code, "invalid_client", "The secret of the application is not valid."),
            7_000_222 => Self::new(code, "invalid_client", "The secret of the application has expired."),
            700_016 => Self::new(code, "unauthorized_client", "The tenant has no application of this id."),
            90_033 => Self::new(code, "temporarily_unavailable", "The identity platform is busy."),
            _ => Self::new(code, "invalid_grant", "The simulator was asked to refuse."),
        }
    }

    fn response(&self, now: SystemTime) -> Response<Vec<u8>> {
        let status = match self.error {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            "temporarily_unavailable" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        };
        let (trace_id, correlation_id) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
        let timestamp = DateTime::<Utc>::from(now).to_rfc3339_opts(SecondsFormat::Secs, true).replace('T', " ");
        let Self { code, error, sentence } = self;
        let description = format!(
            "AADSTS{code}: {sentence} Trace ID: {trace_id} Correlation ID: {correlation_id} Timestamp: {timestamp}"
        );
        let body = json!({
            "error": error,
            "error_description": description,
            "error_codes": [code],
            "timestamp": timestamp,
            "trace_id": trace_id,
            "correlation_id": correlation_id,
            "error_uri": format!("https://login.microsoftonline.com/error?code={code}"),
        });
        json_response(status, &body)
    }
}

fn json_response(status: StatusCode, body: &Value) -> Response<Vec<u8>> {
    let mut response = Response::new(body.to_string().into_bytes());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store, no-cache"));
    response
}
