//! A node of a document: a JSON value that knows where it is written.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::data::{Data, Elements, Member, Node, Object};
use super::number::Number;
use crate::pointer::Pointer;
use crate::position::Position;

/// Null, written nowhere.
pub(super) static NULL: Node = Node { data: Data::Null, position: None };

impl Node {
    /// A node that holds null.
    pub const fn null() -> Self {
        Self { data: Data::Null, position: None }
    }

    /// The same node, written at a place.
    #[must_use]
    pub fn at(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// The same values, written nowhere.
    #[must_use]
    pub fn without_positions(&self) -> Self {
        let member = |member: &Member| Member {
            key: Arc::clone(&member.key),
            position: None,
            value: member.value.without_positions(),
        };
        let data = match &self.data {
            Data::Array(elements) => Data::Array(Elements::new(elements.iter().map(Self::without_positions).collect())),
            Data::Object(object) => Data::Object(Object::new(object.as_slice().iter().map(member).collect())),
            data => data.clone(),
        };
        Self { data, position: None }
    }

    /// Where the value is written; none if it comes from no text. Of a member of an object, the key has a place too:
    /// [`Document::position`](crate::Document::position) prefers it.
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self.data, Data::Null)
    }

    /// Whether this is a string.
    pub fn is_string(&self) -> bool {
        matches!(self.data, Data::String(_))
    }

    /// Whether this is a number.
    pub fn is_number(&self) -> bool {
        matches!(self.data, Data::Integer(_) | Data::Decimal(_))
    }

    /// Whether this is a number whose text is stored, since no `i64` is written like it.
    pub(crate) fn is_decimal(&self) -> bool {
        matches!(self.data, Data::Decimal(_))
    }

    /// Whether this is `true` or `false`.
    pub fn is_boolean(&self) -> bool {
        matches!(self.data, Data::Bool(_))
    }

    /// Whether this is an array.
    pub fn is_array(&self) -> bool {
        matches!(self.data, Data::Array(_))
    }

    /// Whether this is an object.
    pub fn is_object(&self) -> bool {
        matches!(self.data, Data::Object(_))
    }

    /// The truth value.
    pub fn as_bool(&self) -> Option<bool> {
        match self.data {
            Data::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number.
    pub fn as_number(&self) -> Option<Number> {
        match &self.data {
            Data::Integer(integer) => Some(Number::from(*integer)),
            Data::Decimal(text) => Some(Number::written(Arc::clone(text))),
            _ => None,
        }
    }

    /// The number, if it is whole and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The number, if it is whole, not negative and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    /// The elements of an array.
    pub fn as_array(&self) -> Option<&[Self]> {
        match &self.data {
            Data::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// The members of an object.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.data {
            Data::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The member of this key, if this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }

    /// The text of a member.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    /// Whether a member is `true`.
    pub fn is_set(&self, key: &str) -> bool {
        self.get(key).and_then(Self::as_bool) == Some(true)
    }

    /// The elements of a member that is an array; nothing for any other.
    pub fn elements<'n>(&'n self, key: &str) -> std::slice::Iter<'n, Self> {
        self.get(key).and_then(Self::as_array).unwrap_or_default().iter()
    }

    /// The members of a member that is an object, in the order of the document; nothing for any other.
    pub fn members<'n>(&'n self, key: &str) -> impl DoubleEndedIterator<Item = (&'n str, &'n Self)> + use<'n> {
        self.get(key).and_then(Self::as_object).into_iter().flat_map(Object::iter)
    }

    /// The node at a pointer below this one.
    pub fn pointer(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.tokens().iter().try_fold(self, |node, token| node.child(token))
    }

    /// The member of this key, or the element of this index.
    pub fn child(&self, token: &str) -> Option<&Self> {
        match &self.data {
            Data::Object(object) => object.get(token),
            // RFC 6901, section 4: digits, without a zero before others.
            Data::Array(elements) if token == "0" || !token.starts_with(['0', '+']) => {
                elements.get(token.parse::<usize>().ok()?)
            }
            _ => None,
        }
    }
}

impl Default for Node {
    fn default() -> Self {
        Self::null()
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        match (&self.data, &other.data) {
            (Data::Null, Data::Null) => true,
            (Data::Bool(a), Data::Bool(b)) => a == b,
            (Data::Integer(_) | Data::Decimal(_), _) => self.is_number() && self.as_number() == other.as_number(),
            (Data::String(a), Data::String(b)) => a == b,
            (Data::Array(a), Data::Array(b)) => a.are_shared(b) || **a == **b,
            (Data::Object(a), Data::Object(b)) => a == b,
            _ => false,
        }
    }
}

impl Eq for Node {}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.data {
            Data::Null => {}
            Data::Bool(flag) => flag.hash(state),
            Data::Integer(_) | Data::Decimal(_) => self.as_number().hash(state),
            Data::String(text) => text.hash(state),
            Data::Array(elements) => elements.hash(state),
            Data::Object(object) => object.hash(state),
        }
    }
}

impl PartialEq<str> for Node {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for Node {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<bool> for Node {
    fn eq(&self, other: &bool) -> bool {
        self.as_bool() == Some(*other)
    }
}

/// An element or member that is not there is null, as with `serde_json::Value`.
impl std::ops::Index<&str> for Node {
    type Output = Self;

    fn index(&self, key: &str) -> &Self {
        self.child(key).unwrap_or(&NULL)
    }
}

impl From<bool> for Node {
    fn from(flag: bool) -> Self {
        Self { data: Data::Bool(flag), position: None }
    }
}

impl From<i64> for Node {
    fn from(integer: i64) -> Self {
        Self { data: Data::Integer(integer), position: None }
    }
}

impl From<Number> for Node {
    fn from(number: Number) -> Self {
        let data = match number.into_form() {
            Ok(integer) => Data::Integer(integer),
            Err(text) => Data::Decimal(text),
        };
        Self { data, position: None }
    }
}

impl From<Arc<str>> for Node {
    fn from(text: Arc<str>) -> Self {
        Self { data: Data::String(text), position: None }
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Arc::<str>::from(text).into()
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Arc::<str>::from(text).into()
    }
}

impl From<Vec<Node>> for Node {
    fn from(elements: Vec<Node>) -> Self {
        Self { data: Data::Array(Elements::new(elements)), position: None }
    }
}

impl From<Object> for Node {
    fn from(object: Object) -> Self {
        Self { data: Data::Object(object), position: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_small() {
        assert_eq!((size_of::<Node>(), size_of::<super::super::Member>()), (32, 56));
    }
}
