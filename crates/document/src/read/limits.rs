//! The bounds of a document, which hold for every text in the same way.

/// Collections within each other.
pub(super) const DEPTH: usize = 100;

/// Values that aliases repeat. They take no memory, but a walk over the document passes each of them again.
pub(super) const REPEATED_VALUES: usize = 1_000_000;

/// Bytes of text that aliases repeat.
pub(super) const REPEATED_BYTES: usize = 16 << 20;

/// Bytes of memory that a tree may take for each byte of its text. OpenAPI documents take 2 to 5; a list of digits takes
/// this many.
pub(super) const MEMORY_PER_BYTE: usize = 20;

/// Bytes of memory that any tree may take besides. So no text below 1 MiB is refused for its memory: the densest there
/// is, `[a:,a:,…]`, a list of objects of one member each, takes 40 bytes for each of its own.
pub(super) const MEMORY_OF_ANY: usize = 32 << 20;

/// What the texts of a document may still take: all of them together as much as one.
#[derive(Clone, Debug)]
pub struct ReadBudget {
    /// Bytes of memory besides those that the size of a text allows.
    pub(super) memory: usize,
    /// Values that aliases may repeat.
    pub(super) values: usize,
    /// Bytes of text that aliases may repeat.
    pub(super) bytes: usize,
}

impl Default for ReadBudget {
    fn default() -> Self {
        Self { memory: MEMORY_OF_ANY, values: REPEATED_VALUES, bytes: REPEATED_BYTES }
    }
}

/// The memory that the tree of a text may still take.
pub(super) struct MemoryLimit {
    left: usize,
}

impl MemoryLimit {
    pub(super) fn for_text(length: usize, budget: &ReadBudget) -> Self {
        Self { left: length.saturating_mul(MEMORY_PER_BYTE).saturating_add(budget.memory) }
    }

    /// What of a budget is left.
    pub(super) fn rest(&self, budget: &ReadBudget) -> usize {
        self.left.min(budget.memory)
    }

    /// Whether there is as much left, which is then taken.
    pub(super) fn take(&mut self, bytes: usize) -> bool {
        let left = self.left.checked_sub(bytes);
        self.left = left.unwrap_or(0);
        left.is_some()
    }
}
