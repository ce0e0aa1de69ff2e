//! What a caller does with each request before it is sent.

use std::fmt;
use std::sync::Arc;

use reqwest::Request;

/// A function of the caller; see [`ClientBuilder::before_send`](crate::ClientBuilder::before_send).
#[derive(Clone)]
pub(crate) struct BeforeSend(Arc<Function>);

type Function = dyn Fn(&mut Request) -> Result<(), String> + Send + Sync;

impl BeforeSend {
    pub(crate) fn new(function: impl Fn(&mut Request) -> Result<(), String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(function))
    }

    pub(crate) fn call(&self, request: &mut Request) -> Result<(), String> {
        (self.0)(request)
    }
}

impl fmt::Debug for BeforeSend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BeforeSend(…)")
    }
}
