//! The numbers, lengths and counts that a schema allows.

use super::resolved::Schema;
use document::{Node, Number};

/// A bound of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The number.
    pub value: Number,
    /// Whether the number itself is not allowed.
    pub is_exclusive: bool,
}

/// The tightest bounds that the parts of a schema state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The lower bound.
    pub lower: Option<Bound>,
    /// The upper bound.
    pub upper: Option<Bound>,
}

impl Schema<'_> {
    /// The bounds of numbers: of `minimum` and `maximum`, whether exclusive, and of the formats `int32` and `int64`.
    pub fn bounds(&self) -> Bounds {
        let mut bounds = Bounds::default();
        for part in self.parts() {
            for lower in stated(part, "minimum", "exclusiveMinimum") {
                raise(&mut bounds.lower, lower);
            }
            for upper in stated(part, "maximum", "exclusiveMaximum") {
                lower(&mut bounds.upper, upper);
            }
            if let Some((least, most)) = part.text("format").and_then(range) {
                let bound = |value: i64| Bound { value: value.into(), is_exclusive: false };
                raise(&mut bounds.lower, bound(least));
                lower(&mut bounds.upper, bound(most));
            }
        }
        bounds
    }

    /// The largest of what the parts state for a keyword such as `minLength`; 0 if none does.
    pub fn least(&self, keyword: &str) -> u64 {
        self.keywords(keyword).filter_map(Node::as_u64).max().unwrap_or(0)
    }

    /// The smallest of what the parts state for a keyword such as `maxLength`.
    pub fn most(&self, keyword: &str) -> Option<u64> {
        self.keywords(keyword).filter_map(Node::as_u64).min()
    }
}

/// The bounds that a schema itself states on one side. OpenAPI 3.0 writes an exclusive one as a flag beside the bound, 3.1
/// as a bound of its own.
fn stated(schema: &Node, keyword: &str, exclusive: &str) -> impl Iterator<Item = Bound> {
    let number = |keyword: &str| schema.get(keyword).and_then(Node::as_number);
    let plain = number(keyword).map(|value| Bound { value, is_exclusive: schema.is_set(exclusive) });
    let own = number(exclusive).map(|value| Bound { value, is_exclusive: true });
    plain.into_iter().chain(own)
}

fn raise(bound: &mut Option<Bound>, other: Bound) {
    let is_tighter = |known: &Bound| (&other.value, other.is_exclusive) > (&known.value, known.is_exclusive);
    if bound.as_ref().is_none_or(is_tighter) {
        *bound = Some(other);
    }
}

fn lower(bound: &mut Option<Bound>, other: Bound) {
    let is_tighter = |known: &Bound| {
        other.value < known.value || other.value == known.value && other.is_exclusive && !known.is_exclusive
    };
    if bound.as_ref().is_none_or(is_tighter) {
        *bound = Some(other);
    }
}

/// The range of an integer of this format.
pub(super) fn range(format: &str) -> Option<(i64, i64)> {
    match format {
        "int32" => Some((i32::MIN.into(), i32::MAX.into())),
        "int64" => Some((i64::MIN, i64::MAX)),
        _ => None,
    }
}
