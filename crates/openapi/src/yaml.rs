//! Reads YAML 1.2 (and so nearly all JSON) into JSON values with their positions.
//!
//! Bounded by construction: nesting, and the number of nodes after aliases are expanded, have limits, so that no
//! document costs more than its size lets expect.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use crate::pointer::Pointer;
use crate::position::Position;
use crate::tree::{Member, Node, Number, Object};

/// Collections within each other.
const MAX_DEPTH: usize = 100;
/// Values of a document, those that aliases repeat included.
const MAX_NODES: usize = 1_000_000;
/// Bytes of text that aliases repeat.
const MAX_REPEATED: usize = 16 << 20;

/// Where and why a text cannot be read.
#[derive(Debug)]
pub(crate) struct ReadError {
    pub position: Position,
    pub pointer: Pointer,
    pub message: String,
}

/// Reads a text that holds one document.
pub(crate) fn read(text: &str) -> Result<Node, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event
            .map_err(|error| reader.error(position(*error.marker()), format!("this is not YAML: {}", error.info())))?;
        reader.take(event, position(span.start))?;
    }
    reader.root.ok_or_else(|| ReadError {
        position: Position::new(1, 1),
        pointer: Pointer::root(),
        message: "the document is empty".to_owned(),
    })
}

fn position(marker: Marker) -> Position {
    Position::new(marker.line(), marker.col() + 1)
}

/// A collection whose end is still to come.
struct Open {
    position: Position,
    anchor: usize,
    collection: Collection,
    size: Size,
}

enum Collection {
    Sequence(Vec<Node>),
    /// The members, the keys seen, and the key that waits for its value.
    Mapping(Vec<Member>, HashSet<Arc<str>>, Option<(Arc<str>, Position)>),
}

/// What a node holds, aliases expanded.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
    /// Collections within each other.
    depth: usize,
}

impl Size {
    fn add(&mut self, part: Self) {
        self.nodes = self.nodes.saturating_add(part.nodes);
        self.bytes = self.bytes.saturating_add(part.bytes);
        self.depth = self.depth.max(part.depth + 1);
    }
}

