//! How much work a document may make.

use openapi::Document;
use openapi::Problems;

/// The schemas of a document are combined with each other in more ways than can be looked at, one by one.
pub(crate) struct Entangled;

/// Work that grows with the document; schemas that are composed of each other can make it grow without bounds.
pub(crate) struct Effort {
    left: usize,
}

impl Effort {
    /// For documents of so many nodes; many times what one needs whose schemas are not made to be endless.
    pub fn new(nodes: usize) -> Self {
        Self { left: 32 * nodes + 100_000 }
    }

    /// Spends some.
    pub fn spend(&mut self, steps: usize) -> Result<(), Entangled> {
        self.left = self.left.checked_sub(steps).ok_or(Entangled)?;
        Ok(())
    }
}

impl Entangled {
    pub fn problem(&self, document: &Document) -> Problems {
        let mut problem = document.problem("", "its schemas are combined in more ways than can be reviewed");
        problem.help = Some("schemas that are composed (`allOf`) of each other make new ones at each level".to_owned());
        problem.into()
    }
}
