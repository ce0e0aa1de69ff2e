//! A call: sends the request that the generated code has built, and reads the response.

use std::time::Duration;

use http::StatusCode;
use http::header::HeaderValue;
use memchr::memmem;
use progenitor_client::{ClientHooks, OperationInfo};
use reqwest::Request;
use serde::de::DeserializeOwned;

use crate::departure::Departure;
use crate::error::{Error, Reason, TransportError, is_error_object};
use crate::generated::Client;
use crate::operation::Operation;
use crate::response::ResponseValue;
use crate::response::decode::{self, Deviation, Undecodable, is_nothing};
use crate::response::read::{self, End, Received};
use crate::trace;

impl Client {
    /// Calls an operation; what the generated code does with each request.
    pub(crate) async fn call<T: DeserializeOwned>(
        &self,
        request: Request,
        operation: &'static Operation,
    ) -> Result<ResponseValue<T>, Error> {
        // On the heap: it has some kilobytes, which would be copied from future to future.
        trace::call(operation, Box::pin(self.repeat(request, operation))).await
    }

    /// Makes one attempt, after so many others.
    pub(crate) async fn attempt<T: DeserializeOwned>(
        &self,
        mut request: Request,
        operation: &Operation,
        earlier: u32,
        authorization: Option<&HeaderValue>,
        timeout: Duration,
    ) -> Result<ResponseValue<T>, Error> {
        let body = trace::RequestBody::of(&request, self.inner.trace_bodies);
        *request.timeout_mut() = Some(timeout);
        self.set_headers(&mut request, authorization);
        self.prepare(&mut request, operation).await?;
        let attempt = trace::Attempt::new(&request, body, operation, earlier);
        attempt.watch(self.send(request, operation)).await
    }

    /// Completes a request that the generated code has built.
    async fn prepare(&self, request: &mut Request, operation: &Operation) -> Result<(), Error> {
        let info = OperationInfo { operation_id: operation.method_name };
        self.pre::<()>(request, &info).await.map_err(|error| match error {
            progenitor_client::Error::InvalidRequest(message) | progenitor_client::Error::Custom(message) => {
                Error::InvalidRequest(message)
            }
            other => Error::InvalidRequest(other.to_string()),
        })
    }

    /// Sends a request, and reads the response.
    async fn send<T: DeserializeOwned>(
        &self,
        mut request: Request,
        operation: &Operation,
    ) -> Result<ResponseValue<T>, Error> {
        let departure = match self.inner.is_default_http_client {
            true => Departure::watch(&mut request),
            // It may have to send the body again, after a redirect.
            false => Departure::unwatched(),
        };
        match self.client.execute(request).await {
            Ok(response) => {
                trace::connected(&response);
                value(read::read(response, self.inner.response_limit).await, operation)
            }
            Err(error) => Err(Error::Transport(TransportError::new(error, departure.may_have_begun()))),
        }
    }
}

/// The success that a response is, or the error.
fn value<T: DeserializeOwned>(received: Received, operation: &Operation) -> Result<ResponseValue<T>, Error> {
    if !operation.is_success(received.status) {
        return Err(Error::response(received, operation, false, Reason::Status));
    }
    match decoded(&received, operation) {
        Ok(value) => Ok(ResponseValue::received(value, received.status, received.headers, received.body)),
        Err(reason) => Err(Error::response(received, operation, true, reason)),
    }
}

/// The value of a success, or why it is none.
fn decoded<T: DeserializeOwned>(received: &Received, operation: &Operation) -> Result<(T, Vec<Deviation>), Reason> {
    let body = received.body.trim_ascii();
    let undecodable = |error: Undecodable| Reason::Body(error.to_string());
    if let End::Unreadable(problem) = &received.end {
        return Err(Reason::Body(problem.clone()));
    }
    if is_nothing(body) {
        // An empty object is no action, even where the contract needs none.
        let is_accepted = operation.may_be_empty && !body.starts_with(b"{") && matches!(received.end, End::Whole);
        return if is_accepted { decode::nothing().map_err(undecodable) } else { Err(Reason::NoAction) };
    }
    if memmem::find(body, b"\"error\"").is_some()
        && serde_json::from_slice(body).is_ok_and(|json| is_error_object(&json))
    {
        return Err(Reason::ErrorObject);
    }
    if !operation.has_action {
        return decode::nothing().map_err(undecodable);
    }
    let value = decode::decode(body).map_err(undecodable)?;
    // Any page has the status 200. That it is an action, its properties say.
    if received.status == StatusCode::OK && !operation.names_a_property(body) {
        return Err(Reason::NoAction);
    }
    Ok(value)
}