#[derive(Default)]
struct Reader {
    open: Vec<Open>,
    root: Option<Node>,
    /// Finished anchored nodes.
    anchors: HashMap<usize, (Node, Size)>,
    /// Texts that stand in the document already: equal texts are stored once.
    texts: HashSet<Arc<str>>,
    nodes: usize,
    repeated: usize,
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
                let node = self.scalar(&text, style, tag.as_deref()).map_err(|message| self.error(at, message))?;
                self.count(1, at)?;
                self.place(node.at(at), Size { nodes: 1, bytes: text.len(), depth: 0 }, anchor);
                Ok(())
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(Collection::Sequence(Vec::new()), anchor, tag.as_deref(), at)
            }
            Event::MappingStart(anchor, tag) => {
                self.start(Collection::Mapping(Vec::new(), HashSet::new(), None), anchor, tag.as_deref(), at)
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else { return Ok(()) };
                let node: Node = match open.collection {
                    Collection::Sequence(elements) => elements.into(),
                    Collection::Mapping(members, ..) => Object::new(members).into(),
                };
                self.place(node.at(open.position), open.size, open.anchor);
                Ok(())
            }
            Event::Alias(anchor) => self.expand(anchor, at),
        }
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { collection: Collection::Mapping(_, _, None), .. }))
    }

    /// A text, stored once.
    fn text(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.texts.get(text) {
            return Arc::clone(known);
        }
        let text: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&text));
        text
    }

    fn take_key(&mut self, text: &str, style: ScalarStyle, at: Position) -> Result<(), ReadError> {
        if text == "<<" && style == ScalarStyle::Plain {
            return Err(self.error(at, "`<<` merges mappings in YAML 1.1 only; write the members out"));
        }
        let key = self.text(text);
        let Some(Open { collection: Collection::Mapping(_, keys, waiting), size, .. }) = self.open.last_mut() else {
            return Ok(());
        };
        let is_new = keys.insert(Arc::clone(&key));
        *waiting = Some((key, at));
        size.bytes = size.bytes.saturating_add(text.len());
        if is_new { Ok(()) } else { Err(self.error(at, format!("the key `{text}` stands here twice"))) }
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
        self.open.push(Open { position: at, anchor, collection, size: Size { nodes: 1, bytes: 0, depth: 1 } });
        Ok(())
    }

    /// The pointer of the value that comes next.
    fn next_pointer(&self) -> Pointer {
        self.open.iter().fold(Pointer::root(), |pointer, open| match &open.collection {
            Collection::Sequence(elements) => pointer.index(elements.len()),
            Collection::Mapping(_, _, Some((key, _))) => pointer.child(key),
            Collection::Mapping(_, _, None) => pointer,
        })
    }

    fn place(&mut self, node: Node, size: Size, anchor: usize) {
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), size));
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.size.add(size);
        match &mut open.collection {
            Collection::Sequence(elements) => elements.push(node),
            Collection::Mapping(members, _, waiting) => {
                if let Some((key, at)) = waiting.take() {
                    members.push(Member { key, position: Some(at), value: node });
                }
            }
        }
    }

    /// An alias is the node itself once more. What it repeats counts, since whoever reads the document reads it again.
    fn expand(&mut self, anchor: usize, at: Position) -> Result<(), ReadError> {
        if self.expects_key() {
            return Err(self.error(at, "a key cannot be an alias"));
        }
        let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
            return Err(self.error(at, "this alias stands inside the node that it names"));
        };
        self.count(size.nodes, at)?;
        self.repeated = self.repeated.saturating_add(size.bytes);
        if self.repeated > MAX_REPEATED {
            return Err(self.error(at, format!("aliases repeat more than {} MiB of text", MAX_REPEATED >> 20)));
        }
        if self.open.len() + size.depth > MAX_DEPTH {
            return Err(self.error(at, format!("nested more than {MAX_DEPTH} levels deep once aliases are expanded")));
        }
        self.place(node, size, 0);
        Ok(())
    }

    fn count(&mut self, nodes: usize, at: Position) -> Result<(), ReadError> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > MAX_NODES {
            return Err(self.error(at, format!("more than {MAX_NODES} values once aliases are expanded")));
        }
        Ok(())
    }

    fn error(&self, position: Position, message: impl Into<String>) -> ReadError {
        ReadError { position, pointer: self.next_pointer(), message: message.into() }
    }

    /// A scalar by the core schema of YAML 1.2.
    fn scalar(&mut self, text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Node, String> {
        let plain = style == ScalarStyle::Plain;
        let value = match tag {
            None if plain => plain_scalar(text)?,
            None => None,
            Some(tag) if tag.is_yaml_core_schema() && tag.suffix == "str" => None,
            Some(tag) if tag.is_yaml_core_schema() => plain_scalar(text)?,
            Some(tag) => return Err(format!("the tag `{tag}` has no meaning in JSON")),
        };
        Ok(value.unwrap_or_else(|| self.text(text).into()))
    }
}

/// A scalar that is no string; none if it is one.
fn plain_scalar(text: &str) -> Result<Option<Node>, String> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Some(Node::null())),
        "true" | "True" | "TRUE" => return Ok(Some(true.into())),
        "false" | "False" | "FALSE" => return Ok(Some(false.into())),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return Err(format!("`{text}` is a number that JSON does not have"));
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return Ok(i64::from_str_radix(digits, radix).ok().map(Node::from));
        }
    }
    Ok(Number::parse(text).map(Node::from))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(text: &str) -> serde_json::Value {
        read(text).unwrap().to_json()
    }

    fn refusal(text: &str) -> String {
        let error = read(text).unwrap_err();
        format!("{} {}: {}", error.position, error.pointer, error.message)
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
        let root = read("a: &x\n  b: 1\nc: *x\n").unwrap();
        assert_eq!(root.to_json(), json!({"a": {"b": 1}, "c": {"b": 1}}));
        let member = |node: &Node, key: &str| node.as_object().and_then(|object| object.member(key)?.position);
        assert_eq!(member(&root, "c"), Some(Position::new(3, 1)));
        assert_eq!(member(&root["c"], "b"), Some(Position::new(2, 3)));
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
