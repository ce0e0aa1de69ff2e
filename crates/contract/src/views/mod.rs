//! Views: the contract as one generator can take it.
//!
//! A view is derived by named [fixups](Fixup), each for one thing that the generator cannot do. A fixup that finds
//! nothing to change is an error, so that one that has become useless is noticed and deleted.

mod rust;

use serde_json::Value;

use crate::contract::Contract;
use crate::problem::Problem;
use crate::structure::Objects;

/// A change of the contract that one generator needs.
pub struct Fixup {
    /// What it is called in errors.
    pub name: &'static str,
    /// Why the generator needs it.
    pub reason: &'static str,
    apply: fn(&mut Value, &Objects) -> usize,
}

/// How a contract is turned into what one generator can take.
pub struct View {
    /// What the view is called: `defender-actions contract view NAME`.
    pub name: &'static str,
    /// The generator, and the version for which the fixups were written.
    pub generator: &'static str,
    /// The changes, in the order in which they are made.
    pub fixups: &'static [Fixup],
}

/// Every view that there is.
pub const VIEWS: &[View] = &[RUST];

/// The view that the Rust client is generated from.
pub const RUST: View = rust::VIEW;

/// The view of this name.
pub fn view(name: &str) -> Option<&'static View> {
    VIEWS.iter().find(|view| view.name == name)
}

impl View {
    /// Derives the view of a contract.
    ///
    /// # Errors
    ///
    /// A fixup that finds nothing to change.
    pub fn derive(&self, contract: &Contract) -> Result<Value, Problem> {
        let mut tree = contract.json().clone();
        for fixup in self.fixups {
            if (fixup.apply)(&mut tree, contract.objects()) == 0 {
                let message = format!("the fixup `{}` of the view `{}` finds nothing to change", fixup.name, self.name);
                let mut problem = contract.problem("", message);
                problem.help =
                    Some(format!("it was needed because {}; if that no longer arises, delete it", fixup.reason));
                return Err(problem);
            }
        }
        Ok(tree)
    }
}
