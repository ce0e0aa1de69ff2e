//! Tells `schemars` the rules that a type has and its derived schema would not.
//!
//! Typify checks `pattern`, `minLength` and `maxLength` in code, and the range of an integer by its Rust type; a derived
//! schema sees neither.

use openapi::{Contract, Node};
use quote::{ToTokens, format_ident};
use syn::parse_quote;

/// Adds to each type the rules that the contract gives it.
pub(super) fn add(contract: &Contract, file: &mut syn::File) {
    let schemas = &contract.root()["components"]["schemas"];
    for item in super::types(file).into_iter().flatten() {
        let syn::Item::Struct(newtype) = item else { continue };
        newtype.fields.iter_mut().for_each(add_range);
        let Some(schema) = schemas.get(&newtype.ident.to_string()).filter(|schema| schema["type"] == "string") else {
            continue;
        };
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

fn add_range(field: &mut syn::Field) {
    let of_type = |name: &str| field.ty.to_token_stream().to_string().split([' ', '<', '>']).any(|word| word == name);
    for integer in ["i32", "i64"].into_iter().filter(|name| of_type(name)) {
        let integer = format_ident!("{integer}");
        field.attrs.push(parse_quote!(#[schemars(range(min = #integer::MIN, max = #integer::MAX))]));
    }
}
