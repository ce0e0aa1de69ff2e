//! `--dry-run`: the request that would be sent.

use reqwest::Request;
use serde_json::{Map, Value};

use crate::call_json::UnsentRequest;
use crate::connection::OutputFormat;
use crate::failure::Failure;
use crate::output;
use crate::proxy::Proxy;
use crate::sign_in::SignIn;
use crate::token;

/// What is shown instead of the token.
const MASKED: &str = "Bearer …";

/// A request that was not sent.
pub struct Recorded {
    /// For programs.
    pub form: UnsentRequest,
    /// The body as it would be sent.
    body: String,
    proxy: Option<Proxy>,
}

/// A request of the client as it would be sent, with the headers that the connection adds.
pub fn record(request: &Request, proxy: Option<Proxy>) -> Recorded {
    let mut headers = Map::new();
    for (name, value) in request.headers() {
        let value = if value.is_sensitive() { MASKED.into() } else { String::from_utf8_lossy(value.as_bytes()) };
        headers.insert(name.as_str().to_owned(), value.into());
    }
    let url = request.url();
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    headers.insert("host".to_owned(), host.into());
    let body = request.body().and_then(|body| body.as_bytes());
    if let Some(body) = body {
        headers.insert("content-length".to_owned(), body.len().to_string().into());
    }
    let body = body.map(|body| String::from_utf8_lossy(body).into_owned()).unwrap_or_default();
    let form = UnsentRequest {
        method: request.method().to_string(),
        url: url.to_string(),
        headers,
        body: if body.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&body).unwrap_or_else(|_| body.clone().into())
        },
    };
    Recorded { form, body, proxy }
}

/// Writes the request to stdout, and what is to be known of it to stderr.
pub fn print(request: &Recorded, format: OutputFormat, sign_in: Option<&SignIn>) -> Result<(), Failure> {
    match format {
        OutputFormat::Text => output::lines(request.lines())?,
        OutputFormat::Json => output::json(&serde_json::to_string_pretty(&request.form).unwrap_or_default())?,
    }
    if let Some(Proxy { variable, address }) = &request.proxy {
        output::message(format_args!("it would go through the proxy {address}, which {variable} names"));
    }
    match sign_in {
        Some(SignIn::Token(_)) => {}
        Some(credential) => output::message(format_args!("the token would be that of --credential {credential}")),
        None => output::message(token::missing_hint()),
    }
    output::message("dry run: nothing was sent");
    Ok(())
}

impl Recorded {
    /// The request as lines: its method and URL, its headers, and its body.
    pub fn lines(&self) -> Vec<String> {
        let headers = self.form.headers.iter();
        let headers = headers.map(|(name, value)| format!("{name}: {}", value.as_str().unwrap_or_default()));
        let mut lines = vec![format!("{} {}", self.form.method, self.form.url)];
        lines.extend(headers);
        if !self.body.is_empty() {
            lines.extend([String::new(), self.body.clone()]);
        }
        lines
    }
}
