//! The service behind a client: each call goes through the typed builder of its operation.

use defender_actions::{Client, Error, Outcome, ResponseValue, SecretMask};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::call::{Call, Service};
use crate::generated::dispatch;
use crate::result::{CallOutcome, CallResult};

/// Calls the operations of the contract with a client.
#[derive(Debug)]
pub struct ClientService {
    client: Client,
    mask: SecretMask,
}

impl ClientService {
    /// Calls with this client; what the service repeats of the tokens is masked in every result.
    pub fn new(client: Client, mask: SecretMask) -> Self {
        Self { client, mask }
    }

    /// The same without what it repeats of the token.
    fn masked(&self, mut result: CallResult) -> CallResult {
        let texts = [Some(&mut result.message), result.code.as_mut(), result.correlation_id.as_mut()];
        texts.into_iter().flatten().for_each(|text| *text = self.mask.apply(text));
        if !result.action.is_null() {
            // The mask is no character that JSON escapes, so that JSON stays JSON.
            let text = self.mask.apply(&result.action.to_string());
            result.action = serde_json::from_str(&text).unwrap_or(Value::String(text));
        }
        result
    }
}

impl Service for ClientService {
    async fn call(&self, call: &Call) -> CallResult {
        self.masked(dispatch(&self.client, call).await.unwrap_or_else(|error| failed(&error)))
    }
}

/// What is kept of a success.
pub(crate) fn received<T>(value: ResponseValue<T>) -> CallResult {
    let deviations = value.deviations().iter().map(|it| format!("not as the contract says: {it}"));
    let unknown = value.unknown_attempts().iter();
    let unknown =
        unknown.map(|it| format!("attempt {} may have taken the action too: {}", it.number, it.what_happened));
    CallResult {
        outcome: CallOutcome::Accepted,
        status: Some(value.status().as_u16()),
        action: serde_json::from_slice(value.body()).unwrap_or_default(),
        code: None,
        message: deviations.chain(unknown).collect::<Vec<_>>().join("; "),
        correlation_id: value.correlation_id(),
        retry_after: None,
        attempts: value.attempts(),
    }
}

/// The code of a call whose credential gave no token, and no code.
const NO_TOKEN: &str = "NoToken";

/// What is kept of an error.
fn failed(error: &Error) -> CallResult {
    // What such an error has is the refusal of a later attempt.
    let took_effect = matches!(error, Error::Repeated(repeated) if repeated.took_effect());
    let is_of_credential = matches!(error, Error::Credential(_));
    let message = error.message().filter(|_| !is_of_credential).map(|message| format!(": {message}"));
    let message = message.unwrap_or_default();
    // What was not sent for another reason has no code.
    let of_credential = is_of_credential.then(|| NO_TOKEN.to_owned());
    CallResult {
        outcome: error.outcome().into(),
        status: error.status().map(|status| status.as_u16()),
        action: error.json().filter(|_| error.outcome() == Outcome::Accepted && !took_effect).unwrap_or_default(),
        code: error.code().map(|code| code.as_str().to_owned()).or(of_credential),
        message: format!("{error}{message}"),
        correlation_id: error.correlation_id().map(str::to_owned),
        retry_after: error.retry_after(),
        attempts: error.attempts(),
    }
}

/// Refuses a call with a parameter that its operation does not have.
pub(crate) fn known(call: &Call, parameters: &[&str]) -> Result<(), Error> {
    match call.parameters.keys().find(|name| !parameters.contains(&name.as_str())) {
        Some(name) => Err(Error::InvalidRequest(format!("`{}` has no parameter `{name}`", call.operation))),
        None => Ok(()),
    }
}

/// The value of a parameter; `None` if the call has none.
pub(crate) fn parameter<T: DeserializeOwned>(call: &Call, name: &str) -> Result<Option<T>, Error> {
    let value = call.parameters.get(name).map(T::deserialize);
    value.transpose().map_err(|error| Error::InvalidRequest(format!("the parameter `{name}` is not valid: {error}")))
}

/// The body of a call.
pub(crate) fn body<T: DeserializeOwned>(call: &Call) -> Result<T, Error> {
    T::deserialize(&call.body).map_err(|error| Error::InvalidRequest(format!("the body is not valid: {error}")))
}

/// A call of an operation that the contract does not have.
pub(crate) fn unknown(call: &Call) -> Error {
    Error::InvalidRequest(format!("the contract has no operation `{}`", call.operation))
}
