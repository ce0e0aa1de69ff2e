//! A success.

use std::fmt;
use std::ops::{Deref, DerefMut};

use http::{HeaderMap, StatusCode};

use super::decode::Deviation;
use crate::error::{History, UnknownAttempt, correlation_id};

/// A success: the decoded body, to which it dereferences, with the status and the headers.
///
/// A property of the body that is not of the type that the contract gives it does not make a success a failure: the
/// status says that the action was accepted, and the other properties say which it is. The property is left out of the
/// decoded value, as if it were missing, and is in [`deviations`](Self::deviations) as received. It is not put into the
/// map `extra` of the value, where a property belongs that the contract does not name.
pub struct ResponseValue<T> {
    inner: T,
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    deviations: Vec<Deviation>,
    /// The attempts before this one.
    earlier: History,
}

impl<T> ResponseValue<T> {
    /// A success with this value, status and headers, for tests; its body is empty.
    pub fn new(inner: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self { inner, status, headers, body: Vec::new(), deviations: Vec::new(), earlier: History::default() }
    }

    pub(crate) fn received(
        (inner, deviations): (T, Vec<Deviation>),
        status: StatusCode,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Self {
        Self { inner, status, headers, body, deviations, earlier: History::default() }
    }

    /// The success of a call that was made before.
    pub(crate) fn after(self, earlier: History) -> Self {
        Self { earlier, ..self }
    }

    /// The decoded body.
    pub fn into_inner(self) -> T {
        self.inner
    }

    /// The status, as in 201.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body as received, without content coding and byte order mark.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The id to quote when you ask Microsoft about the call, of a header; `None` if the response has none.
    pub fn correlation_id(&self) -> Option<String> {
        correlation_id(&serde_json::Value::Null, &self.headers)
    }

    /// The properties that are left out of the decoded value, because they are not of the type that the contract gives
    /// them; mostly none.
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// How many attempts were made: more than 1 only where a [policy](crate::ClientBuilder::retry) allows it, or after a token
    /// that was refused and renewed.
    pub fn attempts(&self) -> u32 {
        self.earlier.attempts() + 1
    }

    /// The attempts before this one that may have taken the action too; mostly none.
    pub fn unknown_attempts(&self) -> &[UnknownAttempt] {
        self.earlier.unknown()
    }
}

impl<T> Deref for ResponseValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T> DerefMut for ResponseValue<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

impl<T> AsRef<T> for ResponseValue<T> {
    fn as_ref(&self) -> &T {
        &self.inner
    }
}

impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
