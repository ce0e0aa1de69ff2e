//! JSON pointers (RFC 6901): the addresses of nodes.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

/// The address of a node in a document.
///
/// Pointers share what they have in common: the pointer of a child costs a step, whatever the length of its parent's.
/// Displayed as RFC 6901 writes it, `/paths/~1a`; nothing for the root.
///
/// ```
/// use document::Pointer;
///
/// let pointer = Pointer::root().child("paths").child("/a~b").index(0);
/// assert_eq!(pointer.to_string(), "/paths/~1a~0b/0");
/// assert_eq!("/paths/~1a~0b/0".parse(), Ok(pointer));
/// ```
#[derive(Clone, Default)]
pub struct Pointer(Option<Arc<PointerStep>>);

struct PointerStep {
    parent: Pointer,
    token: Arc<str>,
    /// The hash of the whole pointer: a key of any length above many nodes is hashed once.
    hash: u64,
}

impl Pointer {
    /// The whole document.
    pub const fn root() -> Self {
        Self(None)
    }

    /// The pointer of these tokens, which are not escaped.
    pub fn of<T: AsRef<str>>(tokens: impl IntoIterator<Item = T>) -> Self {
        tokens.into_iter().fold(Self::root(), |pointer, token| pointer.child(token.as_ref()))
    }

    /// The member of this key.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        self.step(key.into())
    }

    /// The member of this key, which a document holds already and the pointer shares with it.
    #[must_use]
    pub fn member(&self, key: &Arc<str>) -> Self {
        self.step(Arc::clone(key))
    }

    /// The element of this index.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        self.step(index.to_string().into())
    }

    fn step(&self, token: Arc<str>) -> Self {
        let mut hasher = DefaultHasher::new();
        (self.stored_hash(), &token).hash(&mut hasher);
        Self(Some(Arc::new(PointerStep { parent: self.clone(), token, hash: hasher.finish() })))
    }

    fn stored_hash(&self) -> u64 {
        self.0.as_ref().map_or(0, |step| step.hash)
    }

    /// One level up; none for the root.
    pub fn parent(&self) -> Option<&Self> {
        self.0.as_ref().map(|step| &step.parent)
    }

    /// The last key or index; nothing for the root.
    pub fn last(&self) -> &str {
        self.0.as_ref().map_or("", |step| &step.token)
    }

    /// Whether this is the whole document.
    pub fn is_root(&self) -> bool {
        self.0.is_none()
    }

    /// The keys and indexes, from the root on.
    pub fn tokens(&self) -> Vec<&str> {
        let mut tokens: Vec<&str> = self.ancestors().map(Self::last).collect();
        tokens.pop();
        tokens.reverse();
        tokens
    }

    /// The pointer itself, its parent, and so on up to the root.
    pub fn ancestors(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |pointer| pointer.parent())
    }

    /// Whether this is `other` or within it.
    pub fn is_within(&self, other: &Self) -> bool {
        self.ancestors().any(|ancestor| ancestor == other)
    }

    /// This pointer, below `base` instead of below the root.
    #[must_use]
    pub fn below(&self, base: &Self) -> Self {
        self.tokens().into_iter().fold(base.clone(), |pointer, token| pointer.child(token))
    }
}

/// One step after the other: a pointer may have more of them than a stack is deep.
impl Drop for Pointer {
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(step) = next {
            next = Arc::into_inner(step).and_then(|mut step| step.parent.0.take());
        }
    }
}

impl PartialEq for Pointer {
    fn eq(&self, other: &Self) -> bool {
        let (mut a, mut b) = (self, other);
        if a.stored_hash() != b.stored_hash() {
            return false;
        }
        loop {
            match (&a.0, &b.0) {
                (None, None) => return true,
                (Some(x), Some(y)) if Arc::ptr_eq(x, y) => return true,
                (Some(x), Some(y)) if x.token == y.token => (a, b) = (&x.parent, &y.parent),
                _ => return false,
            }
        }
    }
}

impl Eq for Pointer {}

impl Hash for Pointer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.stored_hash().hash(state);
    }
}

impl Ord for Pointer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.tokens().cmp(&other.tokens())
    }
}

impl PartialOrd for Pointer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for token in self.tokens() {
            f.write_str("/")?;
            for (index, part) in token.split('~').enumerate() {
                f.write_str(if index > 0 { "~0" } else { "" })?;
                for (index, part) in part.split('/').enumerate() {
                    f.write_str(if index > 0 { "~1" } else { "" })?;
                    f.write_str(part)?;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

/// A text is not a JSON pointer: it does not begin with a slash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPointer;

impl fmt::Display for NotAPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON pointer is empty or begins with `/`")
    }
}

impl std::error::Error for NotAPointer {}

impl FromStr for Pointer {
    type Err = NotAPointer;

    fn from_str(text: &str) -> Result<Self, NotAPointer> {
        let Some(rest) = text.strip_prefix('/') else {
            return if text.is_empty() { Ok(Self::root()) } else { Err(NotAPointer) };
        };
        let unescaped = |token: &str| token.replace("~1", "/").replace("~0", "~");
        let child = |pointer: Self, token: &str| match token.contains('~') {
            true => pointer.child(&unescaped(token)),
            false => pointer.child(token),
        };
        Ok(rest.split('/').fold(Self::root(), child))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_pointer_is_written_and_read() {
        for text in ["", "/", "/a", "/a/0/~1b~0~01", "//"] {
            assert_eq!(text.parse::<Pointer>().map(|pointer| pointer.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("a".parse::<Pointer>(), Err(NotAPointer));
        assert_eq!("/~01".parse::<Pointer>().map(|pointer| pointer.last().to_owned()), Ok("~1".to_owned()));
    }

    #[test]
    fn pointers_with_a_long_key_are_hashed_without_it() {
        let long = Pointer::root().child(&"k".repeat(1 << 20));
        let known: HashSet<Pointer> = (0..10_000).map(|index| long.index(index)).collect();
        assert_eq!(known.len(), 10_000);
        assert!(known.contains(&Pointer::of([long.last(), "9999"])));
        assert!(!known.contains(&Pointer::of(["k", "9999"])));
    }

    #[test]
    fn a_pointer_knows_what_is_above_it() {
        let pointer = Pointer::of(["a", "b", "c"]);
        assert_eq!(pointer.parent(), Some(&Pointer::of(["a", "b"])));
        assert!(pointer.is_within(&Pointer::of(["a"])) && !Pointer::of(["a"]).is_within(&pointer));
        assert_eq!(pointer.below(&Pointer::of(["x"])).to_string(), "/x/a/b/c");
        assert_eq!(Pointer::root().parent(), None);
    }

    #[test]
    fn a_pointer_of_a_million_steps_is_read_compared_and_dropped() {
        let text = "/a".repeat(1_000_000);
        let pointers = [(); 2].map(|()| text.parse::<Pointer>());
        assert_eq!(pointers[0], pointers[1]);
        assert!(pointers[0].as_ref().is_ok_and(|pointer| pointer.tokens().len() == 1_000_000));
    }

    #[test]
    fn pointers_are_sorted_token_by_token() {
        let mut pointers = [Pointer::of(["a", "b"]), Pointer::of(["a!"]), Pointer::of(["a"]), Pointer::root()];
        pointers.sort();
        assert_eq!(pointers.map(|pointer| pointer.to_string()), ["", "/a", "/a/b", "/a!"]);
    }
}
