//! HTTP methods.

use std::fmt;

/// A method that an operation may have: a field of a path item. In the order of the specification.
///
/// Displayed as in a request: `GET`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Method {
    /// `get`
    Get,
    /// `put`
    Put,
    /// `post`
    Post,
    /// `delete`
    Delete,
    /// `options`
    Options,
    /// `head`
    Head,
    /// `patch`
    Patch,
    /// `trace`
    Trace,
}

impl Method {
    /// Every method, in the order of the specification.
    pub const ALL: [Self; 8] =
        [Self::Get, Self::Put, Self::Post, Self::Delete, Self::Options, Self::Head, Self::Patch, Self::Trace];

    /// The method that is a field of this name, which is in lower case.
    pub fn of_field(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.field() == name)
    }

    /// The field of a path item: `get`.
    pub fn field(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
        }
    }

    /// The method as it is in a request: `GET`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }

    /// Whether HTTP gives the body of a request of this method a meaning (RFC 9110, section 9.3).
    pub fn takes_body(self) -> bool {
        !matches!(self, Self::Get | Self::Head | Self::Delete | Self::Trace)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::{FieldType, ObjectKind, SpecVersion};

    #[test]
    fn the_methods_are_the_fields_of_a_path_item_that_hold_operations() {
        let fields = SpecVersion::V3_0.object(ObjectKind::PathItem).fields();
        let operations = fields.filter(|field| matches!(field.of, FieldType::Object(ObjectKind::Operation)));
        assert!(operations.map(|field| field.name).eq(Method::ALL.map(Method::field)));
        for method in Method::ALL {
            assert_eq!(Method::of_field(method.field()), Some(method));
            assert_eq!(method.to_string().to_lowercase(), method.field());
        }
    }
}
