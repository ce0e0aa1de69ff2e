//! The environments that the servers of a contract name, and the table of operations.

use heck::{ToSnakeCase, ToUpperCamelCase};
use openapi::{Contract, Located, Operation, Problem, Problems, Schema, SecurityRequirement, StatusKey, servers};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// The enum `Environment` with the server of each, and `OPERATIONS`: a row an operation.
pub(super) fn table(contract: &Contract) -> Result<syn::File, Problems> {
    Problems::check(own_servers(contract).chain(backslashes(contract)).collect())?;
    let servers: Vec<_> = servers::of(&Located::root(contract.root())).collect();
    let environments: Vec<_> =
        servers.iter().filter_map(|server| Some((server.environment.as_deref()?, server))).collect();
    let mut variants = Vec::new();
    for (name, server) in &environments {
        let variant = variant(name).filter(|variant| !variants.contains(variant)).ok_or_else(|| {
            let message = format!("`{name}` is no name for an environment of its own; write words with dashes");
            contract.problem(&server.pointer, message)
        })?;
        variants.push(variant);
    }
    let names: Vec<_> = environments.iter().map(|(name, _)| name).collect();
    let docs = environments.iter().map(|(name, server)| format!(" `{name}`: {}", server.description));
    let urls = environments.iter().map(|(_, server)| &server.url);
    let scopes = environments.iter().map(|(_, server)| server.token_scope.as_deref().unwrap_or_default());
    let token_urls = environments.iter().map(|(_, server)| server.token_url.as_deref().unwrap_or_default());
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

            /// The base URL of its server, without a slash at the end.
            pub const fn url(self) -> &'static str {
                match self { #(Self::#variants => #urls,)* }
            }

            /// The scope to request a token for; empty if the contract names none.
            pub const fn token_scope(self) -> &'static str {
                match self { #(Self::#variants => #scopes,)* }
            }

            /// The URL to request a token from; `{tenant}` stands for the id of the tenant. Empty if the contract names
            /// none.
            pub const fn token_url(self) -> &'static str {
                match self { #(Self::#variants => #token_urls,)* }
            }
        }

        pub(crate) static OPERATIONS: &[crate::operation::Operation] = &[#(#rows),*];
    })
}

/// The client calls every operation below one URL, so no operation may have servers of its own.
fn own_servers(contract: &Contract) -> impl Iterator<Item = Problem> {
    contract.operations().iter().filter_map(|operation| {
        let mut owners = [operation.at()].into_iter().chain(operation.path_items());
        let owner = owners.find(|owner| owner.get("servers").is_some())?;
        let message = format!(
            "`{}` has servers of its own, but the client calls every operation of an environment on one server",
            operation.name()
        );
        let mut problem = contract.problem(&owner.pointer.child("servers"), message);
        problem.help = Some("name the server in the list at the root of the contract".to_owned());
        Some(problem)
    })
}

/// In a URL a backslash separates segments, so a path that has one cannot be called.
fn backslashes(contract: &Contract) -> impl Iterator<Item = Problem> {
    let operations = contract.operations().iter().filter(|operation| operation.path().contains('\\'));
    operations.map(|operation| {
        let message = format!("a URL takes the backslash of `{}` for a slash: write it as `%5C`", operation.path());
        contract.problem(operation.pointer(), message)
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
    let rate_limits = operation.rate_limits().into_iter().map(|limit| {
        let (calls, seconds) = (limit.calls.get(), limit.period.as_secs());
        quote!(crate::operation::RateLimit::new(#calls, #seconds))
    });
    let already_active_codes = operation.already_active_codes();
    let requirements = requirements(operation);
    quote! {
        crate::operation::Operation {
            id: #id,
            method_name: #method_name,
            path: #path,
            requirements: &[#(#requirements),*],
            may_be_empty: #may_be_empty,
            rate_limits: &[#(#rate_limits),*],
            already_active_codes: &[#(#already_active_codes),*],
            successes: &[#(#successes),*],
            has_action: #has_action,
            properties: &[#(#properties),*],
        }
    }
}

/// What an operation asks of a token: a row for each alternative that says who signs in. None if anybody may call.
fn requirements(operation: &Operation) -> Vec<TokenStream> {
    let security = operation.security();
    if security.is_optional() {
        return Vec::new();
    }
    let row = |alternative: &SecurityRequirement<'_>| {
        let mut flows = alternative.schemes.iter().flat_map(|scheme| scheme.flows()).peekable();
        flows.peek()?;
        let caller = if flows.all(|flow| flow == "clientCredentials") { quote!(Application) } else { quote!(Person) };
        let permissions = alternative.scopes();
        Some(quote!(crate::access::Requirement::new(crate::access::Caller::#caller, &[#(#permissions),*])))
    };
    security.alternatives.iter().filter_map(row).collect()
}

/// The properties that the successes of an operation name.
fn properties(operation: &Operation) -> Vec<String> {
    let success = operation.success_with_body();
    let schema = success.as_ref().and_then(|response| response.body()?.json()?.schema());
    let properties = schema.map(|schema| Schema::of(schema.root, schema.node).properties());
    properties.into_iter().flatten().map(|(name, _)| name.to_owned()).collect()
}
