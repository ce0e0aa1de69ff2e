//! Templates with names in braces: paths (`/files/{sha1}`), and the URLs of servers.

use std::fmt;
use std::str::FromStr;

use percent_encoding::percent_decode_str;

/// A path, or the URL of a server, with parameters in braces: `/machines('{id}')/open`.
///
/// Displayed as it is written.
///
/// ```
/// use openapi::PathTemplate;
///
/// let template: PathTemplate = "/machines('{id}')/open".parse()?;
/// assert_eq!(template.names().collect::<Vec<_>>(), ["id"]);
/// assert_eq!(template.fill(&[("id", "7")]), "/machines('7')/open");
/// assert_eq!(template.match_path("/Machines(%277%27)/OPEN"), Some(vec![("id".to_owned(), "7".to_owned())]));
/// # Ok::<_, openapi::PathTemplateError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PathTemplate {
    written: String,
    parts: Vec<TemplatePart>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum TemplatePart {
    Text(String),
    Parameter(String),
}

/// How far a template is from being plain text, segment by segment: the smaller is the better match for a path that both
/// match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank(Vec<SegmentRank>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SegmentRank {
    Text,
    TextAndParameters,
    Parameter,
}

/// The braces of a template do not match, or hold no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplateError(pub String);

impl fmt::Display for PathTemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the braces of `{}` do not match", self.0)
    }
}

impl std::error::Error for PathTemplateError {}

impl FromStr for PathTemplate {
    type Err = PathTemplateError;

    fn from_str(text: &str) -> Result<Self, PathTemplateError> {
        let error = || PathTemplateError(text.to_owned());
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (before, braces) = rest.split_at(at);
            let (name, after) = braces.strip_prefix('{').and_then(|inside| inside.split_once('}')).ok_or_else(error)?;
            if name.is_empty() || name.contains('{') {
                return Err(error());
            }
            if !before.is_empty() {
                parts.push(TemplatePart::Text(before.to_owned()));
            }
            parts.push(TemplatePart::Parameter(name.to_owned()));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(TemplatePart::Text(rest.to_owned()));
        }
        Ok(Self { written: text.to_owned(), parts })
    }
}

impl PathTemplate {
    /// A template that has no parameters, whatever braces are in the text.
    pub fn literal(text: &str) -> Self {
        Self { written: text.to_owned(), parts: vec![TemplatePart::Text(text.to_owned())] }
    }

