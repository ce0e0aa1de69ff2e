//! Which operation a path belongs to.

use std::collections::BTreeSet;

use openapi::{Contract, Operation};
use percent_encoding::percent_decode_str;

/// A path of the contract below one prefix: `/v1/things/{name}/open`.
///
/// Text compares without regard to case, as the service does; parameters come back decoded.
#[derive(Debug)]
pub(crate) struct Template(Vec<Vec<Part>>);

#[derive(Debug)]
enum Part {
    Text(String),
    Parameter(String),
}

impl Template {
    pub(crate) fn parse(template: &str) -> Self {
        Self(template.split('/').map(parts).collect())
    }

    /// The parameters of the path, if it is one of this template's.
    pub(crate) fn matches(&self, path: &str) -> Option<Vec<(String, String)>> {
        let mut parameters = Vec::new();
        let mut segments = path.split('/');
        for parts in &self.0 {
            // Decoded after the path was split: an encoded slash is part of a parameter, not of the path.
            let segment = percent_decode_str(segments.next()?).decode_utf8_lossy();
            match_segment(parts, &segment, &mut parameters)?;
        }
        segments.next().is_none().then_some(parameters)
    }

    /// Sorts `/things/all` before `/things/{name}`.
    pub(crate) fn rank(&self) -> Vec<bool> {
        let has_parameter = |parts: &Vec<Part>| parts.iter().any(|it| matches!(it, Part::Parameter(_)));
        self.0.iter().map(has_parameter).collect()
    }

    pub(crate) fn has_parameter(&self, name: &str) -> bool {
        let mut parts = self.0.iter().flatten();
        parts.any(|part| matches!(part, Part::Parameter(it) if it == name))
    }
}

/// Parts of one segment, which may have text around a parameter: `items('{id}')`.
fn parts(segment: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((text, (name, after))) =
        rest.split_once('{').and_then(|(text, after)| Some((text, after.split_once('}')?)))
    {
        if !text.is_empty() {
            parts.push(Part::Text(text.to_owned()));
        }
        parts.push(Part::Parameter(name.to_owned()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

fn match_segment(parts: &[Part], segment: &str, found: &mut Vec<(String, String)>) -> Option<()> {
    let mut rest = segment;
    for (index, part) in parts.iter().enumerate() {
        match part {
            Part::Text(text) => rest = strip(rest, text)?,
            Part::Parameter(name) => {
                let end = match parts.get(index + 1) {
                    Some(Part::Text(next)) => {
                        rest.char_indices().map(|(at, _)| at).skip(1).find(|at| strip(&rest[*at..], next).is_some())?
                    }
                    _ => rest.len(),
                };
                let (value, after) = rest.split_at(end);
                if value.is_empty() {
                    return None;
                }
                found.push((name.clone(), value.to_owned()));
                rest = after;
            }
        }
    }
    rest.is_empty().then_some(())
}

fn strip<'a>(from: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = from.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Where an operation is served: at the root, and below the path of each of its servers.
pub(crate) fn templates(contract: &Contract, operation: &Operation) -> Vec<Template> {
    let servers = contract.servers(operation);
    let mut prefixes: BTreeSet<_> = servers.iter().map(|server| prefix(&server.url)).collect();
    prefixes.insert(String::new());
    prefixes.iter().map(|prefix| Template::parse(&format!("{prefix}{}", operation.path))).collect()
}

/// The path of a server's URL, which may be relative: empty, or with a slash at its beginning and none at its end.
fn prefix(url: &str) -> String {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url,
    };
    match path.trim_matches('/') {
        "" => String::new(),
        path => format!("/{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(template: &str, path: &str) -> Option<Vec<(String, String)>> {
        Template::parse(template).matches(path)
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn text_compares_without_case_and_parameters_keep_theirs() {
        assert_eq!(matched("/a/{x}/doIt", "/A/Bc/DOIT"), Some(vec![pair("x", "Bc")]));
    }

    #[test]
    fn parameters_are_decoded_and_cannot_leave_their_segment() {
        assert_eq!(matched("/a/{x}", "/a/%2e%2E%2fb%20c"), Some(vec![pair("x", "../b c")]));
        assert_eq!(matched("/a/{x}", "/a/b/c"), None);
    }

    #[test]
    fn nothing_is_no_parameter() {
        for path in ["/a/", "/a", "/a//", "a/b", ""] {
            assert_eq!(matched("/a/{x}", path), None, "{path}");
        }
    }

    #[test]
    fn a_segment_may_have_text_around_a_parameter() {
        let found = matched("/things('{x}')/{y}.{z}", "/Things('1')/a.json.gz");
        assert_eq!(found, Some(vec![pair("x", "1"), pair("y", "a"), pair("z", "json.gz")]));
        assert_eq!(matched("/things('{x}')", "/things('')"), None);
        assert_eq!(matched("/things('{x}')", "/things('é"), None);
    }

    #[test]
    fn prefixes_come_from_the_path_of_a_server() {
        assert_eq!(prefix("https://example.com/a/b/"), "/a/b");
        assert_eq!(prefix("/api"), "/api");
        for rooted in ["https://example.com", "https://example.com/", "/", ""] {
            assert_eq!(prefix(rooted), "");
        }
    }
}
