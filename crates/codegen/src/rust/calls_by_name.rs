//! The call of an operation by its name, with its values as JSON.

use heck::{ToSnakeCase, ToUpperCamelCase};
use openapi::{Contract, Operation, Pointer, Problem, Problems};
use quote::{format_ident, quote};

use super::documentation::implemented;
use super::generator;
use super::settings::settings;

/// Generates a function that calls an operation by its operationId, for a program that uses the client of the crate
/// `client_crate`.
///
/// `async fn dispatch(client: &Client, call: &Call) -> Result<Received, Error>` gives the typed builder of the operation
/// the values of the call. Where the code is included, there must be, besides `Client`, `Call`, `Received` and the `Error`
/// of the client:
///
/// - `known(&Call, &[&str]) -> Result<(), Error>`: refuses a call with a parameter of another name;
/// - `parameter::<T>(&Call, &str) -> Result<Option<T>, Error>` and `body::<T>(&Call) -> Result<T, Error>`: a value of the
///   call as its type;
/// - `received::<T>(ResponseValue<T>) -> Received`: what is kept of a success;
/// - `unknown(&Call) -> Error`: that the contract has no such operation.
///
/// # Errors
///
/// As [`client`](super::client()).
pub fn calls_by_name(contract: &Contract, client_crate: &str) -> Result<String, Problems> {
    let settings = settings(contract, &format!("{client_crate}::types"));
    let file = generator::run(contract, &settings, |generator, view| generator.generate_tokens(view))?;
    let builders = module(&file.items, "builder");
    let mut arms = Vec::new();
    let mut problems = Vec::new();
    for operation in contract.operations() {
        match arm(contract, operation, builders) {
            Ok(arm) => arms.push(arm),
            Err(problem) => problems.push(problem),
        }
    }
    Problems::check(problems)?;
    let types = syn::parse_str::<syn::Path>(&format!("{client_crate}::types"));
    let types = types.map_err(|error| contract.problem(&Pointer::root(), error.to_string()))?;
    Ok(prettyplease::unparse(&syn::parse_quote! {
        use #types;

        pub async fn dispatch(client: &Client, call: &Call) -> Result<Received, Error> {
            match &*call.operation {
                #(#arms)*
                _ => Err(unknown(call)),
            }
        }
    }))
}

fn module<'a>(items: &'a [syn::Item], name: &str) -> &'a [syn::Item] {
    let content = items.iter().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == name => module.content.as_ref(),
        _ => None,
    });
    content.map_or(&[], |(_, items)| items)
}

/// The call of one operation.
fn arm(contract: &Contract, operation: &Operation, builders: &[syn::Item]) -> Result<syn::Arm, Problem> {
    let setters = setters(builders, &operation.name().to_upper_camel_case());
    let parameters = operation.parameters().into_iter().map(|parameter| {
        let setter = setters.iter().find(|setter| setter.sets(parameter.name())).ok_or_else(|| {
            let message = format!("the generated call has no parameter that is known as `{}`", parameter.name());
            contract.problem(operation.pointer(), message)
        })?;
        let (name, method, value) = (parameter.name(), &setter.method, &setter.value);
        Ok((
            name.to_owned(),
            quote! {
                if let Some(value) = parameter::<#value>(call, #name)? {
                    request = request.#method(value);
                }
            },
        ))
    });
    let (names, parameters): (Vec<_>, Vec<_>) = parameters.collect::<Result<Vec<_>, Problem>>()?.into_iter().unzip();
    let body = operation.request_body().and_then(|_| setters.iter().find(|setter| setter.method == "body"));
    let body = body.map(|Setter { value, .. }| quote!(request = request.body(body::<#value>(call)?);));
    let (id, method) = (operation.name(), format_ident!("{}", operation.name().to_snake_case()));
    // `unused_mut`: an operation may have neither a parameter nor a body.
    Ok(syn::parse_quote! {
        #id => {
            known(call, &[#(#names),*])?;
            #[allow(unused_mut)]
            let mut request = client.#method();
            #(#parameters)*
            #body
            request.send().await.map(received)
        }
    })
}

/// A method of a builder that sets a value.
struct Setter {
    method: syn::Ident,
    /// The type of the value.
    value: syn::Type,
}

impl Setter {
    /// Whether it sets the parameter of this name. A name that Rust reserves has an underscore or `r#`.
    fn sets(&self, parameter: &str) -> bool {
        let method = self.method.to_string();
        method.trim_start_matches("r#").trim_matches('_') == parameter.to_snake_case()
    }
}

/// The methods of a builder that set a value.
fn setters(builders: &[syn::Item], builder: &str) -> Vec<Setter> {
    let blocks = builders.iter().filter_map(|item| match item {
        syn::Item::Impl(block) if block.trait_.is_none() && implemented(block).as_deref() == Some(builder) => {
            Some(block)
        }
        _ => None,
    });
    let functions = blocks.flat_map(|block| &block.items).filter_map(|item| match item {
        syn::ImplItem::Fn(function) => Some(function),
        _ => None,
    });
    functions
        .filter_map(|function| Some(Setter { method: function.sig.ident.clone(), value: value(function)? }))
        .collect()
}

/// The type that the value of a method converts to: `V: TryInto<TYPE>`.
fn value(function: &syn::ImplItemFn) -> Option<syn::Type> {
    let conditions = &function.sig.generics.where_clause.as_ref()?.predicates;
    conditions.iter().find_map(|condition| {
        let syn::WherePredicate::Type(condition) = condition else { return None };
        let bound = condition.bounds.iter().find_map(|bound| match bound {
            syn::TypeParamBound::Trait(bound) => bound.path.segments.last(),
            _ => None,
        })?;
        match &bound.arguments {
            syn::PathArguments::AngleBracketed(types) if bound.ident == "TryInto" => match types.args.first()? {
                syn::GenericArgument::Type(value) => Some(value.clone()),
                _ => None,
            },
            _ => None,
        }
    })
}
