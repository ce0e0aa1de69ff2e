//! The Rust client of a contract: what the view makes possible, and what still cannot be generated.

use codegen::rust;
use openapi::{Contract, Document};
use serde_json::{Value, json};
use syn::visit::Visit;

const CONTRACT: &str = include_str!("../../../spec/openapi.yaml");

/// Our contract, changed.
fn changed(change: impl FnOnce(&mut Value)) -> Contract {
    let mut tree = Document::parse("spec/openapi.yaml", CONTRACT).unwrap().root().to_json();
    change(&mut tree);
    Contract::parse("spec/openapi.yaml", &tree.to_string()).unwrap_or_else(|problems| panic!("{problems}"))
}

fn fixup_error(change: impl FnOnce(&mut Value)) -> String {
    views::RUST.derive(&changed(change)).unwrap_err().to_string()
}

fn operations_mut(tree: &mut Value) -> impl Iterator<Item = &mut Value> {
    let items = tree["paths"].as_object_mut().unwrap().values_mut();
    items.map(|item| &mut item["post"])
}

#[test]
fn a_fixup_that_finds_nothing_to_change_is_an_error() {
    let without_empty = fixup_error(|tree| {
        for operation in operations_mut(tree) {
            operation["responses"].as_object_mut().unwrap().remove("200");
        }
    });
    assert!(
        without_empty.contains("the fixup `empty_success_is_null` of the view `rust` finds nothing"),
        "{without_empty}"
    );
    assert!(without_empty.contains("delete it"), "{without_empty}");

    let without_ranges = fixup_error(|tree| {
        for operation in operations_mut(tree) {
            operation["responses"].as_object_mut().unwrap().retain(|status, _| !status.ends_with("XX"));
        }
    });
    assert!(without_ranges.contains("ranges_cover_their_codes"), "{without_ranges}");

    let without_uuids = fixup_error(|tree| {
        let schemas = tree["components"]["schemas"].to_string().replace(r#""format":"uuid","#, "");
        tree["components"]["schemas"] = serde_json::from_str(&schemas).unwrap();
    });
    assert!(without_uuids.contains("uuids_stay_as_received"), "{without_uuids}");

    let without_compositions = fixup_error(|tree| {
        tree["components"]["schemas"]["FileMachineAction"] = tree["components"]["schemas"]["MachineAction"].clone();
    });
    assert!(without_compositions.contains("compositions_are_merged"), "{without_compositions}");
}

/// What is changed, and the place that the error names.
type Case = (fn(&mut Value), &'static str);

#[test]
fn what_the_generator_cannot_take_is_reported_at_its_place() {
    let cases: &[Case] = &[
        (
            |tree| tree["components"]["schemas"]["Sha1"]["pattern"] = json!("^["),
            "/components/schemas/Sha1/pattern: progenitor cannot generate Rust from this: ",
        ),
        (
            |tree| {
                let operation = &mut tree["paths"]["/files/{sha1}/block"]["post"];
                operation["responses"]["404"] = json!({"description": "Other.", "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/FileAction"}}}});
            },
            "/paths/~1files~1{sha1}~1block/post/responses/404: the client takes errors of the schema `ErrorResponse` only",
        ),
        (
            |tree| {
                drop(
                    tree["components"]["schemas"]["ErrorDetail"]["properties"]
                        .as_object_mut()
                        .unwrap()
                        .remove("target"),
                )
            },
            "/components/schemas/ErrorDetail/properties/target: the errors of the client need an optional string `target` in it",
        ),
        (|tree| tree["components"]["schemas"]["sha1"] = json!({"type": "string"}), "give the same Rust type"),
        (
            |tree| tree["paths"]["/files/{sha1}/block"]["post"]["operationId"] = json!("builder"),
            "/paths/~1files~1{sha1}~1block/post/operationId: `builder` is a method of the client",
        ),
        (
            |tree| {
                let operation = &mut tree["paths"]["/machines/{id}/unrestrictCodeExecution"]["post"];
                operation["responses"]["201"]["content"] = json!({"text/plain": {"schema": {"type": "string"}}});
            },
            "/paths/~1machines~1{id}~1unrestrictCodeExecution/post/responses/201/content/text~1plain: progenitor cannot generate Rust",
        ),
        (
            |tree| {
                let operation = &mut tree["paths"]["/machines/{id}/unrestrictCodeExecution"]["post"];
                operation["requestBody"]["content"]["application/xml"] = json!({"schema": {"type": "string"}});
            },
            "/paths/~1machines~1{id}~1unrestrictCodeExecution/post/requestBody",
        ),
        (
            |tree| {
                let operation = &mut tree["paths"]["/files/{sha1}/block"]["post"];
                operation["parameters"].as_array_mut().unwrap().push(json!(
                    {"name": "session", "in": "cookie", "schema": {"type": "string"}}
                ));
            },
            "/paths/~1files~1{sha1}~1block/post/parameters",
        ),
        (
            |tree| {
                let operation = &mut tree["paths"]["/files/{sha1}/block"]["post"];
                operation["responses"]["201"]["content"]["application/json"] = json!({});
            },
            "/paths/~1files~1{sha1}~1block/post/responses",
        ),
        (
            |tree| tree["components"]["schemas"]["FileStatus"]["x-extensible-enum"] = json!(["Blocked", "blocked"]),
            "/components/schemas/FileStatus/x-extensible-enum: two values give the Rust variant `Blocked`",
        ),
        (
            |tree| tree["servers"][1]["x-environment"] = json!("1 + 1"),
            "/servers/1: `1 + 1` is no name for an environment of its own",
        ),
        (
            |tree| tree["servers"][1]["x-environment"] = json!("production"),
            "/servers/1: `production` is no name for an environment of its own",
        ),
        (
            |tree| tree["paths"]["/files/{sha1}/block"]["post"]["servers"] = json!([{"url": "/api"}]),
            "/paths/~1files~1{sha1}~1block/post/servers: `blockFile` has servers of its own",
        ),
        (
            |tree| tree["paths"]["/files/{sha1}/block"]["servers"] = json!([{"url": "/api"}]),
            "/paths/~1files~1{sha1}~1block/servers: `blockFile` has servers of its own",
        ),
        (
            |tree| {
                let item = tree["paths"]["/files/{sha1}/block"].take();
                tree["paths"].as_object_mut().unwrap().remove("/files/{sha1}/block");
                tree["paths"]["/files\\{sha1}"] = item;
            },
            "/paths/~1files\\{sha1}/post: a URL takes the backslash of `/files\\{sha1}` for a slash",
        ),
    ];
    for (change, expected) in cases {
        let contract = changed(*change);
        let client = rust::client(&contract, true).map(drop);
        let reported =
            client.and_then(|()| rust::commands(&contract, "defender_actions").map(drop)).expect_err(expected);
        let reported = reported.to_string();
        assert!(
            reported.starts_with("spec/openapi.yaml:") && reported.contains(expected),
            "instead of\n  {expected}\n  {reported}"
        );
    }
}

