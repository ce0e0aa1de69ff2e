//! The client.

use openapi::{Contract, Problems};
use progenitor::HooksMode;
use quote::quote;

use super::settings::settings;
use super::words::Words;
use super::{calls, documentation, explanations, generator, open_enumerations, operations, requirements, schema_rules};

/// The Rust client of a contract, as source code.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Client {
    /// Types, builders and methods: a module that expects its crate to have `client::Shared`, the hooks, `Client::call`,
    /// `Error`, `ResponseValue` and the macro `open_enumeration!`.
    pub client: String,
    /// `Environment`, and the table of operations: a module that expects its crate to have `operation::Operation`.
    pub operations: String,
}

/// Generates the client of a contract; with `json_schema`, its types implement `schemars::JsonSchema`.
///
/// # Errors
///
/// What the generator cannot take, at the place in the contract that makes it fail.
pub fn client(contract: &Contract, json_schema: bool) -> Result<Client, Problems> {
    requirements::check(contract)?;
    let mut settings = settings(contract, "crate::types");
    settings.with_hooks(HooksMode::Expected).with_inner_type(quote!(crate::client::Shared));
    if json_schema {
        settings.with_derive("schemars::JsonSchema");
    }
    let mut file = generator::run(contract, &settings, |generator, view| generator.generate_tokens(view))?;
    requirements::check_fields(contract, &mut file)?;
    open_enumerations::add(contract, &mut file)?;
    let words = Words::of(contract);
    documentation::add(&words, &mut file);
    explanations::add(&words, &mut file);
    if json_schema {
        schema_rules::add(contract, &mut file);
    }
    hide_constructors(&mut file);
    calls::hand_over(contract, &mut file)?;
    let operations = operations::table(contract)?;
    let [client, operations] = [file, operations].map(|file| prettyplease::unparse(&file));
    Ok(Client { client, operations })
}

/// The constructors take what only the builder of the library can make, so only the library shall see them.
fn hide_constructors(file: &mut syn::File) {
    let client = file.items.iter_mut().filter_map(|item| match item {
        syn::Item::Impl(block) if block.trait_.is_none() => Some(&mut block.items),
        _ => None,
    });
    for item in client.flatten() {
        if let syn::ImplItem::Fn(function) = item
            && function.sig.receiver().is_none()
        {
            function.vis = syn::parse_quote!(pub(crate));
        }
    }
}
