//! Parameters of requests, and headers of responses, which follow them.

use std::fmt;

use crate::body::Body;
use crate::example::Example;
use crate::located::Located;
use document::Pointer;

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter<'a> {
    /// The address by which the operation or its path item has it; behind it may be a reference.
    pub declared: Pointer,
    /// The Parameter Object.
    pub at: Located<'a>,
}

/// Where a parameter is in a request. Displayed as in a contract: `path`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

/// How the value of a parameter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParameterStyle {
    /// `;name=value`, in paths.
    Matrix,
    /// `.value`, in paths.
    Label,
    /// `name=value`, in queries and cookies.
    Form,
    /// `value`, in paths and headers.
    Simple,
    /// A list with spaces between, in queries.
    SpaceDelimited,
    /// A list with `|` between, in queries.
    PipeDelimited,
    /// `name[key]=value`, in queries.
    DeepObject,
}

/// A header of a response.
#[derive(Clone, Debug)]
pub struct Header<'a> {
    /// Its name, as the contract writes it.
    pub name: &'a str,
    /// The address by which the response has it; behind it may be a reference.
    pub declared: Pointer,
    /// The Header Object.
    pub at: Located<'a>,
}

impl ParameterLocation {
    /// Every location.
    pub const ALL: [Self; 4] = [Self::Path, Self::Query, Self::Header, Self::Cookie];

    /// The location as a contract has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }

    /// The style of parameters here that have none.
    pub fn default_style(self) -> ParameterStyle {
        match self {
            Self::Query | Self::Cookie => ParameterStyle::Form,
            Self::Path | Self::Header => ParameterStyle::Simple,
        }
    }
}

impl fmt::Display for ParameterLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ParameterStyle {
    /// Every style.
    pub const ALL: [Self; 7] = [
        Self::Matrix,
        Self::Label,
        Self::Form,
        Self::Simple,
        Self::SpaceDelimited,
        Self::PipeDelimited,
        Self::DeepObject,
    ];

    /// The style as a contract has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Label => "label",
            Self::Form => "form",
            Self::Simple => "simple",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
        }
    }

    /// Whether the elements of a list are apart where nothing is said of it.
    pub fn default_explode(self) -> bool {
        self == Self::Form
    }
}

impl<'a> Parameter<'a> {
    /// Its name.
    pub fn name(&self) -> &'a str {
        self.at.text("name").unwrap_or_default()
    }

    /// Where it is in a request.
    pub fn location(&self) -> ParameterLocation {
        let written = self.at.text("in");
        let known = ParameterLocation::ALL.into_iter().find(|location| Some(location.as_str()) == written);
        known.unwrap_or(ParameterLocation::Query)
    }

    /// Whether a request needs it; one in the path always is needed.
    pub fn is_required(&self) -> bool {
        self.location() == ParameterLocation::Path || self.at.is_set("required")
    }

    /// Whether it is one of the header parameters that the specification ignores, since other parts of it say them:
    /// `Accept`, `Content-Type`, `Authorization`.
    pub fn is_ignored(&self) -> bool {
        let ignored = ["accept", "content-type", "authorization"];
        self.location() == ParameterLocation::Header
            && ignored.iter().any(|name| self.name().eq_ignore_ascii_case(name))
    }

    /// How its value is written.
    pub fn style(&self) -> ParameterStyle {
        let written = self.at.text("style");
        let known = ParameterStyle::ALL.into_iter().find(|style| Some(style.as_str()) == written);
        known.unwrap_or(self.location().default_style())
    }

    /// Whether the elements of a list, and the members of an object, are apart.
    pub fn explode(&self) -> bool {
        let written = self.at.node.get("explode").and_then(|flag| flag.as_bool());
        written.unwrap_or(self.style().default_explode())
    }

    /// Its schema, as it is written: it may be a reference. A parameter that has [content](Self::body) has none.
    pub fn schema(&self) -> Option<Located<'a>> {
        self.at.get("schema")
    }

    /// Its content, if the value has a media type.
    pub fn body(&self) -> Option<Body<'a>> {
        Body::of(&self.at)
    }

    /// Its examples.
    pub fn examples(&self) -> Vec<Example<'a>> {
        Example::all(&self.at)
    }

    /// The value of its first example.
    pub fn example(&self) -> Option<Located<'a>> {
        self.examples().into_iter().next().map(|example| example.value)
    }
}

impl<'a> Header<'a> {
    /// Whether each response has it.
    pub fn is_required(&self) -> bool {
        self.at.is_set("required")
    }

    /// Its schema, as it is written: it may be a reference.
    pub fn schema(&self) -> Option<Located<'a>> {
        self.at.get("schema")
    }

    /// Its examples.
    pub fn examples(&self) -> Vec<Example<'a>> {
        Example::all(&self.at)
    }

    /// The value of its first example.
    pub fn example(&self) -> Option<Located<'a>> {
        self.examples().into_iter().next().map(|example| example.value)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use document::Node;

    /// Name, whether it is required and ignored, style, whether it explodes.
    fn read(parameter: Value) -> (bool, bool, &'static str, bool) {
        let root = Node::from(&parameter);
        let parameter = Parameter { declared: Pointer::root(), at: Located::root(&root) };
        (parameter.is_required(), parameter.is_ignored(), parameter.style().as_str(), parameter.explode())
    }

    #[test]
    fn what_is_not_said_follows_from_the_location() {
        assert_eq!(read(json!({"name": "a", "in": "path"})), (true, false, "simple", false));
        assert_eq!(read(json!({"name": "a", "in": "query"})), (false, false, "form", true));
        assert_eq!(read(json!({"name": "a", "in": "cookie", "required": true})), (true, false, "form", true));
        assert_eq!(read(json!({"name": "ACCEPT", "in": "header"})), (false, true, "simple", false));
        assert_eq!(read(json!({"name": "accept", "in": "query", "style": "pipeDelimited"})).2, "pipeDelimited");
        assert!(!read(json!({"name": "a", "in": "query", "explode": false})).3);
        assert!(!read(json!({"name": "a", "in": "query", "style": "spaceDelimited"})).3);
    }
}
