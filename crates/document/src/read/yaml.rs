//! Reads YAML 1.2.

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span};

use super::builder::{CollectionKind, TreeBuilder};
use super::failure::{ReadError, ReadFailure};
use super::limits::ReadBudget;
use super::scalar::{self, Tag};
use crate::position::Position;
use crate::tree::Node;

/// Characters of a key that stands on one line with its value (YAML 1.2.2, section 7.4.2).
const LONGEST_KEY: usize = 1024;

/// Reads a text that holds one document.
pub(super) fn read(text: &str, budget: &ReadBudget) -> Result<(Node, ReadBudget), ReadFailure> {
    let mut builder = TreeBuilder::new(text.len(), budget);
    let mut last_is_long = false;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| failure(&builder, &error, last_is_long))?;
        // Where no scalar is written, an empty one is reported.
        if !span.is_empty() {
            last_is_long = matches!(&event, Event::Scalar(text, ..) if text.len() > LONGEST_KEY);
        }
        take(&mut builder, event, span)?;
    }
    Ok(builder.finish()?)
}

fn failure(builder: &TreeBuilder, error: &ScanError, last_is_long: bool) -> ReadFailure {
    let at = position(*error.marker());
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => ReadFailure::Content(builder.too_deep(at)),
        ErrorKind::ExpectedFlowMappingSeparator | ErrorKind::MappingValueNotAllowed if last_is_long => {
            let message = format!("this is not YAML: a key of more than {LONGEST_KEY} characters needs `? ` before it");
            ReadFailure::Syntax(builder.error(at, message))
        }
        _ => ReadFailure::Syntax(builder.error(at, format!("this is not YAML: {}", error.info()))),
    }
}

fn position(marker: Marker) -> Position {
    Position::new(marker.line(), marker.col() + 1)
}

fn take(builder: &mut TreeBuilder, event: Event<'_>, span: Span) -> Result<(), ReadError> {
    let at = position(span.start);
    let tag = tag(&event).map_err(|tag| {
        let at = position(span.tag_start.unwrap_or(span.start));
        builder.error(at, format!("the tag `{tag}` has no meaning in JSON"))
    })?;
    match event {
        Event::DocumentStart(..) if builder.is_complete() => {
            Err(builder.error(at, "a second document starts here; one file holds one document"))
        }
        Event::Scalar(text, style, anchor, _) => {
            let is_plain = style == ScalarStyle::Plain;
            if !builder.expects_key() {
                let value = scalar::value(&text, is_plain, tag).map_err(|message| builder.error(at, message))?;
                return builder.scalar(value, &text, anchor, at);
            }
            if is_plain && span.is_empty() {
                return Err(builder.error(at, "a key is missing here; the empty one is written `''`"));
            }
            if is_plain && text == "<<" {
                return Err(builder.error(at, "`<<` merges mappings in YAML 1.1 only; write the members out"));
            }
            // A key is a string, whatever a value of the same text is. As a value it stands for itself.
            let value = match tag.is_some() || anchor != 0 {
                true => scalar::value(&text, is_plain, tag).map_err(|message| builder.error(at, message))?,
                false => None,
            };
            builder.key(&text, at)?;
            if anchor != 0 { builder.anchor_key(value, &text, anchor, at) } else { Ok(()) }
        }
        Event::SequenceStart(_, anchor, _) => start(builder, CollectionKind::Array, tag, anchor, at),
        Event::MappingStart(_, anchor, _) => start(builder, CollectionKind::Object, tag, anchor, at),
        Event::SequenceEnd | Event::MappingEnd => builder.end(),
        Event::Alias(anchor) => builder.alias(anchor, at),
        _ => Ok(()),
    }
}

/// The tag of a node; as an error, one that the core schema does not have.
fn tag(event: &Event<'_>) -> Result<Option<Tag>, String> {
    let Some(tag) = event.tag() else { return Ok(None) };
    // The tag `!` alone keeps a scalar from being anything but a string, and says nothing of others.
    if tag.original_parts() == ("", "!") {
        return Ok(matches!(event, Event::Scalar(..)).then_some(Tag::Str));
    }
    tag.core_suffix().and_then(Tag::of).map(Some).ok_or_else(|| tag.original())
}

fn start(
    builder: &mut TreeBuilder,
    kind: CollectionKind,
    tag: Option<Tag>,
    anchor: usize,
    at: Position,
) -> Result<(), ReadError> {
    if builder.expects_key() {
        return Err(builder.error(at, "a key must be a single value"));
    }
    let (own, what) = match kind {
        CollectionKind::Array => (Tag::Seq, "a list"),
        CollectionKind::Object => (Tag::Map, "an object"),
    };
    if let Some(tag) = tag.filter(|tag| *tag != own) {
        let (name, purpose) = tag.describe();
        return Err(builder.error(at, format!("the tag `{name}` is for {purpose}, and {what} stands here")));
    }
    builder.start(kind, anchor, at)
}
