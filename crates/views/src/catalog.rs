//! Every view that there is.

use crate::view::View;
use crate::{go, openapi_generator, portable, python, rust, typescript};

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
    portable::OPENAPI,
    portable::SWAGGER,
];

/// Which view suits which generator of others best, and what is not as one would wish all the same: a table in Markdown.
/// It is the result of a run of the clients that they make.
pub const GENERATORS: &str = include_str!("generators.md");

/// The view that the Rust client is generated from.
pub const RUST: View = rust::VIEW;

/// The view of this name.
pub fn view(name: &str) -> Option<&'static View> {
    VIEWS.iter().find(|view| view.name == name)
}

#[cfg(test)]
mod tests {
    use openapi::{Contract, Document, Node};

    use crate::fixup::Tree;
    use crate::view::Format;
    use crate::*;

    fn contract() -> Contract {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/openapi.yaml");
        Contract::parse("spec/openapi.yaml", &std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn tree(contract: &Contract) -> Tree<'_> {
        Tree { json: contract.root().to_json(), objects: contract.objects() }
    }

    /// A number of changes that is not that of the changes would keep a useless fixup alive.
    #[test]
    fn a_fixup_counts_what_it_changes() {
        let contract = contract();
        for view in VIEWS {
            let mut tree = tree(&contract);
            for fixup in view.fixups {
                let before = tree.json.clone();
                let first = (fixup.apply)(&mut tree);
                assert!(first > 0 && tree.json != before, "{} of {} changes nothing", fixup.name, view.name);
                let again = (fixup.apply)(&mut Tree { json: tree.json.clone(), objects: tree.objects });
                assert_eq!(again, 0, "{} of {} is needed again after it was made", fixup.name, view.name);
            }
        }
    }

    /// A fixup that moves schemas must not hide them from those that come after it.
    #[test]
    fn a_view_is_a_contract_that_needs_no_fixup() {
        for view in VIEWS.iter().filter(|view| view.format == Format::OpenApi) {
            let derived = Node::from(&view.derive(&contract()).unwrap());
            let derived = Contract::new(Document::from_node(view.name, derived))
                .unwrap_or_else(|problems| panic!("{}: {problems}", view.name));
            for fixup in view.fixups {
                let again = (fixup.apply)(&mut tree(&derived));
                assert_eq!(again, 0, "{} leaves something to do in {}", fixup.name, view.name);
            }
        }
    }
}