    /// The template as it is written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The names of the parameters, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            TemplatePart::Parameter(name) => Some(name.as_str()),
            TemplatePart::Text(_) => None,
        })
    }

    /// Whether there is a parameter of this name.
    pub fn has_parameter(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// The text with a value in the place of each name, as it is; a name without a value stays in its braces.
    pub fn fill(&self, values: &[(&str, &str)]) -> String {
        self.replace(|name| match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => (*value).to_owned(),
            None => format!("{{{name}}}"),
        })
    }

    /// The template without the names of its parameters: two paths of one shape are the same path.
    pub fn shape(&self) -> String {
        self.replace(|_| "{}".to_owned())
    }

    fn replace(&self, mut value: impl FnMut(&str) -> String) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                TemplatePart::Text(text) => text.clone(),
                TemplatePart::Parameter(name) => value(name),
            })
            .collect()
    }

    /// The parameters of a path of this template, decoded, in their order; none if the path is not of this template.
    ///
    /// The path is as in a request, encoded. Text compares without regard to case, and to how it is encoded. A
    /// parameter has at least one character, and never leaves its segment: an encoded slash is a part of it.
    pub fn match_path(&self, path: &str) -> Option<Vec<(String, String)>> {
        let mut parameters = Vec::new();
        let mut segments = path.split('/');
        for parts in self.segments() {
            let segment = percent_decode_str(segments.next()?).decode_utf8_lossy();
            match_segment(&parts, &segment, &mut parameters)?;
        }
        segments.next().is_none().then_some(parameters)
    }

    /// Sorts `/things/all` before `/things/{name}.json` before `/things/{name}`.
    pub fn rank(&self) -> Rank {
        let rank = |parts: Vec<TemplatePart>| {
            let has =
                |parameter: bool| parts.iter().any(|part| matches!(part, TemplatePart::Parameter(_)) == parameter);
            match (has(true), has(false)) {
                (false, _) => SegmentRank::Text,
                (true, true) => SegmentRank::TextAndParameters,
                (true, false) => SegmentRank::Parameter,
            }
        };
        Rank(self.segments().into_iter().map(rank).collect())
    }

    /// The parts of each segment, with texts decoded.
    fn segments(&self) -> Vec<Vec<TemplatePart>> {
        let mut segments = vec![Vec::new()];
        for part in &self.parts {
            let TemplatePart::Text(text) = part else {
                segments.last_mut().into_iter().for_each(|segment| segment.push(part.clone()));
                continue;
            };
            for (index, text) in text.split('/').enumerate() {
                if index > 0 {
                    segments.push(Vec::new());
                }
                if let Some(segment) = segments.last_mut().filter(|_| !text.is_empty()) {
                    segment.push(TemplatePart::Text(percent_decode_str(text).decode_utf8_lossy().into_owned()));
                }
            }
        }
        segments
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

/// Matches a segment: each parameter is as short as the text after it allows, and the last text ends the segment.
fn match_segment(parts: &[TemplatePart], segment: &str, found: &mut Vec<(String, String)>) -> Option<()> {
    let mut rest = segment;
    // A parameter whose end is not known yet.
    let mut open: Option<&str> = None;
    for (index, part) in parts.iter().enumerate() {
        match (part, open) {
            (TemplatePart::Text(text), None) => rest = strip_prefix(rest, text)?,
            (TemplatePart::Text(text), Some(name)) => {
                let is_last = index + 1 == parts.len();
                let mut ends = rest.char_indices().map(|(at, _)| at).skip(1);
                let end =
                    ends.find(|at| strip_prefix(&rest[*at..], text).is_some_and(|after| !is_last || after.is_empty()))?;
                found.push((name.to_owned(), rest[..end].to_owned()));
                rest = strip_prefix(&rest[end..], text)?;
                open = None;
            }
            (TemplatePart::Parameter(name), None) => open = Some(name),
            // Two parameters with no text between: the first is one character.
            (TemplatePart::Parameter(name), Some(before)) => {
                let (end, _) = rest.char_indices().nth(1)?;
                found.push((before.to_owned(), rest[..end].to_owned()));
                rest = &rest[end..];
                open = Some(name);
            }
        }
    }
    match open {
        Some(_) if rest.is_empty() => None,
        Some(name) => {
            found.push((name.to_owned(), rest.to_owned()));
            Some(())
        }
        None => rest.is_empty().then_some(()),
    }
}

fn strip_prefix<'a>(from: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = from.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(text: &str) -> PathTemplate {
        text.parse().unwrap()
    }

    fn matched(text: &str, path: &str) -> Option<String> {
        let pairs = template(text).match_path(path)?;
        Some(pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn names_are_in_braces() {
        assert!(template("/a/{b}/c-{d}").names().eq(["b", "d"]));
        assert_eq!(template("/a").names().count(), 0);
        assert!(template("/a/{b}").has_parameter("b") && !template("/a/{b}").has_parameter("a"));
        for broken in ["/{a", "/a}", "/{}", "/{a{b}}"] {
            assert_eq!(broken.parse::<PathTemplate>(), Err(PathTemplateError(broken.to_owned())));
        }
        assert_eq!(PathTemplate::literal("/{a").names().count(), 0);
    }

    #[test]
    fn values_are_filled_in_once() {
        let filled = template("https://{a}.{b}/{a}/{c}").fill(&[("a", "{b}"), ("b", "x")]);
        assert_eq!(filled, "https://{b}.x/{b}/{c}");
    }

    #[test]
    fn the_shape_has_no_names() {
        assert_eq!(template("/a/{b}/{b}-{c}").shape(), "/a/{}/{}-{}");
        assert_eq!(template("/a/{b}").shape(), template("/a/{c}").shape());
    }

    #[test]
    fn text_compares_without_case_and_encoding_and_parameters_keep_their_case() {
        assert_eq!(matched("/a/{x}/doIt", "/A/Bc/DOIT").as_deref(), Some("x=Bc"));
        assert_eq!(matched("/things('{x}')", "/things(%27Bc%27)").as_deref(), Some("x=Bc"));
        assert_eq!(matched("/a%20b/{x}", "/a b/%41").as_deref(), Some("x=A"));
    }

    #[test]
    fn parameters_are_decoded_and_cannot_leave_their_segment() {
        assert_eq!(matched("/a/{x}", "/a/%2e%2E%2fb%20c").as_deref(), Some("x=../b c"));
        assert_eq!(matched("/a/{x}", "/a/b/c"), None);
    }

    #[test]
    fn nothing_is_no_parameter() {
        for path in ["/a/", "/a", "/a//", "a/b", ""] {
            assert_eq!(matched("/a/{x}", path), None, "{path}");
        }
    }

    #[test]
    fn a_segment_may_have_text_around_parameters() {
        let odata = "/things('{x}')/{y}.{z}";
        assert_eq!(matched(odata, "/Things('1')/a.json.gz").as_deref(), Some("x=1 y=a z=json.gz"));
        for (text, path, expected) in [
            ("/things('{x}')", "/things('')", None),
            ("/things('{x}')", "/things('é", None),
            ("/things('{x}')", "/things('a')b')", Some("x=a')b")),
            ("/{x}-{y}-c", "/a-b-c-c", Some("x=a y=b-c")),
            ("/{x}{y}", "/abc", Some("x=a y=bc")),
            ("/{x}{y}", "/a", None),
            ("/{x}:cancel", "/a:b:cancel", Some("x=a:b")),
            ("/{x}:cancel", "/:cancel", None),
        ] {
            assert_eq!(matched(text, path).as_deref(), expected, "{text} {path}");
        }
    }

    #[test]
    fn text_ranks_before_parameters() {
        let mut templates = ["/{a}/{b}", "/x/{b}", "/x/{b}.json", "/x/all", "/{a}/all"].map(template);
        templates.sort_by_key(PathTemplate::rank);
        assert_eq!(templates.map(|it| it.to_string()), ["/x/all", "/x/{b}.json", "/x/{b}", "/{a}/all", "/{a}/{b}"]);
    }
}
