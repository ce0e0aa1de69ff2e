//! The path of a request: that no parameter changes it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// A parameter as a part of a path. The generated code calls this in the place of progenitor's function, which lets a
/// backslash through: in a URL of scheme https, that separates segments.
pub(crate) fn encode_path(parameter: &str) -> String {
    progenitor_client::encode_path(parameter).replace('\\', "%5C")
}

/// Whether the path of a URL matches a path template: the same number of segments, the same literals, and at least one
/// character for each parameter. A parameter of `.` or `..`, which no encoding protects, does not.
///
/// Literals are compared after percent-decoding, because a URL encodes some of their characters. Segments are separated
/// before it, so an encoded slash stays part of a parameter.
pub(crate) fn matches(template: &str, path: &str) -> bool {
    let pattern = pattern(template);
    let (mut expected, mut actual) = (pattern.split('/'), path.split('/'));
    loop {
        match (expected.next(), actual.next()) {
            (None, None) => return true,
            (Some(expected), Some(actual)) if has_segment(expected, actual) => {}
            _ => return false,
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

#[cfg(test)]
mod tests {
    use reqwest::Url;

    use super::*;

    const SERVER: &str = "https://example.com";

    /// Whether a path is accepted that is built as the generated code builds it: from the template and these values.
    fn accepts(path: &'static str, values: &[&str]) -> bool {
        let mut literals = path.split('{').map(|part| part.split_once('}').map_or(part, |(_, literal)| literal));
        let mut url = format!("{SERVER}{}", literals.next().unwrap());
        for (value, literal) in values.iter().zip(literals) {
            url.extend([&encode_path(value), literal]);
        }
        matches(path, url.parse::<Url>().unwrap().path())
    }

    #[test]
    fn a_literal_may_have_any_character_of_a_path() {
        for letter in "'(),;:@$!~*&=+-._|^[] \"<>`%é€𐍈".chars() {
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
        for path in ["/a/1/c", "/A/1/b", "/a/1/b/", "/a/1", "/a/1/2/b", "/a//b", "a/1/b", "/a/1/b%2F", "/%61%2F1/b", ""]
        {
            assert!(!matches("/a/{x}/b", path), "{path}");
        }
        for segment in ["", "(1", "1)", "()", "(1)x", "x(1)", "%28%29"] {
            assert!(!matches("/({x})", &format!("/{segment}")), "{segment}");
        }
        for segment in ["-", "1-", "-1", "12", "1%2D", "--"] {
            assert!(!matches("/{x}-{y}", &format!("/{segment}")), "{segment}");
        }
        assert!(matches("/{x}-{y}", "/1-2") && matches("/{x}-{y}", "/---") && matches("/{x}-{y}", "/-%2d-"));
        assert!(matches("/{x}aab{y}", "/1aaab2") && matches("/{a/b}", "/1"));
    }
}
