//! Examples: of content, parameters and headers, and of all that an operation has of them.

use std::fmt;

use crate::body::Content;
use crate::located::Located;
use crate::operation::Operation;
use crate::parameter::ParameterLocation;
use crate::pointer::Pointer;
use crate::status_key::StatusKey;

/// An example of a value.
#[derive(Clone, Debug)]
pub struct Example<'a> {
    /// Its name in `examples`; `example` for one that has no name.
    pub name: &'a str,
    /// Where it is written.
    pub origin: ExampleOrigin,
    /// The address by which its owner has it; behind it may be a reference.
    pub declared: Pointer,
    /// The value.
    pub value: Located<'a>,
}

/// How an example belongs to its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExampleOrigin {
    /// It is the owner's `example`.
    Own,
    /// It is one of the owner's `examples`.
    Named,
    /// It is the example of the owner's schema, which applies to what has no other.
    Schema,
}

impl<'a> Example<'a> {
    /// The examples of a Media Type Object, a parameter or a header: its own, then those that have names, in the order
    /// of the contract; else that of its schema. One whose value is elsewhere (`externalValue`) is left out.
    pub fn all(owner: &Located<'a>) -> Vec<Self> {
        let unnamed =
            |at: Located<'a>, origin| Self { name: "example", origin, declared: at.pointer.clone(), value: at };
        let own = owner.get("example").map(|at| unnamed(at, ExampleOrigin::Own));
        let named = owner.members("examples").filter_map(|(name, at)| {
            let value = at.resolve().get("value")?;
            Some(Self { name, origin: ExampleOrigin::Named, declared: at.pointer, value })
        });
        let mut examples: Vec<_> = own.into_iter().chain(named).collect();
        if examples.is_empty() {
            let of_schema = owner.get("schema").and_then(|schema| schema.resolve().get("example"));
            examples.extend(of_schema.map(|at| unnamed(at, ExampleOrigin::Schema)));
        }
        examples
    }
}

/// An example of an operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OperationExample<'a> {
    /// What it is an example of.
    pub part: Part<'a>,
    /// The content that it is of, if it is of a body.
    pub content: Option<Content<'a>>,
    /// The schema of the value, as it is written.
    pub schema: Option<Located<'a>>,
    /// The example.
    pub example: Example<'a>,
}

/// A part of an operation that has a value. Displayed as `request`, `201`, ``path parameter `id` ``.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// A parameter, by its location and name.
    Parameter(ParameterLocation, &'a str),
    /// The body of the request.
    Request,
    /// The body of a response.
    Response(StatusKey),
    /// A header of a response, by its name.
    Header(StatusKey, &'a str),
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter(location, name) => write!(f, "{location} parameter `{name}`"),
            Self::Request => f.write_str("request"),
            Self::Response(status) => write!(f, "{status}"),
            Self::Header(status, name) => write!(f, "header `{name}` of {status}"),
        }
    }
}

impl Operation {
    /// Every example of the operation, in the order of the contract: of its parameters, the body of its request, and the
    /// bodies and headers of its responses.
    pub fn examples(&self) -> Vec<OperationExample<'_>> {
        let mut found = Vec::new();
        for parameter in self.parameters() {
            let part = Part::Parameter(parameter.location(), parameter.name());
            add(&mut found, part, None, parameter.schema(), parameter.examples());
        }
        let request = self.request_body().and_then(|request| request.body());
        for content in request.iter().flat_map(|body| body.content()) {
            add(&mut found, Part::Request, Some(content), content.schema(), content.examples());
        }
        for response in self.responses() {
            for header in response.headers() {
                add(&mut found, Part::Header(response.status, header.name), None, header.schema(), header.examples());
            }
            for content in response.body().iter().flat_map(|body| body.content()) {
                let part = Part::Response(response.status);
                add(&mut found, part, Some(content), content.schema(), content.examples());
            }
        }
        found
    }
}

fn add<'a>(
    found: &mut Vec<OperationExample<'a>>,
    part: Part<'a>,
    content: Option<&Content<'a>>,
    schema: Option<Located<'a>>,
    examples: Vec<Example<'a>>,
) {
    found.extend(examples.into_iter().map(|example| OperationExample {
        part,
        content: content.cloned(),
        schema: schema.clone(),
        example,
    }));
}
