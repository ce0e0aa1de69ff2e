//! References within a document (`$ref`): the one place that follows them.

use std::fmt;

use percent_encoding::percent_decode_str;

use crate::located::Located;
use crate::pointer::Pointer;
use crate::tree::Node;

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
}

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.reference)?;
        match self.cause {
            ReferenceErrorCause::External => f.write_str("is in another document; a contract is one document"),
            ReferenceErrorCause::Dangling => f.write_str("leads nowhere"),
            ReferenceErrorCause::Circular => f.write_str("goes round in a circle"),
            ReferenceErrorCause::TooLong => write!(f, "leads through more than {MAX_STEPS} other references"),
        }
    }
}

impl std::error::Error for ReferenceError {}

/// Where a reference leads, from a node on, once all further references are followed.
///
/// The node is where the reference is written: the base of a reference that is relative to its document.
///
/// # Errors
///
/// The reference leaves the document, leads nowhere, goes round in a circle, or leads through too many others.
pub fn follow<'a>(from: &Located<'a>, reference: &str) -> Result<Located<'a>, ReferenceError> {
    let error = |reference: &str, cause| ReferenceError { reference: reference.to_owned(), cause };
    let mut seen: Vec<Pointer> = Vec::new();
    let mut target = step(from, reference)?;
    while let Some(next) = target.text("$ref") {
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

/// Where a reference leads, from a node on; further references are not followed.
///
/// # Errors
///
/// The reference leaves the document, or leads nowhere.
pub fn step<'a>(from: &Located<'a>, reference: &str) -> Result<Located<'a>, ReferenceError> {
    let error = |cause| ReferenceError { reference: reference.to_owned(), cause };
    let fragment = reference.strip_prefix('#').ok_or_else(|| error(ReferenceErrorCause::External))?;
    let dangling = || error(ReferenceErrorCause::Dangling);
    let at = |fragment: &str| Located::root(from.root).at(&fragment.parse().ok()?);
    if let Some(written) = at(fragment) {
        return Ok(written);
    }
    // The fragment of a URI is percent-encoded (RFC 6901, section 6).
    let decoded = percent_decode_str(fragment).decode_utf8().map_err(|_| dangling())?;
    at(&decoded).ok_or_else(dangling)
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

/// Follows the reference that a node may be; a node that is none comes back as it is, and so does one that leads nowhere.
pub fn resolve<'a>(root: &'a Node, node: &'a Node) -> &'a Node {
    node.text("$ref").and_then(|reference| target(root, reference).ok()).unwrap_or(node)
}
