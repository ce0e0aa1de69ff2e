//! What is wrong with a text that the contract does not take, as its writer can mend it.

use openapi::{Node, Schema, escape};
use regress::Regex;

/// Why a schema does not take a text; `None` if it does, or if it is for others to say.
pub fn text_problem(schema: &Schema<'_>, text: &str) -> Option<String> {
    if schema.least("minLength") > 0 && trimmed(text).is_empty() {
        return Some("it is empty".to_owned());
    }
    let patterns = Patterns::of(schema);
    if patterns.match_text(text) {
        return None;
    }
    let mistake = surplus(&patterns, text).or_else(|| look_alike(schema, text));
    let expected = schema.text("description").map(|description| {
        let description = description.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("expected: {}", description.trim_end_matches('.'))
    });
    let expected = expected.or_else(|| Some(format!("it does not match `{}`", schema.text("pattern")?)));
    Some([mistake, expected].into_iter().flatten().collect::<Vec<_>>().join("; "))
}

/// The patterns of a schema, compiled for many texts.
#[derive(Debug)]
pub struct Patterns(Vec<Regex>);

impl Patterns {
    /// Those that a schema states; one that cannot be compiled is for others to report.
    pub fn of(schema: &Schema<'_>) -> Self {
        let patterns = schema.keywords("pattern").filter_map(Node::as_str);
        Self(patterns.filter_map(|pattern| Regex::new(pattern).ok()).collect())
    }

    /// Whether a text matches all of them.
    pub fn match_text(&self, text: &str) -> bool {
        self.0.iter().all(|pattern| pattern.find(text).is_some())
    }
}

/// Whether a text matches a pattern; one that cannot be compiled is for others to report.
fn matches(pattern: &str, text: &str) -> bool {
    Regex::new(pattern).map_or(true, |pattern| pattern.find(text).is_some())
}

/// A text without whitespace and characters that are not seen, at both ends.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || escape::is_hidden(letter))
}

/// What is around a text that would be taken without it.
fn surplus(patterns: &Patterns, text: &str) -> Option<String> {
    let inner = trimmed(text);
    if inner.len() == text.len() || !patterns.match_text(inner) {
        return None;
    }
    let start = text.find(inner)?;
    let (before, after) = (&text[..start], &text[start + inner.len()..]);
    let part = |part: &str, place| (!part.is_empty()).then(|| format!("`{}` {place}", escape::line(part)));
    let parts = [part(before, "at its start"), part(after, "at its end")];
    Some(format!("it has {}: leave that out", parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")))
}

/// What the contract says that a text is instead: `mistaken-for` of `x-identifier`.
fn look_alike(schema: &Schema<'_>, text: &str) -> Option<String> {
    let text = trimmed(text);
    let mut kinds = schema.keywords("x-identifier").flat_map(|identifier| identifier.elements("mistaken-for"));
    let found = kinds.find(|kind| kind.text("pattern").is_some_and(|pattern| matches(pattern, text)))?;
    Some(format!("this is {}", found.text("is")?))
}

#[cfg(test)]
mod tests {
    use openapi::Document;

    use super::*;

    const SCHEMA: &str = "
        description: |
          Number of a part,
          three digits.
        minLength: 1
        pattern: ^[0-9]{3}$
        x-identifier:
          mistaken-for:
            - { is: a serial number, pattern: '^[0-9]{5}$' }
            - { is: a name, pattern: '^[a-z]+$' }";

    fn problem_of(text: &str) -> Option<String> {
        let document = Document::parse("schema.yaml", SCHEMA).unwrap();
        text_problem(&Schema::of(document.root(), document.root()), text)
    }

    #[test]
    fn a_text_is_explained_by_what_it_is() {
        let expected = "expected: Number of a part, three digits";
        let table = [
            ("12345", "this is a serial number; "),
            ("12345\r", "this is a serial number; "),
            ("bolt", "this is a name; "),
            ("123\r", r"it has `\r` at its end: leave that out; "),
            ("\u{feff}123 ", r"it has `\u{feff}` at its start and ` ` at its end: leave that out; "),
            ("12", ""),
            ("12\u{200b}3", ""),
        ];
        for (text, mistake) in table {
            assert_eq!(problem_of(text), Some(format!("{mistake}{expected}")), "{text:?}");
        }
        assert_eq!(problem_of("123"), None);
    }

    #[test]
    fn nothing_but_space_is_empty() {
        for text in ["", " ", "\r\n\t", "\u{a0}\u{3000}", "\u{200b}"] {
            assert_eq!(problem_of(text).as_deref(), Some("it is empty"), "{text:?}");
        }
        let document = Document::parse("schema.yaml", "type: string").unwrap();
        assert_eq!(text_problem(&Schema::of(document.root(), document.root()), ""), None);
    }
}
