//! The Rust client as a driver: the one that the others are compared with.

use std::collections::BTreeMap;

use anyhow::Result;
use defender_actions::{Client, Error};
use defender_actions_cli::Invocation;
use http::HeaderMap;
use tokio::runtime::{self, Runtime};

use crate::driver::{Driver, Received, Reply, TOKEN};
use crate::scenario::Call;

/// Calls operations by their names, through the commands that are generated for them.
pub struct RustClient {
    client: Client,
    runtime: Runtime,
}

impl RustClient {
    /// Makes a client of what is at `base_url`.
    ///
    /// # Errors
    ///
    /// An address that the client refuses.
    pub fn new(base_url: &str) -> Result<Self> {
        let client = Client::builder().base_url(base_url).bearer_token(TOKEN).build()?;
        Ok(Self { client, runtime: runtime::Builder::new_current_thread().enable_all().build()? })
    }
}

impl Driver for RustClient {
    fn call(&mut self, call: &Call) -> Result<Reply, String> {
        let parameters = call.parameters.iter().map(|(name, value)| (name.as_str(), value));
        let invocation = match Invocation::new(&call.operation, parameters, call.body.as_ref()) {
            Ok(invocation) => invocation,
            Err(error) => return Ok(Reply::Failure { failure: format!("{error:#}") }),
        };
        Ok(match self.runtime.block_on(invocation.call(self.client.clone())) {
            Ok(answer) => Reply::Received(Received {
                status: Some(answer.code),
                type_name: answer.type_name,
                value: answer.json,
                text: None,
                headers: BTreeMap::new(),
                raised: false,
            }),
            Err(error) => match error.downcast_ref::<Error>() {
                Some(error) => Reply::Received(refused(error)),
                None => Reply::Failure { failure: format!("{error:#}") },
            },
        })
    }
}

fn refused(error: &Error) -> Received {
    // Without a code it is no error of the service; then what was received instead is the text. What does not decode of a
    // success is at hand as JSON.
    let is_success = error.status().is_some_and(|status| status.is_success());
    let type_name = if error.code().is_some() || error.message().is_some() { "ErrorResponse" } else { "Error" };
    let object = error.error_response().filter(|_| error.code().is_some());
    let object = object.and_then(|object| serde_json::to_value(object).ok());
    let value = object.or_else(|| error.json().filter(|_| is_success)).unwrap_or_default();
    let text = error.body().map(|body| String::from_utf8_lossy(body).into_owned()).filter(|text| !text.is_empty());
    let text = if value.is_null() { text } else { None };
    let headers = error.headers().map(readable).unwrap_or_default();
    let status = error.status().map(|status| status.as_u16());
    Received { status, type_name: type_name.to_owned(), value, text, headers, raised: true }
}

/// The headers that are texts.
fn readable(headers: &HeaderMap) -> BTreeMap<String, String> {
    let texts = headers.iter().filter_map(|(name, value)| Some((name, value.to_str().ok()?)));
    texts.map(|(name, value)| (name.to_string(), value.to_owned())).collect()
}
