//! The examples of an operation: of its parameters, bodies and headers.

use std::fmt;

use crate::body::Content;
use crate::example::Example;
use crate::located::Located;
use crate::operation::Operation;
use crate::parameter::ParameterLocation;
use crate::status_key::StatusKey;

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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use document::Node;

    #[test]
    fn an_operation_s_examples_are_of_all_its_parts() {
        let root = Node::from(&json!({
            "paths": {"/a/{id}": {"put": {
                "parameters": [{"name": "id", "in": "path", "example": "7", "schema": {"type": "string"}}],
                "requestBody": {"$ref": "#/components/requestBodies/B"},
                "responses": {
                    "4XX": {"description": "d", "headers": {"H": {"schema": {"example": 1}}, "Content-Type": {"example": "x"}},
                        "content": {"text/plain": {"example": "no"}}},
                    "204": {"description": "d"},
                },
            }}},
            "components": {"requestBodies": {"B": {"content": {"Application/JSON": {
                "schema": {"type": "object"}, "examples": {"one": {"value": {}}, "two": {"value": {"a": 1}}},
            }}}}},
        }));
        let operations = Operation::all(&root);
        let found: Vec<_> = operations[0]
            .examples()
            .iter()
            .map(|it| {
                let is_json = it.content.as_ref().is_some_and(Content::is_json);
                let schema = it.schema.as_ref().map_or_else(String::new, |schema| schema.node.to_string());
                format!("{}: {} {} {is_json} {schema}", it.part, it.example.name, it.example.value.node)
            })
            .collect();
        assert_eq!(
            found,
            [
                "path parameter `id`: example \"7\" false {\"type\":\"string\"}",
                "request: one {} true {\"type\":\"object\"}",
                "request: two {\"a\":1} true {\"type\":\"object\"}",
                "header `H` of 4XX: example 1 false {\"example\":1}",
                "4XX: example \"no\" false ",
            ]
        );
    }
}
