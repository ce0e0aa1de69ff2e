//! The types of the generated code.

use heck::ToUpperCamelCase;
use openapi::Contract;
use quote::format_ident;

/// The macro `for_each_schema!`, as source code: it calls another with the name and the type of each named schema, as in
/// `"Name" Name,`. So a program reaches the types of a contract by the names of their schemas.
pub fn schemas(contract: &Contract) -> String {
    let names: Vec<_> = contract.root()["components"].members("schemas").map(|(name, _)| name).collect();
    let types = names.iter().map(|name| format_ident!("{}", name.to_upper_camel_case()));
    prettyplease::unparse(&syn::parse_quote! {
        macro_rules! for_each_schema {
            ($callback:ident) => { $callback! { #(#names #types,)* } };
        }
    })
}

/// The items of the module `types` of the generated code.
pub(super) fn types(file: &mut syn::File) -> Option<&mut Vec<syn::Item>> {
    file.items.iter_mut().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content.as_mut().map(|(_, items)| items),
        _ => None,
    })
}
