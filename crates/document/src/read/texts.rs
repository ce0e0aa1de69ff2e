//! Equal texts are stored once.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// So many texts are remembered.
const SLOTS: usize = 4096;

/// The texts that were read lately. It has a fixed size, and forgets; keys and values of documents repeat soon.
pub(super) struct TextTable {
    slots: Vec<Option<Arc<str>>>,
    hasher: RandomState,
}

impl Default for TextTable {
    fn default() -> Self {
        Self { slots: vec![None; SLOTS], hasher: RandomState::new() }
    }
}

impl TextTable {
    /// The text, and whether it was not yet stored.
    pub(super) fn share(&mut self, text: &str) -> (Arc<str>, bool) {
        let slot = &mut self.slots[self.hasher.hash_one(text) as usize % SLOTS];
        if let Some(known) = slot.as_ref().filter(|known| &***known == text) {
            return (Arc::clone(known), false);
        }
        let text: Arc<str> = text.into();
        *slot = Some(Arc::clone(&text));
        (text, true)
    }
}