#[test]
fn a_fifth_operation_is_generated_with_no_rust_for_it() {
    let contract = changed(|tree| {
        let mut operation = tree["paths"]["/machines/{id}/unrestrictCodeExecution"]["post"].clone();
        operation["operationId"] = json!("isolateMachine");
        operation["requestBody"]["content"]["application/json"]["schema"] = json!({
            "type": "object",
            "required": ["Comment", "IsolationType"],
            "properties": {
                "Comment": {"$ref": "#/components/schemas/Comment"},
                "IsolationType": {"$ref": "#/components/schemas/IsolationType"},
                "Tags": {"type": "array", "items": {"type": "string"}},
            },
        });
        tree["components"]["schemas"]["IsolationType"] =
            json!({"type": "string", "description": "How far.", "x-extensible-enum": ["Full", "Selective"]});
        tree["paths"]["/machines/{id}/isolate"] = json!({ "post": operation });
    });
    let client = rust::client(&contract, true).unwrap();
    for part in [
        "pub fn isolate_machine",
        "pub struct IsolateMachine",
        "pub struct IsolateMachineBody",
        "pub enum IsolationType",
    ] {
        assert!(client.client.contains(part), "{part}");
    }
    assert!(client.operations.contains("\"/machines/{id}/isolate\""));
    let commands = rust::commands(&contract, "defender_actions").unwrap();
    assert!(commands.contains("\"isolation-type\"") && commands.contains("defender_actions::types::IsolationType"));
    // The program parses each value, and reads each body.
    for (part, is_there) in [
        ("value::<defender_actions::types::IsolationType>()", true),
        (".value_parser(body())", true),
        ("value_parser!", false),
        ("read_to_string", false),
    ] {
        assert_eq!(commands.contains(part), is_there, "{part}");
    }
}

