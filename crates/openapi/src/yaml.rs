//! Reads YAML 1.2 (and so nearly all JSON) into JSON values with their positions.
//!
//! Bounded by construction: nesting, and the number of nodes after aliases are expanded, have limits, so that no
//! document costs more than its size lets expect.

use std::collections::{BTreeMap, HashMap, HashSet};

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};
use serde_json::{Map, Number, Value};

use crate::pointer;
use crate::problem::Position;

const MAX_DEPTH: usize = 100;
const MAX_NODES: usize = 1_000_000;

/// Where and why a text cannot be read.
#[derive(Debug)]
pub(crate) struct ReadError {
    pub position: Position,
    pub pointer: String,
    pub message: String,
}

type Positions = BTreeMap<String, Position>;

/// Reads a text that holds one document.
pub(crate) fn read(text: &str) -> Result<(Value, Positions), ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event
            .map_err(|error| reader.error(position(*error.marker()), format!("this is not YAML: {}", error.info())))?;
        reader.take(event, position(span.start))?;
    }
    match reader.root {
        Some(root) => Ok((root, reader.positions)),
        None => Err(ReadError {
            position: Position { line: 1, column: 1 },
            pointer: String::new(),
            message: "the document is empty".to_owned(),
        }),
    }
}

fn position(marker: Marker) -> Position {
    Position { line: marker.line().max(1), column: marker.col() + 1 }
}

/// A collection whose end has not come yet.
struct Open {
    pointer: String,
    anchor: usize,
    collection: Collection,
}

enum Collection {
    Sequence(Vec<Value>),
    /// The members, the keys seen, and the key that waits for its value.
    Mapping(Map<String, Value>, HashSet<String>, Option<String>),
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    root: Option<Value>,
    positions: Positions,
    /// Finished anchored nodes, with the pointer at which each stands.
    anchors: HashMap<usize, (String, Value)>,
    nodes: usize,
}

impl Reader {
    fn take(&mut self, event: Event<'_>, at: Position) -> Result<(), ReadError> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(self.error(at, "a second document starts here; one file holds one document"))
            }
            Event::DocumentStart(_) => Ok(()),
            Event::Scalar(text, style, anchor, tag) => {
                if self.expects_key() {
                    return self.take_key(&text, style, at);
                }
                let pointer = self.next_pointer();
                let value = scalar(&text, style, tag.as_deref()).map_err(|message| self.error(at, message))?;
                self.count(1, at)?;
                self.place(pointer, at, value, anchor)
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(Collection::Sequence(Vec::new()), anchor, tag.as_deref(), at)
            }
            Event::MappingStart(anchor, tag) => {
                self.start(Collection::Mapping(Map::new(), HashSet::new(), None), anchor, tag.as_deref(), at)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return Ok(()) };
                let value = match open.collection {
                    Collection::Sequence(elements) => Value::Array(elements),
                    Collection::Mapping(members, ..) => Value::Object(members),
                };
                self.place(open.pointer, at, value, open.anchor)
            }
            Event::Alias(anchor) => self.expand(anchor, at),
        }
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { collection: Collection::Mapping(_, _, None), .. }))
    }

    fn take_key(&mut self, text: &str, style: ScalarStyle, at: Position) -> Result<(), ReadError> {
        let Some(Open { pointer, collection: Collection::Mapping(_, keys, waiting), .. }) = self.open.last_mut() else {
            return Ok(());
        };
        let pointer = pointer::child(pointer, text);
        if text == "<<" && style == ScalarStyle::Plain {
            return Err(self.error(at, "`<<` merges mappings in YAML 1.1 only; write the members out"));
        }
        if !keys.insert(text.to_owned()) {
            return Err(ReadError { position: at, pointer, message: format!("the key `{text}` stands here twice") });
        }
        *waiting = Some(text.to_owned());
        self.positions.insert(pointer, at);
        Ok(())
    }

    fn start(
        &mut self,
        collection: Collection,
        anchor: usize,
        tag: Option<&Tag>,
        at: Position,
    ) -> Result<(), ReadError> {
        if self.expects_key() {
            return Err(self.error(at, "a key must be a single value"));
        }
        if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema()) {
            return Err(self.error(at, format!("the tag `{tag}` has no meaning in JSON")));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.error(at, format!("nested more than {MAX_DEPTH} levels deep")));
        }
        self.count(1, at)?;
        let pointer = self.next_pointer();
        self.positions.entry(pointer.clone()).or_insert(at);
        self.open.push(Open { pointer, anchor, collection });
        Ok(())
    }

    /// The pointer of the value that comes next.
    fn next_pointer(&self) -> String {
        match self.open.last() {
            None => String::new(),
            Some(Open { pointer, collection: Collection::Sequence(elements), .. }) => {
                pointer::element(pointer, elements.len())
            }
            Some(Open { pointer, collection: Collection::Mapping(_, _, Some(key)), .. }) => {
                pointer::child(pointer, key)
            }
            Some(Open { pointer, .. }) => pointer.clone(),
        }
    }

    fn place(&mut self, pointer: String, at: Position, value: Value, anchor: usize) -> Result<(), ReadError> {
        if anchor != 0 {
            let nodes = count(&value);
            self.count(nodes, at)?;
            self.anchors.insert(anchor, (pointer.clone(), value.clone()));
        }
        self.positions.entry(pointer).or_insert(at);
        match self.open.last_mut().map(|open| &mut open.collection) {
            None => self.root = Some(value),
            Some(Collection::Sequence(elements)) => elements.push(value),
            Some(Collection::Mapping(members, _, key)) => {
                members.insert(key.take().unwrap_or_default(), value);
            }
        }
        Ok(())
    }

    fn expand(&mut self, anchor: usize, at: Position) -> Result<(), ReadError> {
        if self.expects_key() {
            return Err(self.error(at, "a key cannot be an alias"));
        }
        let Some((source, value)) = self.anchors.get(&anchor).cloned() else {
            return Err(self.error(at, "this alias stands inside the node that it names"));
        };
        self.count(count(&value), at)?;
        if self.open.len() + depth(&value) > MAX_DEPTH {
            return Err(self.error(at, format!("nested more than {MAX_DEPTH} levels deep once aliases are expanded")));
        }
        let target = self.next_pointer();
        let below = format!("{source}/");
        let copies: Vec<_> = self
            .positions
            .range(below.clone()..)
            .take_while(|(pointer, _)| pointer.starts_with(&below))
            .map(|(pointer, position)| (format!("{target}{}", &pointer[source.len()..]), *position))
            .collect();
        self.positions.extend(copies);
        self.place(target, at, value, 0)
    }

    fn count(&mut self, nodes: usize, at: Position) -> Result<(), ReadError> {
        self.nodes += nodes;
        if self.nodes > MAX_NODES {
            return Err(self.error(at, format!("more than {MAX_NODES} values once aliases are expanded")));
        }
        Ok(())
    }

    fn error(&self, position: Position, message: impl Into<String>) -> ReadError {
        ReadError { position, pointer: self.next_pointer(), message: message.into() }
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(elements) => 1 + elements.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// A scalar by the core schema of YAML 1.2.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, String> {
    let plain = style == ScalarStyle::Plain;
    match tag {
        None if plain => plain_scalar(text),
        None => Ok(Value::String(text.to_owned())),
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix == "str" => Ok(Value::String(text.to_owned())),
        Some(tag) if tag.is_yaml_core_schema() => plain_scalar(text),
        Some(tag) => Err(format!("the tag `{tag}` has no meaning in JSON")),
    }
}

