//! A path that servers had and operations have now, or the reverse.

use openapi::Node;

use crate::normal::below;
use crate::place::{PlaceContent, Slot};
use crate::policy::Kind;

/// Writes what two states of an operation have in the same form, if the one has the beginning of its path in its servers:
/// `/v1/a` of `https://host` is `/a` of `https://host/v1`.
pub(super) fn align(base: &mut PlaceContent, head: &mut PlaceContent) {
    let (Some(old), Some(new)) = (address(base), address(head)) else { return };
    if let Some(path) = moved_path(&old, &new) {
        shorten(head, &path, base);
    } else if let Some(path) = moved_path(&new, &old) {
        shorten(base, &path, head);
    }
}

/// Method and path of an operation.
fn address(content: &PlaceContent) -> Option<String> {
    content.facts.get(&Slot::of(Kind::Address))?.value().as_str().map(str::to_owned)
}

/// What the path of the longer address begins with, and which the shorter one does not have.
fn moved_path(short: &str, long: &str) -> Option<String> {
    let ((method, short), (other, long)) = (short.split_once(' ')?, long.split_once(' ')?);
    let path = long.strip_suffix(short).filter(|path| path.starts_with('/') && !path.contains('{'))?;
    (method == other).then(|| path.to_owned())
}

/// Moves the beginning of the path into the servers, if one of them is a server of the other state then.
fn shorten(content: &mut PlaceContent, path: &str, other: &PlaceContent) {
    let moved = |server: &str| below(server, path);
    let is_server = |slot: &Slot| slot.kind == Kind::Server;
    let is_known = |slot: &Slot| other.parts.contains_key(&Slot::named(Kind::Server, moved(&slot.key)));
    if !content.parts.keys().any(|slot| is_server(slot) && is_known(slot)) {
        return;
    }
    let parts = std::mem::take(&mut content.parts).into_iter();
    content.parts = parts
        .map(
            |(slot, part)| {
                if is_server(&slot) { (Slot::named(slot.kind, moved(&slot.key)), part) } else { (slot, part) }
            },
        )
        .collect();
    if let Some(first) = content.facts.get_mut(&Slot::of(Kind::DefaultServer)) {
        let server = Node::from(moved(first.value().as_str().unwrap_or_default()));
        first.values = [(server.normal_json(), server)].into();
    }
    let (own, known) = (content.facts.get_mut(&Slot::of(Kind::Address)), other.facts.get(&Slot::of(Kind::Address)));
    if let (Some(own), Some(known)) = (own, known) {
        own.values = known.values.clone();
    }
}
