//! How credentials reach the identity platform: the HTTP client of their SDK, with the TLS of this library.

use std::net::IpAddr;
use std::time::Duration;

use azure_core::error::{Error, ErrorKind};
use azure_core::http::headers::Headers;
use azure_core::http::{AsyncRawResponse, Body, HttpClient, Request};
use reqwest::Url;
use serde::de::IgnoredAny;
use serde_json::json;

use crate::build_error::BuildError;
use crate::client::{CONNECT_TIMEOUT, http_client_builder};
use crate::error::{causes, excerpt};
use crate::response::read::{self, Received};
use crate::server_url::is_loopback;

/// The time of one request. The SDK makes it again if the identity platform is busy.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The responses of the identity platform have a few thousand bytes.
const RESPONSE_LIMIT: usize = 1024 * 1024;

/// The HTTP client of credentials.
///
/// Secrets go over https, or unencrypted to an address that no network carries further: of this machine, or of the link, as
/// that of the metadata service is. Those are asked without a proxy.
#[derive(Debug)]
pub(super) struct Transport {
    behind_proxy: reqwest::Client,
    direct: reqwest::Client,
}

impl Transport {
    pub(super) fn new() -> Result<Self, BuildError> {
        let builder = || http_client_builder(CONNECT_TIMEOUT).map(|builder| builder.timeout(TIMEOUT));
        let failed = |error| BuildError::caused("the HTTP client of credentials cannot be built", error);
        Ok(Self {
            behind_proxy: builder()?.build().map_err(failed)?,
            direct: builder()?.no_proxy().build().map_err(failed)?,
        })
    }
}

#[async_trait::async_trait]
impl HttpClient for Transport {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<AsyncRawResponse> {
        let url = request.url();
        let host = url.host_str().unwrap_or_default();
        let client = match (url.scheme(), is_near(url)) {
            ("http", false) => {
                let text = format!("`http://{host}` is plain http, which would send a secret unencrypted: use https");
                return Err(Error::with_message(ErrorKind::Other, text));
            }
            (_, true) => &self.direct,
            _ => &self.behind_proxy,
        };
        let method = http::Method::from_bytes(request.method().as_str().as_bytes());
        let method = method.map_err(|error| Error::new(ErrorKind::Other, error))?;
        let mut call = client.request(method, url.clone());
        for (name, value) in request.headers().iter() {
            call = call.header(name.as_str(), value.as_str());
        }
        if let Body::Bytes(bytes) = request.body() {
            call = call.body(bytes.clone());
        }
        match call.send().await {
            Ok(response) => readable(host, read::read(response, RESPONSE_LIMIT).await),
            Err(error) => {
                let (kind, what) = match error.is_connect() {
                    true => (ErrorKind::Connection, "no connection to"),
                    false => (ErrorKind::Io, "no response of"),
                };
                Err(Error::with_message(kind, format!("{what} {host}: {}", causes(&error.without_url()))))
            }
        }
    }
}

/// The response as credentials read it. What is no JSON is of a proxy or a gateway; they would say of it that it is none.
fn readable(host: &str, received: Received) -> azure_core::Result<AsyncRawResponse> {
    let Received { status, headers, mut body, .. } = received;
    if serde_json::from_slice::<IgnoredAny>(&body).is_err() {
        let text = String::from_utf8_lossy(&body);
        let what = format!("{host} answered {status}, and not as the identity platform does: {}", excerpt(&text));
        if status.is_success() {
            return Err(Error::with_message(ErrorKind::DataConversion, what));
        }
        body =
            json!({"error": "no_answer_of_the_identity_platform", "error_description": what}).to_string().into_bytes();
    }
    let pairs =
        headers.iter().filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())));
    let mut headers = Headers::new();
    pairs.for_each(|(name, value)| headers.insert(name, value));
    Ok(AsyncRawResponse::from_bytes(status.as_u16().into(), headers, body))
}

/// Whether no network carries what is sent there any further: this machine, or a link-local address.
fn is_near(url: &Url) -> bool {
    let is_link_local = |host: &str| match host.trim_start_matches('[').trim_end_matches(']').parse() {
        Ok(IpAddr::V4(address)) => address.is_link_local(),
        Ok(IpAddr::V6(address)) => address.is_unicast_link_local(),
        Err(_) => false,
    };
    is_loopback(url) || url.host_str().is_some_and(is_link_local)
}

#[cfg(test)]
mod tests {
    use azure_core::http::Method;

    use super::*;

    #[tokio::test]
    async fn a_secret_goes_over_https_or_to_an_address_that_is_near() {
        for (url, is_near_) in [
            ("http://127.0.0.1/msi", true),
            ("http://localhost:1/msi", true),
            ("http://[::1]/msi", true),
            ("http://169.254.169.254/metadata", true),
            ("http://[fe80::1]/x", true),
            ("http://login.example/token", false),
            ("http://10.0.0.1/token", false),
            ("http://169.254.169.254.example/token", false),
        ] {
            assert_eq!(is_near(&url.parse().unwrap()), is_near_, "{url}");
        }
        let request = Request::new("http://login.example/token?secret".parse().unwrap(), Method::Post);
        let error = Transport::new().unwrap().execute_request(&request).await.unwrap_err().to_string();
        assert!(error.contains("`http://login.example` is plain http") && !error.contains("?secret"), "{error}");
    }
}
