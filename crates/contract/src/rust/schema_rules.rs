//! Tells `schemars` the rules of a string type.
//!
//! Typify checks `pattern`, `minLength` and `maxLength` in code, which a derived schema cannot see.

use serde_json::Value;
use syn::parse_quote;

use crate::contract::Contract;

/// Adds to each string type that is named in the contract the rules that the contract gives it.
pub(super) fn add(contract: &Contract, file: &mut syn::File) {
    let schemas = contract.json().pointer("/components/schemas").and_then(Value::as_object);
    for item in super::types(file).into_iter().flatten() {
        let syn::Item::Struct(newtype) = item else { continue };
        let schema = schemas.and_then(|schemas| schemas.get(&newtype.ident.to_string()));
        let Some(schema) = schema.filter(|schema| schema.get("type").and_then(Value::as_str) == Some("string")) else {
            continue;
        };
        if let Some(pattern) = schema.get("pattern").and_then(Value::as_str) {
            newtype.attrs.push(parse_quote!(#[schemars(extend("pattern" = #pattern))]));
        }
        for key in ["minLength", "maxLength"] {
            if let Some(length) = schema.get(key).and_then(Value::as_u64) {
                newtype.attrs.push(parse_quote!(#[schemars(extend(#key = #length))]));
            }
        }
    }
}
