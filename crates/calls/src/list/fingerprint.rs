//! What makes two calls the same.

use std::fmt;

use openapi::Node;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::field::Part;
use super::operation_plan::OperationPlan;
use crate::call::Call;

/// The start of a SHA-256 digest: that of something else is different, but for a chance of nothing.
pub(crate) type Fingerprint = [u8; 16];

/// The identity of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CallIdentity {
    /// Of what it does: two calls of the same do the same.
    pub effect: Fingerprint,
    /// Of all its values.
    pub whole: Fingerprint,
}

impl CallIdentity {
    /// A hash of its remarks, to compare it with another call that does the same.
    pub(crate) fn remark(&self) -> u64 {
        let [a, b, c, d, e, f, g, h, ..] = self.whole;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

/// The digest of a list: SHA-256 over its calls in their order, whatever the format, the encoding and the order of columns.
///
/// Displayed in hexadecimal digits of lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ListDigest([u8; 32]);

impl fmt::Display for ListDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// Makes the digest of a list.
#[derive(Default)]
pub(crate) struct ListHasher(Sha256);

impl ListHasher {
    pub(crate) fn add(&mut self, fingerprint: &Fingerprint) {
        self.0.update(fingerprint);
    }

    pub(crate) fn finish(self) -> ListDigest {
        ListDigest(self.0.finalize().into())
    }
}

/// The identity of a call.
///
/// It is made of the operation and all values by their names; what it does, of all but remarks (`x-remark`). A value that names
/// what the call acts on is compared without regard to case, if the contract takes it in lower case too.
pub(crate) fn identity(operation: &OperationPlan<'_>, call: &Call) -> CallIdentity {
    let mut fields: Vec<_> = operation.fields.iter().collect();
    fields.sort_by_key(|field| (field.is_remark, field.part == Part::Body, field.name));
    let mut hasher = Sha256::new();
    add(&mut hasher, &operation.name);
    let mut effect = None;
    for field in fields {
        if field.is_remark {
            effect.get_or_insert_with(|| start(&hasher));
        }
        let values = if field.part == Part::Body { &call.body } else { &call.parameters };
        let Some(value) = values.get(field.name) else { continue };
        add(&mut hasher, if field.part == Part::Body { "body" } else { "parameter" });
        add(&mut hasher, field.name);
        match value {
            Value::String(text) => {
                add(&mut hasher, "string");
                add(&mut hasher, field.folded(text).as_deref().unwrap_or(text));
            }
            _ => add(&mut hasher, &Node::from(value).normal_json()),
        }
    }
    let whole = start(&hasher);
    CallIdentity { effect: effect.unwrap_or(whole), whole }
}

/// Adds a text; its length keeps two texts apart from one.
fn add(hasher: &mut Sha256, text: &str) {
    hasher.update((text.len() as u64).to_le_bytes());
    hasher.update(text);
}

/// The start of the digest of what was added so far.
fn start(hasher: &Sha256) -> Fingerprint {
    let digest: [u8; 32] = hasher.clone().finalize().into();
    let mut start = Fingerprint::default();
    start.copy_from_slice(&digest[..16]);
    start
}
