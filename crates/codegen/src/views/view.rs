//! A view, and how it is derived.

use std::fmt;

use openapi::{Contract, Pointer, Problem};
use serde_json::Value;

use super::fixup::{Fixup, Tree};

/// How a contract is turned into what one generator can take.
#[derive(Debug)]
pub struct View {
    /// What the view is called: `defender-actions contract view NAME`.
    pub name: &'static str,
    /// The generator, and the version for which the fixups were written, as in `progenitor 0.15`.
    pub generator: &'static str,
    /// The changes, in the order in which they are made; none if the generator takes the contract as it is.
    pub fixups: &'static [Fixup],
}

impl View {
    /// Derives the view of the contract for which the fixups were written. Numbers that no double can hold become the
    /// nearest one.
    ///
    /// # Errors
    ///
    /// A fixup that finds nothing to change, so that one that has become useless is noticed and deleted.
    pub fn derive(&self, contract: &Contract) -> Result<Value, Problem> {
        let (view, useless) = self.apply(contract);
        let Some(fixup) = useless else { return Ok(view) };
        let message = format!("the fixup `{}` of the view `{}` finds nothing to change", fixup.name, self.name);
        let mut problem = contract.problem(&Pointer::root(), message);
        problem.help = Some(format!("it was needed because {}; if that no longer arises, delete it", fixup.reason));
        Err(problem)
    }

    /// Derives the view of any contract: a fixup that it does not need is skipped.
    pub fn derive_from_other(&self, contract: &Contract) -> Value {
        self.apply(contract).0
    }

    /// The view, and the first fixup that found nothing to change.
    fn apply(&self, contract: &Contract) -> (Value, Option<&Fixup>) {
        let mut tree = Tree { json: contract.root().to_json(), objects: contract.objects() };
        let mut useless = None;
        for fixup in self.fixups {
            if (fixup.apply)(&mut tree) == 0 {
                useless = useless.or(Some(fixup));
            }
        }
        (tree.json, useless)
    }
}

/// Its name, the generator, and each fixup with its reason.
impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: for {}", self.name, self.generator)?;
        if self.fixups.is_empty() {
            writeln!(f, "  the contract as it is")?;
        }
        self.fixups.iter().try_for_each(|fixup| writeln!(f, "  {}: {}", fixup.name, fixup.reason))
    }
}