/// A plain `Vec` or map would fail on null, and an empty one would be lost.
#[test]
fn a_list_or_map_that_may_be_missing_may_be_null() {
    let (list, map) = (json!({"type": "array", "items": {"type": "string"}}), json!({"additionalProperties": {}}));
    let properties = [
        ("labelList", list.clone()),
        ("labelSet", json!({"type": "array", "uniqueItems": true, "items": {"type": "string"}})),
        ("labelItems", json!({"items": {"type": "string"}})),
        ("labelMap", json!({"type": "object", "additionalProperties": {"type": "string"}})),
        ("labelLists", json!({"type": "object", "additionalProperties": list})),
        ("labelAny", json!({"type": "object", "additionalProperties": true})),
        ("labelObject", json!({"type": "object", "properties": {}})),
        ("labelMore", map.clone()),
        ("labelParts", json!({"description": "Labels.", "allOf": [map]})),
        ("labelChoice", json!({"oneOf": [list]})),
        ("labelNamed", json!({"$ref": "#/components/schemas/Labels"})),
    ];
    let contract = changed(|tree| {
        let schemas = &mut tree["components"]["schemas"];
        schemas["Labels"] =
            json!({"type": "object", "description": "Labels.", "additionalProperties": {"type": "string"}});
        for (name, schema) in &properties {
            schemas["FileInstance"]["properties"][name] = schema.clone();
        }
    });
    let client = rust::client(&contract, true).unwrap().client;
    let types: Vec<_> = client.lines().filter_map(|line| line.trim().strip_prefix("pub label_")).collect();
    assert_eq!(types.len(), properties.len());
    let plain: Vec<_> = types.iter().filter(|field| !field.contains(": ::std::option::Option<")).collect();
    assert!(plain.is_empty(), "{plain:?}");
}

/// A property that several parts of a composition have, in the same words or in others.
#[test]
fn a_property_of_two_parts_is_one_property() {
    let with_property = |own: Value, shared: Value| {
        changed(|tree| {
            let schemas = &mut tree["components"]["schemas"];
            schemas["FileMachineAction"]["allOf"][1]["properties"]["inBoth"] = own;
            schemas["MachineAction"]["properties"]["inBoth"] = shared;
        })
    };
    let text = json!({"type": "string", "description": "In both.", "nullable": true});
    let in_other_words = json!({"type": "string", "description": "Here too.", "nullable": true});
    for own in [text.clone(), in_other_words] {
        let view = views::RUST.derive(&with_property(own, text.clone())).unwrap();
        assert_eq!(view["components"]["schemas"]["FileMachineAction"]["properties"]["inBoth"], text);
    }
    let differing = views::RUST.derive(&with_property(json!({"type": "integer"}), text));
    assert!(differing.unwrap_err().to_string().contains("compositions_are_merged"));
}

/// The specification allows no name twice in `required`.
#[test]
fn what_two_parts_require_is_required_once() {
    let contract = changed(|tree| {
        let schemas = &mut tree["components"]["schemas"];
        schemas["FileMachineAction"]["allOf"][1]["required"] = json!(["id", "sha1"]);
        schemas["MachineAction"]["required"] = json!(["id"]);
    });
    let view = views::RUST.derive(&contract).unwrap();
    assert_eq!(view["components"]["schemas"]["FileMachineAction"]["required"], json!(["id", "sha1"]));
}

