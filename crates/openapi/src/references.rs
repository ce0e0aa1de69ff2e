//! References within a document (`$ref`).

use serde_json::Value;

/// More steps than this from reference to reference are taken for a circle.
const MAX_STEPS: usize = 32;

/// The node that a reference names, once further references are followed.
///
/// # Errors
///
/// A sentence: the reference leaves the document, leads nowhere, or goes round in a circle.
pub fn target<'a>(root: &'a Value, reference: &str) -> Result<&'a Value, String> {
    follow(root, reference).map(|(_, node)| node)
}

/// The pointer of the node that a reference names, once further references are followed.
///
/// # Errors
///
/// As [`target`].
pub fn end(root: &Value, reference: &str) -> Result<String, String> {
    follow(root, reference).map(|(pointer, _)| pointer)
}

/// The pointer that a reference within the document holds.
pub fn pointer(root: &Value, reference: &str) -> String {
    fragment(root, reference.strip_prefix('#').unwrap_or(reference))
}

/// As it is written if it leads somewhere so, decoded otherwise.
fn fragment(root: &Value, fragment: &str) -> String {
    if root.pointer(fragment).is_some() { fragment.to_owned() } else { decode(fragment) }
}

fn follow<'a>(root: &'a Value, reference: &str) -> Result<(String, &'a Value), String> {
    let mut reference = reference;
    for _ in 0..MAX_STEPS {
        let Some(encoded) = reference.strip_prefix('#') else {
            return Err(format!("`{reference}` is in another document; a contract is one document"));
        };
        let pointer = fragment(root, encoded);
        let node = root.pointer(&pointer).ok_or_else(|| format!("`{reference}` leads nowhere"))?;
        match node.get("$ref").and_then(Value::as_str) {
            Some(next) => reference = next,
            None => return Ok((pointer, node)),
        }
    }
    Err(format!("`{reference}` goes round in a circle"))
}

/// A pointer that is the fragment of a URI may be percent-encoded (RFC 6901, section 6).
fn decode(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        let decoded = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(decoded.unwrap_or(*first));
        rest = if decoded.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| fragment.to_owned())
}

/// Follows the reference that a node may be; a node that is none comes back as it is.
pub fn resolve<'a>(root: &'a Value, node: &'a Value) -> &'a Value {
    node.get("$ref").and_then(Value::as_str).and_then(|reference| target(root, reference).ok()).unwrap_or(node)
}
