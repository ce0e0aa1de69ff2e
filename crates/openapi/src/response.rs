//! The request body and the responses of an operation.

use crate::body::Body;
use crate::located::Located;
use crate::parameter::Header;
use crate::status_key::StatusKey;
use document::Pointer;

/// The body of an operation's request.
#[derive(Clone, Debug)]
pub struct RequestBody<'a> {
    /// The address by which the operation has it; behind it may be a reference.
    pub declared: Pointer,
    /// The Request Body Object.
    pub at: Located<'a>,
}

impl<'a> RequestBody<'a> {
    /// Whether each request has it.
    pub fn is_required(&self) -> bool {
        self.at.is_set("required")
    }

    /// Its content.
    pub fn body(&self) -> Option<Body<'a>> {
        Body::of(&self.at)
    }
}

/// A response that a contract documents for an operation.
#[derive(Clone, Debug)]
pub struct Response<'a> {
    /// For which statuses.
    pub status: StatusKey,
    /// The address by which the operation has it; behind it may be a reference.
    pub declared: Pointer,
    /// The Response Object.
    pub at: Located<'a>,
}

impl<'a> Response<'a> {
    /// Whether it is a success.
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// Whether it is an error.
    pub fn is_error(&self) -> bool {
        self.status.is_error()
    }

    /// Its content; none for a response without a body.
    pub fn body(&self) -> Option<Body<'a>> {
        Body::of(&self.at)
    }

    /// Its headers, without `Content-Type`, which the specification ignores here.
    pub fn headers(&self) -> Vec<Header<'a>> {
        let headers = self.at.members("headers").filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        headers.map(|(name, at)| Header { name, declared: at.pointer.clone(), at: at.resolve() }).collect()
    }
}
