//! Pins what is derived from the contract, for reviewers: `snapshots/`.

mod payloads;
mod snapshot;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use codegen::views::{self, View};
use openapi::{Contract, Document, Problem, canonical_json, pointer};
use payloads::{contract, decoded, derived_schema, examples, project, round_trip, schemas};
use serde_json::{Map, Value, json};
use snapshot::Folder;
use syn::{Item, ItemImpl, ItemMod, ItemStruct, Type};

fn folder(name: &str) -> Folder {
    Folder::new(&project(""), name)
}

/// The view that is compiled here, whole, and what the fixups of each change: together they are the contract, and
/// nothing of it can change unseen.
#[test]
fn views_of_the_contract() {
    let mut folder = folder("views");
    folder.assert(views::RUST.name, &texts(&views::RUST, &contract()).unwrap().0);
    for view in views::VIEWS {
        let (_, changes) = texts(view, &contract()).unwrap();
        folder.assert(&format!("{}.changes", view.name), &format!("{view}\n{changes}"));
    }
    folder.finish();
}

/// A view as JSON, and what its fixups change.
fn texts(view: &View, contract: &Contract) -> Result<(String, String), Problem> {
    let derived = view.derive(contract)?;
    Ok((canonical_json(&derived), changes("", Some(contract.json()), Some(&derived))))
}

#[test]
fn what_a_consumer_could_notice_changes_a_snapshot() {
    let block = "/paths/~1files~1{sha1}~1block/post";
    let changes: [(&str, &str, Value); 12] = [
        (
            "a status",
            "/paths/~1files~1{sha1}~1block/post/responses/409",
            json!({"$ref": "#/components/responses/NotFound"}),
        ),
        ("a description of a status", "/components/responses/AcceptedWithoutAction/description", json!("Fine.")),
        ("a required property", "/components/schemas/BlockFileRequest/required", json!([])),
        ("a type", "/components/schemas/MachineAction/properties/errorHResult/type", json!("string")),
        ("a format", "/components/schemas/MachineAction/properties/id/format", json!("uri")),
        ("nullability", "/components/schemas/FileAction/properties/cancellationComment/nullable", json!(false)),
        ("an enumeration value", "/components/schemas/FileStatus/x-extensible-enum/0", json!("Stopped")),
        ("a server", &format!("{block}/servers/1/url"), json!("https://example.com")),
        ("a scope", &format!("{block}/security/0/clientCredentials"), json!([])),
        ("a pattern", "/components/schemas/Sha1/pattern", json!("^[0-9a-f]{40}$")),
        ("an operationId", &format!("{block}/operationId"), json!("stopFile")),
        ("deprecation", &format!("{block}/deprecated"), json!(false)),
    ];
    let unchanged = texts(&views::RUST, &contract()).unwrap();
    for (what, pointer, value) in changes {
        let mut tree = contract().json().clone();
        let parent = tree.pointer_mut(pointer::parent(pointer).unwrap()).unwrap();
        match parent {
            Value::Array(elements) => elements[0] = value,
            parent => parent[pointer::last(pointer)] = value,
        }
        let changed = Contract::new(Document::from_value("spec/openapi.yaml", tree)).unwrap();
        // A fixup that finds nothing any more stops the build.
        let texts = texts(&views::RUST, &changed);
        assert!(texts.is_err() || texts.as_ref() != Ok(&unchanged), "{what} changes unseen");
    }
}

/// A line for each smallest part that differs: `-` as it is in the contract, `+` as it is in the view.
fn changes(pointer: &str, before: Option<&Value>, after: Option<&Value>) -> String {
    let nothing = Map::new();
    let members = |value: Option<&Value>| value.map_or(Some(nothing.clone()), |value| value.as_object().cloned());
    match (before, after, members(before), members(after)) {
        (Some(before), Some(after), ..) if before == after => String::new(),
        (_, _, Some(before), Some(after)) if !before.is_empty() || !after.is_empty() => {
            let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
            let change = |key: &String| changes(&pointer::child(pointer, key), before.get(key), after.get(key));
            keys.into_iter().map(change).collect()
        }
        _ => {
            let line = |sign, value: Option<&Value>| {
                let mut value = value?.clone();
                value.sort_all_objects();
                Some(format!("{sign} {pointer} {value}\n"))
            };
            line('-', before).unwrap_or_default() + &line('+', after).unwrap_or_default()
        }
    }
}

