//! Views: the contract as one generator can take it.
//!
//! A view is derived by named [fixups](Fixup), each for one thing that the generator cannot do. A fixup that finds
//! nothing to change is an error, so that one that has become useless is noticed and deleted. A view without fixups is
//! the contract itself: the generator takes it as it is.

mod fixups;
mod go;
mod openapi_generator;
mod python;
mod rust;
mod typescript;

use std::fmt;

use serde_json::Value;

use openapi::Contract;
use openapi::Problem;
use openapi::structure::Objects;

/// A change of the contract that one generator needs.
#[derive(Debug)]
pub struct Fixup {
    /// What it is called in errors.
    pub name: &'static str,
    /// Why the generator needs it.
    pub reason: &'static str,
    apply: fn(&mut Value, &Objects) -> usize,
}

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

/// Every view that there is.
pub const VIEWS: &[View] = &[
    RUST,
    typescript::VIEW,
    python::CLIENT,
    python::MODELS,
    go::VIEW,
    openapi_generator::JAVA,
    openapi_generator::CSHARP,
    openapi_generator::POWERSHELL,
];

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

#[cfg(test)]
mod tests {
    use super::*;

    fn contract() -> Contract {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/openapi.yaml");
        Contract::parse("spec/openapi.yaml", &std::fs::read_to_string(path).unwrap()).unwrap()
    }

    /// A number of changes that is not that of the changes would keep a useless fixup alive.
    #[test]
    fn a_fixup_counts_what_it_changes() {
        let contract = contract();
        for view in VIEWS {
            let mut tree = contract.json().clone();
            for fixup in view.fixups {
                let before = tree.clone();
                let first = (fixup.apply)(&mut tree, contract.objects());
                assert!(first > 0 && tree != before, "{} of {} changes nothing", fixup.name, view.name);
                let again = (fixup.apply)(&mut tree.clone(), contract.objects());
                assert_eq!(again, 0, "{} of {} is needed again after it was made", fixup.name, view.name);
            }
        }
    }

    /// A fixup that moves schemas must not hide them from those that come after it.
    #[test]
    fn a_view_is_a_contract_that_needs_no_fixup() {
        for view in VIEWS {
            let document = openapi::Document::from_value(view.name, view.derive(&contract()).unwrap());
            let derived = Contract::new(document).unwrap_or_else(|problems| panic!("{}: {problems}", view.name));
            for fixup in view.fixups {
                let again = (fixup.apply)(&mut derived.json().clone(), derived.objects());
                assert_eq!(again, 0, "{} leaves something to do in {}", fixup.name, view.name);
            }
        }
    }
}
