//! What makes two calls the same.

use std::fmt;

use openapi::Node;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::field::Part;
use super::operation_plan::OperationPlan;
use crate::call::Call;

/// The identity of a call: that of another is different, but for a chance of nothing.
pub(crate) type Fingerprint = [u8; 16];

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

/// The fingerprint of a call.
///
/// It has the operation and all values by their names. A value that names what the call acts on is compared without regard
/// to case, if the contract takes it in lower case too.
pub(crate) fn fingerprint(operation: &OperationPlan<'_>, call: &Call) -> Fingerprint {
    let mut fields: Vec<_> = operation.fields.iter().collect();
    fields.sort_by_key(|field| (field.part == Part::Body, field.name));
    let mut hasher = Sha256::new();
    let mut add = |text: &str| {
        // The length keeps two texts apart from one.
        hasher.update((text.len() as u64).to_le_bytes());
        hasher.update(text);
    };
    add(&operation.name);
    for field in fields {
        let values = if field.part == Part::Body { &call.body } else { &call.parameters };
        let Some(value) = values.get(field.name) else { continue };
        add(if field.part == Part::Body { "body" } else { "parameter" });
        add(field.name);
        match value {
            Value::String(text) => {
                add("string");
                add(field.folded(text).as_deref().unwrap_or(text));
            }
            _ => add(&Node::from(value).normal_json()),
        }
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let mut fingerprint = Fingerprint::default();
    fingerprint.copy_from_slice(&digest[..16]);
    fingerprint
}
