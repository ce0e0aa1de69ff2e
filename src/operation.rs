//! The operations of the contract, their paths and their servers: the types of the generated tables.

use std::borrow::Cow;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use http::StatusCode;
use memchr::memmem;
use percent_encoding::percent_decode_str;

use crate::generated_operations::{Environment, OPERATIONS};

/// An operation of the contract.
#[derive(Debug)]
#[non_exhaustive]
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    /// The name of its method of [`Client`](crate::Client).
    pub method_name: &'static str,
    /// Its path template below a server, with the names of parameters in braces.
    pub path: &'static str,
    /// Whether a success may have no body.
    pub may_be_empty: bool,
    /// The statuses of its successes.
    pub(crate) successes: &'static [RangeInclusive<u16>],
    /// Whether a success may have a body.
    pub(crate) has_action: bool,
    /// The properties that the contract names in the body of a success.
    pub(crate) properties: &'static [&'static str],
    /// Its servers, in the order of the contract.
    pub servers: &'static [Server],
}

/// A server of an operation.
#[derive(Debug)]
#[non_exhaustive]
pub struct Server {
    /// The environment that it belongs to.
    pub environment: Environment,
    /// Its base URL, without a slash at the end.
    pub url: &'static str,
    /// The scope to request a token for.
    pub token_scope: &'static str,
    /// The URL to request a token from; `{tenant}` stands for the id of the tenant.
    pub token_url: &'static str,
}

/// The operations of the contract.
///
/// ```
/// use defender_actions::{Environment, operations};
///
/// for operation in operations() {
///     let server = operation.server(Environment::Production).expect("every operation is in production");
///     assert!(server.url.starts_with("https://"));
///     assert!(server.token_scope.ends_with("/.default"));
/// }
/// ```
pub fn operations() -> &'static [Operation] {
    OPERATIONS
}

impl Operation {
    /// Whether the contract has a success with this status.
    pub(crate) fn is_success(&self, status: StatusCode) -> bool {
        self.successes.iter().any(|statuses| statuses.contains(&status.as_u16()))
    }

    /// Whether JSON may have one of the properties of a success; true if the contract names none.
    pub(crate) fn names_a_property(&self, json: &[u8]) -> bool {
        self.properties.is_empty()
            || self.properties.iter().any(|name| memmem::find(json, format!("\"{name}\"").as_bytes()).is_some())
    }

    /// The server of this operation in an environment; `None` if it is not available there.
    pub fn server(&self, environment: Environment) -> Option<&'static Server> {
        self.servers.iter().find(|server| server.environment == environment)
    }

    /// Whether the path of a URL matches the path template: the same number of segments, the same literals, and at least
    /// one character for each parameter.
    ///
    /// Literals are compared after percent-decoding, because a URL encodes some of their characters. Segments are
    /// separated before it, so an encoded slash stays part of a parameter.
    pub(crate) fn has_path(&self, path: &str) -> bool {
        let pattern = pattern(self.path);
        let (mut expected, mut actual) = (pattern.split('/'), path.split('/'));
        loop {
            match (expected.next(), actual.next()) {
                (None, None) => return true,
                (Some(expected), Some(actual)) if has_segment(expected, actual) => {}
                _ => return false,
            }
        }
    }
}

/// A path template with each parameter reduced to `{`, which no literal contains.
fn pattern(template: &str) -> String {
    let reduced = |part: &str| part.split_once('}').map_or(part, |(_, literal)| literal).to_owned();
    template.split('{').map(reduced).collect::<Vec<_>>().join("{")
}

/// Whether a segment of a path matches a segment of a pattern.
fn has_segment(pattern: &str, segment: &str) -> bool {
    let decoded: Cow<[u8]> = percent_decode_str(segment).into();
    let mut literals = pattern.split('{').map(|literal| Cow::from(percent_decode_str(literal)));
    let first = literals.next().unwrap_or_default();
    let Some(last) = literals.next_back() else { return decoded == first };
    let Some(mut rest) = decoded.strip_prefix(&*first) else { return false };
    // To take the earliest match of each literal leaves the most for those behind it.
    for literal in literals {
        let mut ends = (1..).map(|start| (start, start + literal.len())).take_while(|(_, end)| *end <= rest.len());
        let Some((_, end)) = ends.find(|(start, end)| rest[*start..*end] == *literal) else { return false };
        rest = &rest[end..];
    }
    rest.len() > last.len() && rest.ends_with(&last)
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no environment has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownEnvironment(String);

impl fmt::Display for UnknownEnvironment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Environment::ALL.iter().map(|environment| environment.name()).collect();
        write!(f, "the contract has no environment `{}`; it has {}", self.0, names.join(", "))
    }
}

