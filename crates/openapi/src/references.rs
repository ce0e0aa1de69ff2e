//! References within a document (`$ref`): the one place that follows them.

use std::fmt;

use percent_encoding::percent_decode_str;

use crate::located::Located;
use crate::spec::SpecVersion;
use document::Node;
use document::Pointer;

/// References are followed through so many others at most.
const MAX_STEPS: usize = 100;

/// Why a reference leads to nothing. Displayed as a sentence with the reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceError {
    /// The reference that leads no further: the one that was followed, or one behind it.
    pub reference: String,
    /// What is wrong with it.
    pub cause: ReferenceErrorCause,
}

/// What is wrong with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReferenceErrorCause {
    /// It leads out of the document.
    External,
    /// There is nothing where it leads.
    Dangling,
    /// It leads back to itself.
    Circular,
    /// It leads through more references than are followed.
    TooLong,
    /// It names an anchor.
    Anchor,
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.reference)?;
        match self.cause {
            ReferenceErrorCause::External => f.write_str("is in another document, which has not been read"),
            ReferenceErrorCause::Dangling => f.write_str("leads nowhere"),
            ReferenceErrorCause::Circular => f.write_str("goes round in a circle"),
            ReferenceErrorCause::TooLong => write!(f, "leads through more than {MAX_STEPS} other references"),
            ReferenceErrorCause::Anchor => f.write_str(
                "names an anchor, and anchors are not followed; write the address, as in `#/components/schemas/Name`",
            ),
        }
    }
}

impl std::error::Error for ReferenceError {}

impl<'a> Located<'a> {
    /// Follows the reference that the node may be; a node that is none comes back as it is.
    ///
    /// # Errors
    ///
    /// The reference leads to nothing.
    pub fn follow(&self) -> Result<Self, ReferenceError> {
        self.node.text("$ref").map_or_else(|| Ok(self.clone()), |reference| follow(self, reference))
    }

    /// Follows the reference that the node may be; a node that is none comes back as it is, and so does one that leads
    /// to nothing, which no [contract](crate::Contract) has.
    #[must_use]
    pub fn resolve(&self) -> Self {
        self.follow().unwrap_or_else(|_| self.clone())
    }

    /// Follows the reference that a schema may be. It may have a `$ref` [besides other keywords](is_schema_reference),
    /// which is not followed.
    ///
    /// # Errors
    ///
    /// The reference leads to nothing.
    pub fn follow_schema(&self) -> Result<Self, ReferenceError> {
        match self.node.text("$ref") {
            Some(reference) if is_schema_reference(SpecVersion::of_any(self.root), self.node) => {
                follow_schema(self, reference)
            }
            _ => Ok(self.clone()),
        }
    }

    /// As [`resolve`](Self::resolve), of a schema.
    #[must_use]
    pub fn resolve_schema(&self) -> Self {
        self.follow_schema().unwrap_or_else(|_| self.clone())
    }
}

/// Whether a schema is a reference to another, and nothing else. In OpenAPI 3.0 `$ref` makes it one, whatever stands beside
/// it; in 3.1 `$ref` is a keyword, which holds together with those beside it.
pub fn is_schema_reference(version: SpecVersion, schema: &Node) -> bool {
    schema
        .as_object()
        .is_some_and(|members| members.get("$ref").is_some() && (members.len() == 1 || version == SpecVersion::V3_0))
}

/// Where a reference leads, from a node on, once all further references are followed.
///
/// The node is where the reference is written: the base of a reference that is relative to its document.
///
/// # Errors
///
/// The reference leaves the document, leads nowhere, goes round in a circle, or leads through too many others.
pub fn follow<'a>(from: &Located<'a>, reference: &str) -> Result<Located<'a>, ReferenceError> {
    follow_while(from, reference, |_| true)
}

/// The same for a reference to a schema: one with a `$ref` [besides other keywords](is_schema_reference) is where it leads.
///
/// # Errors
///
/// As [`follow`].
pub fn follow_schema<'a>(from: &Located<'a>, reference: &str) -> Result<Located<'a>, ReferenceError> {
    let version = SpecVersion::of_any(from.root);
    follow_while(from, reference, |schema| is_schema_reference(version, schema))
}

fn follow_while<'a>(
    from: &Located<'a>,
    reference: &str,
    is_reference: impl Fn(&Node) -> bool,
) -> Result<Located<'a>, ReferenceError> {
    let error = |reference: &str, cause| ReferenceError { reference: reference.to_owned(), cause };
    let mut seen: Vec<Pointer> = Vec::new();
    let mut target = step(from, reference)?;
    while let Some(next) = target.text("$ref").filter(|_| is_reference(target.node)) {
        if seen.contains(&target.pointer) {
            return Err(error(reference, ReferenceErrorCause::Circular));
        }
        if seen.len() == MAX_STEPS {
            return Err(error(reference, ReferenceErrorCause::TooLong));
        }
        seen.push(target.pointer.clone());
        target = step(&target, next)?;
    }
    Ok(target)
}

