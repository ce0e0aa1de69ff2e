//! A call as data, under the names of the contract.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::result::CallResult;

/// A call of an operation, as data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// The operationId.
    pub operation: Arc<str>,
    /// The values of the parameters, by their names in the contract.
    pub parameters: Map<String, Value>,
    /// The properties of the body, by their names in the contract; empty if the operation has no body.
    pub body: Map<String, Value>,
}

/// What makes calls: a client of the service, or a stand-in of a test.
pub trait Service: Send + Sync + 'static {
    /// Makes a call, and says how it ended. It ends within the time limits of the client.
    fn call(&self, call: &Call) -> impl Future<Output = CallResult> + Send;
}
