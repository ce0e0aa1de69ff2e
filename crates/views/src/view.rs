//! A view, and how it is derived.

use std::fmt;

use openapi::{Contract, Node, Pointer, Problems};
use serde_json::Value;

use crate::fixup::{Fixup, Tree};
use crate::swagger2;

/// How a contract is turned into what one generator can take.
#[derive(Debug)]
pub struct View {
    /// What the view is called: `defender-actions contract view NAME`.
    pub name: &'static str,
    /// The generator, and the version for which the fixups were written, as in `progenitor 0.15`.
    pub generator: &'static str,
    /// The changes, in the order in which they are made; none if the generator takes the contract as it is.
    pub fixups: &'static [Fixup],
    /// What it is written in.
    pub format: Format,
}

/// What a view is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// OpenAPI 3.0, as the contract is.
    OpenApi,
    /// Swagger 2.0, made of it when the fixups have been applied.
    Swagger,
}

impl View {
    /// Derives the view of the contract for which the fixups were written. Numbers that no double can hold become the
    /// nearest one.
    ///
    /// # Errors
    ///
    /// A contract of OpenAPI 3.1; a fixup that finds nothing to change, so that one that has become useless is noticed and deleted; what the format
    /// cannot say.
    pub fn derive(&self, contract: &Contract) -> Result<Value, Problems> {
        contract.check_is_3_0()?;
        let (view, useless) = self.apply(contract);
        if let Some(fixup) = useless {
            let message = format!("the fixup `{}` of the view `{}` finds nothing to change", fixup.name, self.name);
            let mut problem = contract.problem(&Pointer::root(), message);
            problem.help = Some(format!("it was needed because {}; if that no longer arises, delete it", fixup.reason));
            Problems::check(vec![problem])?;
        }
        self.format(contract, view)
    }

    /// Derives the view of any contract: a fixup that it does not need is skipped.
    ///
    /// # Errors
    ///
    /// A contract of OpenAPI 3.1; what the format cannot say.
    pub fn derive_from_other(&self, contract: &Contract) -> Result<Value, Problems> {
        contract.check_is_3_0()?;
        self.format(contract, self.apply(contract).0)
    }

    fn format(&self, contract: &Contract, view: Value) -> Result<Value, Problems> {
        let unsupported = match self.format {
            Format::OpenApi => return Ok(view),
            Format::Swagger => match swagger2::convert(&Node::from(&view)) {
                Ok(swagger) => return Ok(swagger),
                Err(unsupported) => unsupported,
            },
        };
        Problems::check(unsupported.into_iter().map(|it| contract.problem(&it.pointer, it.message)).collect())?;
        Ok(view)
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

/// Its name, the generator, each fixup with its reason, and the format if it is another.
impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: for {}", self.name, self.generator)?;
        if self.fixups.is_empty() {
            writeln!(f, "  the contract as it is")?;
        }
        self.fixups.iter().try_for_each(|fixup| writeln!(f, "  {}: {}", fixup.name, fixup.reason))?;
        match self.format {
            Format::OpenApi => Ok(()),
            Format::Swagger => writeln!(f, "  written as Swagger 2.0"),
        }
    }
}