#[test]
fn generated_code_is_the_same_each_time() {
    let contract = Contract::parse("spec/openapi.yaml", CONTRACT).unwrap();
    let [first, second] = [(); 2].map(|()| rust::client(&contract, true).unwrap());
    assert_eq!((first.client, first.operations), (second.client, second.operations));
}

/// A text that is written inline has a type of its own, whose derived JSON Schema keeps the rules of the contract.
#[test]
fn texts_written_inline_keep_their_rules_in_the_derived_schema() {
    let code = rust::client(
        &changed(|tree| {
            let properties = &mut tree["components"]["schemas"]["FileInstance"]["properties"];
            properties["sha256"] = json!({"type": "string", "pattern": "^[0-9a-f]{64}$"});
            properties["tags"] = json!({"type": "array", "items": {"type": "string", "maxLength": 77}});
        }),
        true,
    );
    let code = code.unwrap().client;
    for rule in [r#"extend("pattern" = "^[0-9a-f]{64}$")"#, r#"extend("maxLength" = 77u64)"#] {
        assert!(code.contains(rule), "no {rule}");
    }
}

/// The public items without documentation.
#[derive(Default)]
struct Undocumented(Vec<String>);

impl Undocumented {
    fn note(&mut self, attributes: &[syn::Attribute], visibility: &syn::Visibility, name: String) {
        let is_public = matches!(visibility, syn::Visibility::Public(_));
        if is_public && !attributes.iter().any(|attribute| attribute.path().is_ident("doc")) {
            self.0.push(name);
        }
    }
}

impl<'a> Visit<'a> for Undocumented {
    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.note(&item.attrs, &item.vis, item.ident.to_string());
        for field in item.fields.iter().filter(|field| field.ident.is_some()) {
            self.note(&field.attrs, &field.vis, format!("{}.{}", item.ident, field.ident.as_ref().unwrap()));
        }
    }

    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        self.note(&item.attrs, &item.vis, item.ident.to_string());
        for variant in &item.variants {
            self.note(&variant.attrs, &item.vis, format!("{}::{}", item.ident, variant.ident));
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'a syn::ImplItemFn) {
        self.note(&item.attrs, &item.vis, item.sig.ident.to_string());
    }
}

#[test]
fn every_public_item_is_documented_whatever_the_contract_describes() {
    let contract = changed(|tree| {
        let operation = &mut tree["paths"]["/machines/{id}/unrestrictCodeExecution"]["post"];
        operation["requestBody"]["content"]["application/json"]["schema"] = json!({
            "type": "object",
            "required": ["Comment"],
            "properties": {
                "Comment": {"type": "string"},
                "kind": {"type": "string", "enum": ["one", "Two-three"]},
                "place": {"type": "object", "properties": {"floor": {"type": "integer"}}},
                "extra": {"type": "string", "description": "Named by the contract."},
            },
        });
        operation["parameters"].as_array_mut().unwrap().push(json!(
            {"name": "dry-run", "in": "query", "schema": {"type": "boolean"}}
        ));
        let schemas = &mut tree["components"]["schemas"];
        schemas["Choice"] = json!({"oneOf": [{"type": "string"}, {"type": "integer"}]});
        schemas["Tree"] = json!({"type": "object", "properties": {
            "choice": {"$ref": "#/components/schemas/Choice"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
        }});
    });
    let code = rust::client(&contract, true).unwrap().client;
    let mut undocumented = Undocumented::default();
    undocumented.visit_file(&syn::parse_file(&code).unwrap());
    assert_eq!(undocumented.0, [""; 0]);
    assert!(code.contains("///Named by the contract."), "a property with the name of the map keeps its own words");
}

#[test]
fn a_deprecated_operation_is_a_deprecated_method() {
    let contract = Contract::parse("spec/openapi.yaml", CONTRACT).unwrap();
    let code = rust::client(&contract, true).unwrap().client;
    for operation in contract.operations() {
        let note = format!("the contract marks the operation `{}` as deprecated", operation.name());
        assert_eq!(code.contains(&note), operation.at().is_set("deprecated"), "{}", operation.name());
    }
}