/// A node, and what it refers to, one after the other, as far as references lead to something new.
pub fn chain<'a>(from: &Located<'a>) -> Vec<Located<'a>> {
    let mut chain = vec![from.clone()];
    while chain.len() <= MAX_STEPS
        && let Some(last) = chain.last()
        && let Some(reference) = last.text("$ref")
        && let Ok(next) = step(last, reference)
        && chain.iter().all(|known| known.pointer != next.pointer)
    {
        chain.push(next);
    }
    chain
}

/// Where a reference leads, from a node on; further references are not followed. Its address may lead through references:
/// `#/components/schemas/Pet/properties/name`, where `Pet` is a reference to a schema that has the property.
///
/// # Errors
///
/// The reference leaves the document, or leads nowhere.
pub fn step<'a>(from: &Located<'a>, reference: &str) -> Result<Located<'a>, ReferenceError> {
    let mut left = MAX_STEPS;
    step_within(from, reference, &mut left)
}

/// The same, within so many other references.
fn step_within<'a>(from: &Located<'a>, reference: &str, left: &mut usize) -> Result<Located<'a>, ReferenceError> {
    let error = |cause| ReferenceError { reference: reference.to_owned(), cause };
    let fragment = reference.strip_prefix('#').ok_or_else(|| error(ReferenceErrorCause::External))?;
    let dangling = || error(ReferenceErrorCause::Dangling);
    let root = Located::root(from.root);
    let written: Option<Pointer> = fragment.parse().ok();
    if let Some(found) = written.as_ref().and_then(|pointer| root.at(pointer)) {
        return Ok(found);
    }
    if SpecVersion::of_any(from.root) == SpecVersion::V3_1 && !fragment.starts_with(['/', '%']) {
        return Err(error(ReferenceErrorCause::Anchor));
    }
    // The fragment of a URI is percent-encoded (RFC 6901, section 6).
    let decoded = percent_decode_str(fragment).decode_utf8().map_err(|_| dangling())?;
    let decoded: Option<Pointer> = decoded.parse().ok();
    if let Some(found) = decoded.as_ref().and_then(|pointer| root.at(pointer)) {
        return Ok(found);
    }
    let mut through = |pointer: &Pointer| through(&root, pointer, left);
    written.as_ref().and_then(&mut through).or_else(|| decoded.as_ref().and_then(&mut through)).ok_or_else(dangling)
}

/// What is at an address that leads through references.
fn through<'a>(root: &Located<'a>, pointer: &Pointer, left: &mut usize) -> Option<Located<'a>> {
    let mut at = root.clone();
    for token in pointer.tokens() {
        let token = Pointer::of([token]);
        at = loop {
            if let Some(child) = at.at(&token) {
                break child;
            }
            let reference = at.text("$ref")?;
            *left = left.checked_sub(1)?;
            at = step_within(&at, reference, left).ok()?;
        };
    }
    Some(at)
}

/// The schema that a value in the `mapping` of a discriminator names: by its name, or by a reference. Further references
/// are not followed.
///
/// # Errors
///
/// It names no schema of the document.
pub fn mapped<'a>(from: &Located<'a>, value: &str) -> Result<Located<'a>, ReferenceError> {
    let schema = Located::root(from.root).at(&Pointer::of(["components", "schemas", value]));
    schema.map_or_else(|| step(from, value), Ok)
}

/// The node that a reference names, once further references are followed.
///
/// # Errors
///
/// As [`follow`].
pub fn target<'a>(root: &'a Node, reference: &str) -> Result<&'a Node, ReferenceError> {
    follow(&Located::root(root), reference).map(|target| target.node)
}

/// The schema that a reference names, once further references are followed.
///
/// # Errors
///
/// As [`follow`].
pub fn target_schema<'a>(root: &'a Node, reference: &str) -> Result<&'a Node, ReferenceError> {
    follow_schema(&Located::root(root), reference).map(|target| target.node)
}

/// Follows the reference that a node may be; a node that is none comes back as it is, and so does one that leads nowhere.
pub fn resolve<'a>(root: &'a Node, node: &'a Node) -> &'a Node {
    node.text("$ref").and_then(|reference| target(root, reference).ok()).unwrap_or(node)
}

