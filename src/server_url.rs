//! The URL of a server: that a token may be sent to it.

use std::net::IpAddr;

use reqwest::Url;

use crate::build_error::BuildError;

/// Parses a base URL, and checks that a token may be sent to it.
pub(crate) fn server_url(text: &str) -> Result<Url, BuildError> {
    // The errors do not show a text that may contain a password.
    if let Some(scheme) = missing_scheme(text) {
        return Err(BuildError::new(format!("the base URL has no scheme: write `{scheme}` before it")));
    }
    let url = Url::parse(text).map_err(|error| BuildError::new(format!("the base URL is not a valid URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BuildError::new(
            "the base URL contains a user name or password: remove it, only a bearer token is sent",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(BuildError::new("the base URL contains a query or a fragment: remove `?…` and `#…`"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(BuildError::new(format!(
            "the base URL `{url}` is plain http, which would send the token unencrypted: use https, or a loopback address"
        ))),
        other => Err(BuildError::new(format!("the base URL has the scheme `{other}`: use https"))),
    }
}

/// The scheme that a base URL lacks, as in `localhost:8439`, which has the form of a URL of the scheme `localhost`.
fn missing_scheme(text: &str) -> Option<&'static str> {
    let has_scheme = Url::parse(text).is_ok_and(|url| url.has_host() || ["http", "https"].contains(&url.scheme()));
    if has_scheme || text.contains("://") {
        return None;
    }
    let url = Url::parse(&format!("http://{text}")).ok()?;
    Some(if is_loopback(&url) { "http://" } else { "https://" })
}

/// Whether a URL leads to this machine: to `localhost`, or to a loopback address.
///
/// Only there a token may go unencrypted, and no proxy is asked.
pub fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}