fn plain_scalar(text: &str) -> Result<Value, String> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Value::Null),
        "true" | "True" | "TRUE" => return Ok(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Value::Bool(false)),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Err(format!("`{text}` is a number that JSON does not have"));
    }
    Ok(number(text, unsigned).map_or_else(|| Value::String(text.to_owned()), Value::Number))
}

fn number(text: &str, unsigned: &str) -> Option<Number> {
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return u64::from_str_radix(digits, radix).ok().map(Number::from);
        }
    }
    let starts_like_a_number = unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    let is_made_of_number = unsigned.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    if !starts_like_a_number || !is_made_of_number || !unsigned.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let text = text.strip_prefix('+').unwrap_or(text);
    if let Ok(integer) = text.parse::<i64>() {
        return Some(integer.into());
    }
    if let Ok(integer) = text.parse::<u64>() {
        return Some(integer.into());
    }
    text.parse::<f64>().ok().and_then(Number::from_f64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(text: &str) -> Value {
        read(text).unwrap().0
    }

    fn refusal(text: &str) -> String {
        let error = read(text).unwrap_err();
        format!("{}:{} {}: {}", error.position.line, error.position.column, error.pointer, error.message)
    }

    #[test]
    fn scalars_follow_the_core_schema() {
        let text = "[~, null, true, False, 12, -3, +4, 0x1F, 0o17, 1.5, 1e3, '12', 0.1.0, 2017-12-04, 4XX, e, .]";
        assert_eq!(
            value(text),
            json!([
                null,
                null,
                true,
                false,
                12,
                -3,
                4,
                31,
                15,
                1.5,
                1000.0,
                "12",
                "0.1.0",
                "2017-12-04",
                "4XX",
                "e",
                "."
            ])
        );
    }

    #[test]
    fn keys_are_strings() {
        assert_eq!(value("{200: a, true: b}"), json!({"200": "a", "true": "b"}));
    }

    #[test]
    fn aliases_are_expanded_with_the_positions_of_their_source() {
        let (root, positions) = read("a: &x\n  b: 1\nc: *x\n").unwrap();
        assert_eq!(root, json!({"a": {"b": 1}, "c": {"b": 1}}));
        assert_eq!(positions["/c"], Position { line: 3, column: 1 });
        assert_eq!(positions["/c/b"], Position { line: 2, column: 3 });
    }

    #[test]
    fn what_json_cannot_say_is_refused_with_its_place() {
        assert_eq!(refusal("a: 1\nb: 2\na: 3\n"), "3:1 /a: the key `a` stands here twice");
        assert_eq!(refusal("a:\n  - .inf\n"), "2:5 /a/0: `.inf` is a number that JSON does not have");
        assert!(refusal("a: &x [*x]").contains("inside the node that it names"));
        assert!(refusal("a: &x {b: 1}\nc:\n  <<: *x\n").contains("YAML 1.1 only"));
        assert!(refusal("a: 1\n---\nb: 2\n").starts_with("2:1 : a second document"));
        assert!(refusal("a: !secret x").contains("no meaning in JSON"));
        assert!(refusal("").contains("empty"));
        assert!(refusal("a: [1,\nb: 2\n").contains("this is not YAML"));
    }

    #[test]
    fn depth_and_aliases_have_limits() {
        assert!(refusal(&format!("{}1{}", "[".repeat(200), "]".repeat(200))).contains("nested more than"));
        let bomb = (0..12).fold("a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n".to_owned(), |text, level| {
            let next = level + 1;
            let aliases = vec![format!("*a{level}"); 10].join(",");
            format!("{text}a{next}: &a{next} [{aliases}]\n")
        });
        assert!(refusal(&bomb).contains("once aliases are expanded"));
    }
}
