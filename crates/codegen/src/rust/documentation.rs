//! Rustdoc of the generated code: the contract's words, where the generator leaves none.
//!
//! Every public item gets a sentence, so that the library can deny undocumented ones; what the contract does not describe
//! is named after its place.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use openapi::Operation;
use syn::{Attribute, Field, Ident, ImplItem, ImplItemFn, Item, ItemImpl, LitStr, Type, Visibility, parse_quote};

use super::words::Words;

/// The field of what a schema does not name.
pub(super) const EXTRA: &str = "extra";

/// Documents what progenitor has not, and marks deprecated operations.
pub(super) fn add(words: &Words<'_>, file: &mut syn::File) {
    for item in &mut file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => of_types(words, content(module)),
            Item::Mod(module) if module.ident == "builder" => of_operations(words, content(module)),
            Item::Impl(block) => of_client(words, block),
            _ => {}
        }
    }
}

fn content(module: &mut syn::ItemMod) -> &mut [Item] {
    module.content.as_mut().map(|(_, items)| items.as_mut_slice()).unwrap_or_default()
}

/// The methods of the client.
fn of_client(words: &Words<'_>, block: &mut ItemImpl) {
    for method in methods(block) {
        let Some(operation) = words.operation(&method.sig.ident.to_string()) else { continue };
        if let Some(body) = words.body_type(operation).and_then(|name| words.of_type(&name)) {
            let body = body.split_whitespace().collect::<Vec<_>>().join(" ");
            add_to_text(&mut method.attrs, "- `body`\n", &format!("- `body`: {body}\n"));
        }
        if operation.at().is_set("deprecated") {
            let note = format!("the contract marks the operation `{}` as deprecated", operation.name());
            method.attrs.push(parse_quote!(#[deprecated(note = #note)]));
        }
    }
}

/// The builders of calls.
fn of_operations(words: &Words<'_>, items: &mut [Item]) {
    for item in items {
        let Item::Impl(block) = item else { continue };
        let Some(operation) = implemented(block).and_then(|name| words.operation(&name)) else { continue };
        for method in methods(block) {
            let name = method.sig.ident.to_string();
            document(&mut method.attrs, || of_builder_method(words, operation, &name));
        }
    }
}

fn of_builder_method(words: &Words<'_>, operation: &Operation, name: &str) -> String {
    let body = || words.body_type(operation).and_then(|name| words.of_type(&name));
    let of_parameter = words.of_parameter(operation, name);
    match name {
        "new" => {
            let method = operation.name().to_snake_case();
            format!("The call without its arguments; the same as [`Client::{method}`](super::Client::{method}).")
        }
        "body" => format!("Sets the body of the request. {}", body().unwrap_or_default()),
        "body_map" => {
            let call = words.body_type(operation).map(|name| format!("::{name}")).unwrap_or_default();
            format!("Changes the body of the request with its builder, `types::builder{call}`.")
        }
        _ => of_parameter.unwrap_or_else(|| format!("Sets the parameter `{name}`.")),
    }
}

/// The types, and the builders of them.
fn of_types(words: &Words<'_>, items: &mut [Item]) {
    let mut fields = BTreeMap::new();
    for item in &mut *items {
        match item {
            Item::Struct(generated) => {
                let name = generated.ident.to_string();
                document(&mut generated.attrs, || {
                    words.of_type(&name).unwrap_or_else(|| format!("The type `{name}`."))
                });
                let named = generated.fields.iter_mut().filter(|field| matches!(field.vis, Visibility::Public(_)));
                for field in named {
                    let Some(ident) = field.ident.clone() else { continue };
                    let text = of_field(words, &name, &property(field));
                    document(&mut field.attrs, || text.clone());
                    fields.insert((name.clone(), ident), text);
                }
            }
            Item::Enum(generated) => {
                let name = generated.ident.to_string();
                document(&mut generated.attrs, || {
                    words.of_type(&name).unwrap_or_else(|| format!("The type `{name}`."))
                });
                for variant in &mut generated.variants {
                    let value = renamed(&variant.attrs).unwrap_or_else(|| variant.ident.to_string());
                    document(&mut variant.attrs, || format!("`{value}`"));
                }
            }
            Item::Impl(block) => {
                let Some(name) = implemented(block) else { continue };
                for method in methods(block).filter(|method| method.sig.ident == "builder") {
                    document(&mut method.attrs, || format!("A builder of this type: [`builder::{name}`]."));
                }
            }
            _ => {}
        }
    }
    for item in items {
        match item {
            Item::Mod(module) if module.ident == "builder" => of_type_builders(&fields, content(module)),
            _ => {}
        }
    }
}

/// The builders of types, whose methods are called as the fields.
fn of_type_builders(fields: &BTreeMap<(String, Ident), String>, items: &mut [Item]) {
    for item in items {
        match item {
            Item::Struct(builder) => {
                let name = &builder.ident;
                document(&mut builder.attrs, || format!("Builds a [`{name}`](super::{name})."));
            }
            Item::Impl(block) => {
                let Some(name) = implemented(block) else { continue };
                for method in methods(block) {
                    let field = (name.clone(), method.sig.ident.clone());
                    document(&mut method.attrs, || {
                        fields.get(&field).cloned().unwrap_or_else(|| format!("Sets `{}`.", field.1))
                    });
                }
            }
            _ => {}
        }
    }
}

fn of_field(words: &Words<'_>, type_name: &str, property: &str) -> String {
    let described = words.of_property(type_name, property);
    let is_named = words.schema(type_name).is_some_and(|schema| schema.named_property(property).is_some());
    match described {
        Some(text) => text,
        None if property == EXTRA && !is_named => {
            "The properties that the contract does not name, as they are on the wire. A service may add some at any time: \
             they are kept here, and a value that is written again has them."
                .to_owned()
        }
        None => format!("The property `{property}`."),
    }
}

/// The name of a field's property on the wire.
pub(super) fn property(field: &Field) -> String {
    let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    renamed(&field.attrs).unwrap_or_else(|| ident.trim_start_matches("r#").to_owned())
}

/// The name of `#[serde(rename = "NAME")]`.
fn renamed(attributes: &[Attribute]) -> Option<String> {
    let mut name = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        // An error is an argument of another form, behind which there may be no name.
        let _ = attribute.parse_nested_meta(|meta| {
            let value = meta.value().and_then(|value| value.parse::<LitStr>());
            if meta.path.is_ident("rename") {
                name = Some(value?.value());
            }
            Ok(())
        });
    }
    name
}

/// The public functions of a block that implements no trait.
fn methods(block: &mut ItemImpl) -> impl Iterator<Item = &mut ImplItemFn> {
    let items = block.trait_.is_none().then_some(&mut block.items);
    items.into_iter().flatten().filter_map(|item| match item {
        ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => Some(method),
        _ => None,
    })
}

/// The name of the type that a block is for.
pub(super) fn implemented(block: &ItemImpl) -> Option<String> {
    match &*block.self_ty {
        Type::Path(of) => of.path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
}

/// Documents what has no documentation.
fn document(attributes: &mut Vec<Attribute>, text: impl FnOnce() -> String) {
    if !attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
        let text = text();
        attributes.insert(0, parse_quote!(#[doc = #text]));
    }
}

/// Replaces a part of a documentation.
fn add_to_text(attributes: &mut [Attribute], part: &str, replacement: &str) {
    for attribute in attributes.iter_mut().filter(|attribute| attribute.path().is_ident("doc")) {
        let syn::Meta::NameValue(pair) = &mut attribute.meta else { continue };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) = &mut pair.value else { continue };
        *text = LitStr::new(&text.value().replacen(part, replacement, 1), text.span());
    }
}
