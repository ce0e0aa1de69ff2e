//! The environments that the servers of a contract name, and the table of operations.

use std::collections::BTreeSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use openapi::{Contract, Operation, Problems, Schema, Server, StatusKey};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The enum `Environment`, and `OPERATIONS`: a row an operation, with the server of each environment.
pub(super) fn table(contract: &Contract) -> Result<syn::File, Problems> {
    let mut environments: Vec<(String, Vec<Server>)> = Vec::new();
    for server in contract.operations().iter().flat_map(Operation::servers) {
        let Some(name) = server.environment.clone() else { continue };
        match environments.iter_mut().find(|(known, _)| *known == name) {
            Some((_, servers)) => servers.push(server),
            None => environments.push((name, vec![server])),
        }
    }
    let mut variants = Vec::new();
    for (name, servers) in &environments {
        let variant = variant(name).filter(|variant| !variants.contains(variant)).ok_or_else(|| {
            let message = format!("`{name}` is no name for an environment of its own; write words with dashes");
            contract.problem(&servers[0].pointer, message)
        })?;
        variants.push(variant);
    }
    let names: Vec<_> = environments.iter().map(|(name, _)| name).collect();
    let docs = environments.iter().map(|(name, servers)| {
        let descriptions: BTreeSet<_> = servers.iter().map(|server| server.description.as_str()).collect();
        format!(" `{name}`: {}", descriptions.into_iter().collect::<Vec<_>>().join(" "))
    });
    let rows = contract.operations().iter().map(row);
    Ok(syn::parse_quote! {
        /// Where the service is called: one of the environments that the servers of the contract name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Environment { #(#[doc = #docs] #variants,)* }

        impl Environment {
            /// Every environment, in the order of the contract.
            pub const ALL: &'static [Self] = &[#(Self::#variants),*];

            /// The name of the environment in the contract.
            pub const fn name(self) -> &'static str {
                match self { #(Self::#variants => #names,)* }
            }
        }

        pub(crate) static OPERATIONS: &[crate::operation::Operation] = &[#(#rows),*];
    })
}

/// The variant of an environment, `None` if its name gives none.
fn variant(environment: &str) -> Option<Ident> {
    syn::parse_str(&environment.to_upper_camel_case()).ok()
}

fn row(operation: &Operation) -> TokenStream {
    let (id, path) = (operation.name(), operation.path());
    let method_name = id.to_snake_case();
    let may_be_empty = operation.success_without_body().is_some();
    let has_action = operation.success_with_body().is_some();
    let successes = operation.successes().into_iter().map(|response| {
        let (first, last) = match response.status {
            StatusKey::Exact(status) => (status, status),
            range => (range.status_or(0), range.status_or(0) + 99),
        };
        quote!(#first..=#last)
    });
    let properties = properties(operation);
    let servers = operation.servers().filter_map(|server| {
        let Server { url, token_scope, token_url, .. } = &server;
        let environment = variant(server.environment.as_deref()?)?;
        let token_scope = token_scope.as_deref().unwrap_or_default();
        let token_url = token_url.as_deref().unwrap_or_default();
        Some(quote! {
            crate::operation::Server {
                environment: Environment::#environment,
                url: #url,
                token_scope: #token_scope,
                token_url: #token_url,
            }
        })
    });
    quote! {
        crate::operation::Operation {
            id: #id,
            method_name: #method_name,
            path: #path,
            may_be_empty: #may_be_empty,
            successes: &[#(#successes),*],
            has_action: #has_action,
            properties: &[#(#properties),*],
            servers: &[#(#servers),*],
        }
    }
}

/// The properties that the successes of an operation name.
fn properties(operation: &Operation) -> Vec<String> {
    let success = operation.success_with_body();
    let schema = success.as_ref().and_then(|response| response.body()?.json()?.schema());
    let properties = schema.map(|schema| Schema::of(schema.root, schema.node).properties());
    properties.into_iter().flatten().map(|(name, _)| name.to_owned()).collect()
}
