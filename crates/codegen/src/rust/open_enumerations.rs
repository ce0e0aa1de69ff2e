//! Open enumerations (`x-extensible-enum`): each becomes an enum with a variant for values that are not known.
//!
//! Typify knows closed enumerations only, so a setting names a type to use instead, which is added to its `types`.
//! An enumeration that has no name of its own, written inline, stays a string.

use std::collections::BTreeSet;

use heck::ToUpperCamelCase;
use openapi::{Contract, Node, Pointer, Problem};
use progenitor::{GenerationSettings, TypeImpl};
use quote::format_ident;

use super::types::types;

const KEYWORD: &str = "x-extensible-enum";

/// The variant that holds a value that is not known.
const OTHER: &str = "Other";

/// Tells the generator that each open enumeration is a type of the module `types`.
pub(super) fn replace(contract: &Contract, types: &str, settings: &mut GenerationSettings) {
    for (name, _) in enumerations(contract) {
        let name = name.to_upper_camel_case();
        let implemented = [TypeImpl::Display, TypeImpl::FromStr, TypeImpl::FromStringIrrefutable];
        settings.with_replacement(&name, format!("{types}::{name}"), implemented.into_iter());
    }
}

/// Adds the types to the module `types` of the generated code.
pub(super) fn add(contract: &Contract, file: &mut syn::File) -> Result<(), Problem> {
    let Some(types) = types(file) else { return Ok(()) };
    for (name, schema) in enumerations(contract) {
        let place = Pointer::of(["components", "schemas", name, KEYWORD]);
        let values: Vec<&str> = schema.elements(KEYWORD).filter_map(Node::as_str).collect();
        let variants = variants(&values).map_err(|message| contract.problem(&place, message))?;
        let name = format_ident!("{}", name.to_upper_camel_case());
        let description = schema.text("description").unwrap_or_default().trim();
        let variant_docs = values.iter().map(|value| format!("`{value}`"));
        types.push(syn::parse_quote! {
            crate::open_enumeration! {
                #[doc = #description]
                pub enum #name { #(#[doc = #variant_docs] #variants = #values,)* }
            }
        });
    }
    Ok(())
}

fn enumerations(contract: &Contract) -> impl Iterator<Item = (&str, &Node)> {
    let schemas = contract.root()["components"].members("schemas");
    schemas.filter(|(_, schema)| schema.get(KEYWORD).is_some())
}

fn variants(values: &[&str]) -> Result<Vec<syn::Ident>, String> {
    let mut taken = BTreeSet::from([OTHER.to_owned()]);
    let variant = |value: &&str| {
        let mut name = value.to_upper_camel_case();
        if !name.starts_with(|first: char| first.is_alphabetic()) {
            name.insert_str(0, "Value");
        }
        if name == OTHER {
            name.push('_');
        }
        let variant = syn::parse_str(&name).map_err(|_| format!("`{value}` gives no name of a Rust variant"))?;
        match taken.insert(name.clone()) {
            true => Ok(variant),
            false => Err(format!("two values give the Rust variant `{name}`")),
        }
    };
    values.iter().map(variant).collect()
}