#[test]
fn documented_payloads_decoded_and_encoded_again() {
    let mut folder = folder("payloads");
    let mut errors = BTreeSet::new();
    for example in examples(&contract()) {
        // Errors are the same for every operation, so each is shown once.
        let is_error = example.part.starts_with(['4', '5']);
        if is_error && !errors.insert(example.name.clone()) {
            continue;
        }
        let name = if is_error { format!("error.{}", example.name) } else { example.path().replace('/', ".") };
        let decoded = decoded(&example.type_name, &example.value).unwrap();
        let encoded = round_trip(&example.type_name, &example.value).unwrap();
        folder.assert(&name, &format!("{}\n\n{decoded}\n\n{}", example.type_name, canonical_json(&encoded)));
    }
    folder.finish();
}

#[test]
fn json_schemas_of_the_types() {
    let mut folder = folder("json-schema");
    for name in schemas() {
        folder.assert(name, &canonical_json(&derived_schema(name)));
    }
    folder.finish();
}

#[test]
fn generated_types() {
    let mut folder = folder("rust/types");
    let types = module(&generated("client.rs"), "types");
    let mut texts: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in types {
        let name = match &item {
            Item::Struct(ItemStruct { ident, .. }) => Some(ident.to_string()),
            Item::Impl(block) => implemented(block),
            // The open enumerations: `crate::open_enumeration! { … pub enum NAME { … } }`.
            Item::Macro(call) => enumeration(&call.mac.tokens.to_string()),
            Item::Mod(_) => None,
            other => panic!("the generator makes a new kind of item: {}", unparse(vec![other.clone()])),
        };
        if let Some(name) = name {
            texts.entry(name).or_default().push(item);
        }
    }
    for (name, items) in texts {
        folder.assert(&name, &unparse(items));
    }
    folder.finish();
}

#[test]
fn generated_methods() {
    let mut folder = folder("rust/methods");
    let file = generated("client.rs");
    let builders = module(&file, "builder");
    let methods = file.iter().filter_map(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => Some(&block.items),
        _ => None,
    });
    for method in methods.flatten() {
        let syn::ImplItem::Fn(function) = method else { continue };
        let Some(operation) = operation(&function.sig.ident.to_string()) else { continue };
        let builder = operation[..1].to_uppercase() + &operation[1..];
        let of_builder = |item: &&Item| match item {
            Item::Struct(item) => item.ident == builder,
            Item::Impl(block) => implemented(block).as_ref() == Some(&builder),
            _ => false,
        };
        let builder: Vec<_> = builders.iter().filter(of_builder).cloned().collect();
        let method: Item = syn::parse_quote! { impl Client { #function } };
        folder.assert(operation, &unparse([vec![method], builder].concat()));
    }
    folder.finish();
}

#[test]
fn generated_operations_and_environments() {
    let mut folder = folder("rust");
    folder.assert("operations", &unparse(generated("operations.rs")));
    folder.finish();
}

/// A file that the build script wrote.
fn generated(file: &str) -> Vec<Item> {
    let text = fs::read_to_string(Path::new(env!("OUT_DIR")).join(file)).unwrap();
    syn::parse_file(&text).unwrap().items
}

fn module(items: &[Item], name: &str) -> Vec<Item> {
    let content = items.iter().find_map(|item| match item {
        Item::Mod(ItemMod { ident, content, .. }) if ident == name => content.as_ref(),
        _ => None,
    });
    content.unwrap().1.clone()
}

/// The type that a block is for.
fn implemented(block: &ItemImpl) -> Option<String> {
    let named = |path: &syn::Path| path.segments.last().map(|segment| segment.ident.to_string());
    let Type::Path(of) = block.self_ty.as_ref() else { return None };
    // `impl From<Sha1> for String` belongs to Sha1.
    let source = block.trait_.as_ref().and_then(|(path, _)| match &path.segments.last()?.arguments {
        syn::PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
            syn::GenericArgument::Type(Type::Path(source)) => named(&source.path),
            _ => None,
        }),
        _ => None,
    });
    let target = named(&of.path);
    if target.as_deref().is_some_and(|name| ["String", "Map"].contains(&name)) { source } else { target }
}

fn enumeration(tokens: &str) -> Option<String> {
    tokens.split_once("pub enum ")?.1.split_whitespace().next().map(str::to_owned)
}

/// The operation of which a method of the client is.
fn operation(method: &str) -> Option<&'static str> {
    defender_actions::operations()
        .iter()
        .find(|operation| operation.method_name == method)
        .map(|operation| operation.id)
}

fn unparse(items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, attrs: Vec::new(), items, frontmatter: None })
}
