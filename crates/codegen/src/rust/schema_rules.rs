//! Tells `schemars` the rules that a type has and its derived schema would not.
//!
//! Typify checks `pattern`, `minLength` and `maxLength` in code, and the range of an integer by its Rust type; a derived
//! schema sees neither.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;
use openapi::{Contract, Node};
use quote::{ToTokens, format_ident};
use syn::parse_quote;

use super::types::types;

/// Adds to each type the rules that the contract gives it.
pub(super) fn add(contract: &Contract, file: &mut syn::File) {
    let mut texts = BTreeMap::new();
    for (name, schema) in contract.root()["components"].members("schemas") {
        add_texts(contract, name.to_upper_camel_case(), schema, &mut texts);
    }
    for item in types(file).into_iter().flatten() {
        let syn::Item::Struct(newtype) = item else { continue };
        newtype.fields.iter_mut().for_each(add_range);
        let Some(schema) = texts.get(&newtype.ident.to_string()) else { continue };
        if let Some(pattern) = schema.text("pattern") {
            newtype.attrs.push(parse_quote!(#[schemars(extend("pattern" = #pattern))]));
        }
        for key in ["minLength", "maxLength"] {
            if let Some(length) = schema.get(key).and_then(Node::as_u64) {
                newtype.attrs.push(parse_quote!(#[schemars(extend(#key = #length))]));
            }
        }
    }
}

/// Collects the schemas of texts by the names that typify gives their types: one written inline is called by its place.
fn add_texts<'a>(contract: &'a Contract, name: String, schema: &'a Node, texts: &mut BTreeMap<String, &'a Node>) {
    for part in schema.elements("allOf") {
        add_texts(contract, name.clone(), contract.resolve(part), texts);
    }
    for (property, schema) in schema.members("properties") {
        add_texts(contract, name.clone() + &property.to_upper_camel_case(), schema, texts);
    }
    if let Some(items) = schema.get("items") {
        add_texts(contract, format!("{name}Item"), items, texts);
    }
    if schema["type"] == "string" {
        texts.entry(name).or_insert(schema);
    }
}

fn add_range(field: &mut syn::Field) {
    let of_type = |name: &str| field.ty.to_token_stream().to_string().split([' ', '<', '>']).any(|word| word == name);
    for integer in ["i32", "i64"].into_iter().filter(|name| of_type(name)) {
        let integer = format_ident!("{integer}");
        field.attrs.push(parse_quote!(#[schemars(range(min = #integer::MIN, max = #integer::MAX))]));
    }
}