impl std::error::Error for UnknownEnvironment {}

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.iter().copied();
        all.find(|environment| environment.name() == name).ok_or_else(|| UnknownEnvironment(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use progenitor_client::encode_path;
    use reqwest::Url;

    use super::*;
    use crate::client::NO_SERVER;

    /// Whether a path is accepted that is built as the generated code builds it: from the template and these values.
    fn accepts(path: &'static str, values: &[&str]) -> bool {
        let mut literals = path.split('{').map(|part| part.split_once('}').map_or(part, |(_, literal)| literal));
        let mut url = format!("{NO_SERVER}{}", literals.next().unwrap());
        for (value, literal) in values.iter().zip(literals) {
            url.extend([&encode_path(value), literal]);
        }
        let operation = Operation {
            id: "",
            method_name: "",
            path,
            may_be_empty: false,
            successes: &[],
            has_action: true,
            properties: &[],
            servers: &[],
        };
        operation.has_path(url.parse::<Url>().unwrap().path())
    }

    #[test]
    fn a_literal_may_have_any_character_of_a_path() {
        for letter in "'(),;:@$!~*&=+-._|^[]\\ \"<>`%é€𐍈".chars() {
            for path in [format!("/a{letter}/{{id}}"), format!("/a/x{letter}{{id}}{letter}y")] {
                assert!(accepts(path.leak(), &["1"]), "{letter}");
            }
        }
        for path in
            ["/a%20b/{id}", "/caf%C3%A9/{id}", "/caf%c3%a9/{id}", "/a%2Fb/{id}", "/100%/{id}", "/%FF/{id}", "/{id}/"]
        {
            assert!(accepts(path, &["1"]), "{path}");
        }
        assert!(accepts("/", &[]) && accepts("/a b", &[]));
    }

    #[test]
    fn a_parameter_may_be_a_part_of_a_segment() {
        for value in ["1", "a.json", "')", "x/y", "..", "%2e%2e", "a?b#c", "a\\b", "é", " ", "{id}"] {
            for path in ["/machines('{id}')/isolate", "/a/{x}.json", "/a/v{x}/b", "/a/{x};v=1"] {
                assert!(accepts(path, &[value]), "{path} {value}");
            }
            for path in ["/a/{x}.{y}", "/a/{x}{y}", "/range(from={x},to={y})", "/{x}/b/{y}"] {
                assert!(accepts(path, &[value, "2"]) == (value != ".." || path != "/{x}/b/{y}"), "{path} {value}");
            }
        }
    }

    #[test]
    fn a_parameter_cannot_change_the_path() {
        for path in ["/a/{x}", "/{x}/b", "/a/{x}/b", "/{x}"] {
            for value in ["", ".", ".."] {
                assert!(!accepts(path, &[value]), "{path} {value:?}");
            }
            for value in ["%2e%2e", "%2E", "/", "../..", "a/b", "a\\b", "?", "#", "\t", "..\n", "...", "é", "%"] {
                assert!(accepts(path, &[value]), "{path} {value:?}");
            }
        }
        for (path, values) in [
            ("/machines('{id}')/isolate", ["", ""]),
            ("/a/.{x}", ["", ""]),
            ("/a/.{x}", [".", ""]),
            ("/a/{x}.{y}", ["", ""]),
            ("/a/{x}{y}", [".", "."]),
            ("/a/{x}{y}", ["", "."]),
            ("/{x}/{y}", ["", "b"]),
            ("/{x}/{y}", ["a/b", ".."]),
            ("/{x}/{y}/{x}", ["a\\b", "."]),
            ("/{x}/b/{y}", ["..", "c"]),
        ] {
            assert!(!accepts(path, &[values[0], values[1], "c"]), "{path} {values:?}");
        }
    }

    #[test]
    fn another_path_is_not_accepted() {
        let has_path = |template, path: &str| {
            Operation {
                id: "",
                method_name: "",
                path: template,
                may_be_empty: false,
                successes: &[],
                has_action: true,
                properties: &[],
                servers: &[],
            }
            .has_path(path)
        };
        for path in ["/a/1/c", "/A/1/b", "/a/1/b/", "/a/1", "/a/1/2/b", "/a//b", "a/1/b", "/a/1/b%2F", "/%61%2F1/b", ""]
        {
            assert!(!has_path("/a/{x}/b", path), "{path}");
        }
        for segment in ["", "(1", "1)", "()", "(1)x", "x(1)", "%28%29"] {
            assert!(!has_path("/({x})", &format!("/{segment}")), "{segment}");
        }
        for segment in ["-", "1-", "-1", "12", "1%2D", "--"] {
            assert!(!has_path("/{x}-{y}", &format!("/{segment}")), "{segment}");
        }
        assert!(has_path("/{x}-{y}", "/1-2") && has_path("/{x}-{y}", "/---") && has_path("/{x}-{y}", "/-%2d-"));
        assert!(has_path("/{x}aab{y}", "/1aaab2") && has_path("/{a/b}", "/1"));
    }
}