/// The same for a schema: a `$ref` [besides other keywords](is_schema_reference) is not followed.
pub fn resolve_schema<'a>(root: &'a Node, schema: &'a Node) -> &'a Node {
    if schema.get("$ref").is_none() {
        return schema;
    }
    Located { root, pointer: Pointer::root(), node: schema }.resolve_schema().node
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn root() -> Node {
        let mut chain = serde_json::Map::new();
        for number in 0..=MAX_STEPS + 1 {
            chain.insert(number.to_string(), json!({"$ref": format!("#/chain/{}", number + 1)}));
        }
        chain.insert((MAX_STEPS + 2).to_string(), json!({}));
        Node::from(&json!({
            "a b": {"c/d": {"is": "end"}, "100%": {"is": "percent"}},
            "list": [{"is": "first"}, {"$ref": "#/list/0"}],
            "near": {"$ref": "#/list/1"},
            "itself": {"$ref": "#/itself"},
            "to-circle": {"$ref": "#/round"},
            "round": {"$ref": "#/about"},
            "about": {"$ref": "#/round"},
            "lost": {"$ref": "#/nothing"},
            "deeper": {"$ref": "#/deeper/x"},
            "chain": chain,
        }))
    }

    fn followed(reference: &str) -> Result<String, ReferenceErrorCause> {
        let root = root();
        let target = follow(&Located::root(&root), reference).map_err(|error| error.cause)?;
        assert_eq!(root.pointer(&target.pointer), Some(target.node));
        Ok(target.pointer.to_string())
    }

    #[test]
    fn references_are_followed_to_the_end() {
        assert_eq!(followed("#/list/0").as_deref(), Ok("/list/0"));
        assert_eq!(followed("#/near").as_deref(), Ok("/list/0"));
        assert_eq!(followed("#").as_deref(), Ok(""));
        assert_eq!(followed("#/near/is").as_deref(), Ok("/list/0/is"));
    }

    #[test]
    fn a_reference_may_be_percent_encoded() {
        for reference in ["#/a b/c~1d", "#/a%20b/c~1d", "#/%61%20b/c%7E1d", "#%2Fa b%2Fc~1d"] {
            assert_eq!(followed(reference).as_deref(), Ok("/a b/c~1d"), "{reference}");
        }
        for reference in ["#/a b/100%", "#/a%20b/100%25"] {
            assert_eq!(followed(reference).as_deref(), Ok("/a b/100%"), "{reference}");
        }
        assert_eq!(followed("#/a%FFb"), Err(ReferenceErrorCause::Dangling));
    }

    #[test]
    fn what_leads_to_nothing_says_why() {
        for (reference, cause) in [
            ("other.yaml#/a", ReferenceErrorCause::External),
            ("", ReferenceErrorCause::External),
            ("#/nothing", ReferenceErrorCause::Dangling),
            ("#/lost", ReferenceErrorCause::Dangling),
            ("#list", ReferenceErrorCause::Dangling),
            ("#/list/01", ReferenceErrorCause::Dangling),
            ("#/itself", ReferenceErrorCause::Circular),
            ("#/to-circle", ReferenceErrorCause::Circular),
            ("#/chain/0", ReferenceErrorCause::TooLong),
            ("#/itself/x", ReferenceErrorCause::Dangling),
            ("#/deeper/x", ReferenceErrorCause::Dangling),
            ("#/near/nothing", ReferenceErrorCause::Dangling),
        ] {
            assert_eq!(followed(reference), Err(cause), "{reference}");
        }
        assert_eq!(followed("#/chain/3"), Ok(format!("/chain/{}", MAX_STEPS + 2)));
    }

    #[test]
    fn an_error_names_the_reference_that_leads_no_further() {
        let root = root();
        let error = follow(&Located::root(&root), "#/lost").unwrap_err();
        assert_eq!(error.to_string(), "`#/nothing` leads nowhere");
    }

    #[test]
    fn a_chain_ends_where_it_begins_again() {
        let root = root();
        let chain = |pointer: [&str; 1]| chain(&Located::root(&root).at(&Pointer::of(pointer)).unwrap()).len();
        assert_eq!([chain(["near"]), chain(["to-circle"]), chain(["lost"])], [3, 3, 1]);
    }

    #[test]
    fn a_mapping_names_a_schema_or_refers_to_one() {
        let root = Node::from(&json!({"components": {"schemas": {"Cat": {}, "#/x": {}}}, "x": {}}));
        let mapped = |value| mapped(&Located::root(&root), value).map(|schema| schema.pointer.to_string()).ok();
        assert_eq!(mapped("Cat").as_deref(), Some("/components/schemas/Cat"));
        assert_eq!(mapped("#/components/schemas/Cat").as_deref(), Some("/components/schemas/Cat"));
        assert_eq!(mapped("Dog"), None);
    }
}
