//! The Rust client as a driver: the one that the others are compared with.

use std::collections::BTreeMap;

use anyhow::Result;
use defender_actions::types::ErrorResponse;
use defender_actions::{Client, Error, ErrorExt};
use defender_actions_cli::Invocation;
use http::HeaderMap;
use serde_json::Value;
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
            Err(error) => match error.downcast_ref::<Error<ErrorResponse>>() {
                Some(error) => Reply::Received(refused(error)),
                None => Reply::Failure { failure: format!("{error:#}") },
            },
        })
    }
}

fn refused(error: &Error<ErrorResponse>) -> Received {
    let (type_name, value) = match error {
        Error::ErrorResponse(answer) => ("ErrorResponse", serde_json::to_value(&**answer).unwrap_or_default()),
        _ => ("Error", Value::Null),
    };
    // Without a code it is no error of the service; what was received instead is the message.
    let value = if error.code().is_some() { value } else { Value::Null };
    let text = match error {
        Error::InvalidResponsePayload(body, _) => Some(String::from_utf8_lossy(body).into_owned()),
        _ if value.is_null() => error.message().map(str::to_owned),
        _ => None,
    };
    let headers = match error {
        Error::ErrorResponse(answer) => readable(answer.headers()),
        Error::UnexpectedResponse(answer) => readable(answer.headers()),
        _ => BTreeMap::new(),
    };
    let status = error.status().map(|status| status.as_u16());
    Received { status, type_name: type_name.to_owned(), value, text, headers, raised: true }
}

/// The headers that are texts.
fn readable(headers: &HeaderMap) -> BTreeMap<String, String> {
    let texts = headers.iter().filter_map(|(name, value)| Some((name, value.to_str().ok()?)));
    texts.map(|(name, value)| (name.to_string(), value.to_owned())).collect()
}
