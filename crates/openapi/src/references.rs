//! References within a document (`$ref`).

use percent_encoding::percent_decode_str;

use crate::pointer::Pointer;
use crate::tree::Node;

/// More steps than this from reference to reference are taken for a circle.
const MAX_STEPS: usize = 32;

/// The node that a reference names, once further references are followed.
///
/// # Errors
///
/// A sentence: the reference leaves the document, leads nowhere, or goes round in a circle.
pub fn target<'a>(root: &'a Node, reference: &str) -> Result<&'a Node, String> {
    follow(root, reference).map(|(_, node)| node)
}

/// The pointer that a reference within the document holds: its fragment, percent-decoded (RFC 6901, section 6). As it is
/// written, if the document has something there.
pub fn pointer(root: &Node, reference: &str) -> Result<Pointer, String> {
    let Some(fragment) = reference.strip_prefix('#') else {
        return Err(format!("`{reference}` is in another document; a contract is one document"));
    };
    let nowhere = |_| format!("`{reference}` leads nowhere");
    let written: Pointer = fragment.parse().map_err(nowhere)?;
    if !fragment.contains('%') || root.pointer(&written).is_some() {
        return Ok(written);
    }
    percent_decode_str(fragment).decode_utf8_lossy().parse().map_err(nowhere)
}

/// Where a reference ends, once further references are followed, and what is there.
///
/// # Errors
///
/// As [`target`].
pub fn follow<'a>(root: &'a Node, reference: &str) -> Result<(Pointer, &'a Node), String> {
    let mut reference = reference;
    for _ in 0..MAX_STEPS {
        let pointer = pointer(root, reference)?;
        let node = root.pointer(&pointer).ok_or_else(|| format!("`{reference}` leads nowhere"))?;
        match node.text("$ref") {
            Some(next) => reference = next,
            None => return Ok((pointer, node)),
        }
    }
    Err(format!("`{reference}` goes round in a circle"))
}

/// Follows the reference that a node may be; a node that is none comes back as it is.
pub fn resolve<'a>(root: &'a Node, node: &'a Node) -> &'a Node {
    node.text("$ref").and_then(|reference| target(root, reference).ok()).unwrap_or(node)
}
