//! A call: sends the request that the generated code has built, and reads the response.

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
        operation: &Operation,
    ) -> Result<ResponseValue<T>, Error> {
        trace::call(operation, async {
            let authorization = self.inner.authorization.header().await.map_err(Error::Credential)?;
            let again = request.try_clone();
            let result = self.attempt(request, operation, 0, authorization.as_ref()).await;
            // The status proves that nothing was done. A token can be withdrawn before it expires.
            if result.as_ref().is_err_and(|error| error.status() == Some(StatusCode::UNAUTHORIZED))
                && let (Some(refused), Some(request)) = (&authorization, again)
                && let Some(other) = self.inner.authorization.after_refusal(refused).await
            {
                return self.attempt(request, operation, 1, Some(&other)).await;
            }
            result
        })
        .await
    }

    /// Completes a request, and sends it once.
    async fn attempt<T: DeserializeOwned>(
        &self,
        mut request: Request,
        operation: &Operation,
        resend_count: u32,
        authorization: Option<&HeaderValue>,
    ) -> Result<ResponseValue<T>, Error> {
        self.set_headers(&mut request, authorization);
        self.prepare(&mut request, operation).await?;
        let attempt = trace::Attempt::new(&request, operation, resend_count, self.inner.trace_bodies);
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
        return Err(Error::response(received, false, Reason::Status));
    }
    match decoded(&received, operation) {
        Ok(value) => Ok(ResponseValue::received(value, received.status, received.headers, received.body)),
        Err(reason) => Err(Error::response(received, true, reason)),
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
