//! The surface of the generated Rust: what a user's code can name, without bodies and without the contract's words.

use std::collections::BTreeMap;

use codegen::rust;
use defender_actions::{Environment, operations};
use openapi::Node;
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, ImplItem, Item, ItemEnum, ItemImpl, ItemMod, Meta, Path, Type, parse_quote};
use test_support::{assert_snapshots, contract, derived_schemas};

#[test]
fn generated_rust() {
    let file = syn::parse_file(&rust::client(&contract(), true).unwrap().client).unwrap();
    assert_snapshots(
        "rust",
        [("environments", environments()), ("operations", methods(&file.items)), ("types", types(&file.items))],
    );
}

#[test]
fn json_schemas_of_the_types() {
    assert_snapshots("json-schema", [("types", Node::from(&derived_schemas()).canonical_json())]);
}

/// Structs with their fields, enumerations with their values.
fn types(items: &[Item]) -> String {
    let mut found: BTreeMap<String, Item> = BTreeMap::new();
    for item in module(items, "types") {
        let (name, item) = match item {
            Item::Struct(item) => (item.ident.to_string(), Item::Struct(item.clone())),
            Item::Enum(item) => (item.ident.to_string(), Item::Enum(item.clone())),
            // The open enumerations: `crate::open_enumeration! { … pub enum NAME { … } }`.
            Item::Macro(call) => {
                let item: ItemEnum = call.mac.parse_body().unwrap();
                (item.ident.to_string(), Item::Enum(item))
            }
            Item::Impl(_) | Item::Mod(_) => continue,
            other => panic!("the generator makes a new kind of item: {}", surface(vec![other.clone()])),
        };
        found.insert(name, item);
    }
    found.into_values().map(|item| surface(vec![item])).collect::<Vec<_>>().join("\n")
}

/// The method of each operation, and those of its builder.
fn methods(items: &[Item]) -> String {
    let builders = module(items, "builder");
    let mut texts = Vec::new();
    for method in inherent_blocks(items).flat_map(|block| &block.items) {
        let ImplItem::Fn(function) = method else { continue };
        let name = function.sig.ident.to_string();
        let Some(operation) = operations().iter().find(|operation| operation.method_name == name) else { continue };
        let builder = operation.id[..1].to_uppercase() + &operation.id[1..];
        let of_builder = inherent_blocks(builders).filter(|block| implemented(block).as_ref() == Some(&builder));
        let method: Item = parse_quote! { impl Client { #function } };
        texts.push(surface([method].into_iter().chain(of_builder.cloned().map(Item::Impl)).collect()));
    }
    texts.join("\n")
}

/// The environments, and the server of each.
fn environments() -> String {
    let environments = Environment::ALL.iter().map(|environment| {
        format!(
            "{environment:?}: {environment} {}\n  scope {}, {}\n",
            environment.url(),
            environment.token_scope(),
            environment.token_url()
        )
    });
    environments.collect()
}

fn module<'a>(items: &'a [Item], name: &str) -> &'a [Item] {
    let content = items.iter().find_map(|item| match item {
        Item::Mod(ItemMod { ident, content, .. }) if ident == name => content.as_ref(),
        _ => None,
    });
    &content.unwrap().1
}

fn inherent_blocks(items: &[Item]) -> impl Iterator<Item = &ItemImpl> {
    items.iter().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => Some(block),
        _ => None,
    })
}

/// The type that a block is for.
fn implemented(block: &ItemImpl) -> Option<String> {
    let Type::Path(of) = block.self_ty.as_ref() else { return None };
    of.path.segments.last().map(|segment| segment.ident.to_string())
}

fn surface(items: Vec<Item>) -> String {
    let mut file = syn::File { shebang: None, attrs: Vec::new(), items, frontmatter: None };
    Surface.visit_file_mut(&mut file);
    prettyplease::unparse(&file)
}

/// Takes away words, bodies, and the modules of names.
struct Surface;

impl VisitMut for Surface {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain_mut(|attribute| {
            let Meta::List(list) = &mut attribute.meta else { return !attribute.path().is_ident("doc") };
            if list.path.is_ident("serde") {
                // How the wire calls it; whether it is left out follows from its type.
                let mut rename = None;
                let mut others = false;
                let _ = list.parse_nested_meta(|meta| {
                    if meta.path.is_ident("rename") {
                        rename = Some(meta.value()?.parse::<syn::LitStr>()?);
                    } else if meta.path.is_ident("default") || meta.path.is_ident("skip_serializing_if") {
                        drop(meta.value().and_then(|value| value.parse::<syn::Expr>()));
                    } else {
                        others = true;
                    }
                    Ok(())
                });
                if let Some(name) = rename {
                    *attribute = parse_quote!(#[serde(rename = #name)]);
                    return true;
                }
                return others;
            }
            if list.path.is_ident("derive") {
                let paths = list.parse_args_with(syn::punctuated::Punctuated::<Path, syn::Token![,]>::parse_terminated);
                let names = paths.unwrap().into_iter().map(|path| path.segments.last().unwrap().ident.clone());
                let names: Vec<_> = names.collect();
                *attribute = parse_quote!(#[derive(#(#names),*)]);
            }
            !attribute.path().is_ident("schemars")
        });
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        block.stmts.clear();
    }

    fn visit_type_path_mut(&mut self, of: &mut syn::TypePath) {
        let Some(qualified) = &mut of.qself else { return visit_mut::visit_type_path_mut(self, of) };
        // `<V as std::convert::TryInto<T>>::Error`: the trait ends at the position.
        visit_mut::visit_qself_mut(self, qualified);
        of.path.segments.iter_mut().for_each(|segment| self.visit_path_segment_mut(segment));
        let modules = qualified.position.saturating_sub(1);
        of.path.segments = of.path.segments.iter().skip(modules).cloned().collect();
        of.path.leading_colon = None;
        qualified.position -= modules;
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let first = path.segments.first().map(|segment| segment.ident.to_string());
        if path.leading_colon.is_some() || matches!(first.as_deref(), Some("std" | "crate" | "super")) {
            let last = path.segments.last().unwrap().clone();
            *path = last.into();
        }
    }
}
