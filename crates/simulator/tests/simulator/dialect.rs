//! Contracts of OpenAPI 3.1: bodies that are made from their schemas, and requests that are checked by them.

use serde_json::{Value, json};

use crate::client::{Call, get, serve};

fn contract(paths: Value, schemas: Value) -> Value {
    let schemas =
        json!({"schemas": schemas, "pathItems": {"Shared": {"get": {"responses": {"204": {"description": ""}}}}}});
    json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths, "components": schemas})
}

fn schemas() -> Value {
    json!({"Text": {"type": "string", "minLength": 3}, "Tree": {"properties": {"next": {"$ref": "#/components/schemas/Tree"}}}})
}

#[test]
fn what_is_made_keeps_the_promises_of_its_schema() {
    for schema in [
        json!({"type": ["null", "string"]}),
        json!({"type": "null"}),
        json!({"anyOf": [{"type": "null"}, {"type": "object", "required": ["a"], "properties": {"a": {"const": 3}}}]}),
        json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}),
        json!({"$ref": "#/components/schemas/Text", "maxLength": 4}),
        json!({"$ref": "#/components/schemas/Text", "description": "d"}),
        json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "minItems": 3, "items": {"type": "boolean"}}),
        json!({"type": "array", "contains": {"type": "integer", "minimum": 5}, "minContains": 2}),
        json!({"type": "object", "required": ["a"], "dependentRequired": {"a": ["b"]}, "properties": {"b": {"type": "integer"}}}),
        json!({"type": "object", "properties": {"a": false, "b": true}, "unevaluatedProperties": false}),
        json!({"type": "object", "required": ["a"], "patternProperties": {"^x": false}, "propertyNames": {"maxLength": 3}}),
        json!({"type": "string", "contentEncoding": "base64"}),
        json!({"examples": [{"a": 1}], "type": "object"}),
        json!({"if": {"type": "string"}, "then": {"minLength": 3}, "else": {"type": "object"}}),
        json!({"$ref": "#/components/schemas/Tree", "required": ["next"]}),
        json!(true),
    ] {
        let paths = json!({"/a": {"get": {"responses": {
            "200": {"description": "", "content": {"application/json": {"schema": schema}}},
        }}}});
        let contract = contract(paths, schemas());
        let answer = get(&serve(&contract), "/a");
        assert_eq!(answer.status, 200, "{schema}");
        let contract = openapi::Contract::parse("test.json", &contract.to_string()).unwrap();
        let pointer = "/paths/~1a/get/responses/200/content/application~1json/schema".parse().unwrap();
        let schema_of_json = contract.json_schema(contract.at(&pointer).unwrap().node);
        if let Err(problem) = jsonschema::validate(&schema_of_json, &answer.json()) {
            panic!("{problem} in {} for {schema}", answer.text());
        }
    }
}

#[test]
fn requests_are_checked_by_keywords_of_json_schema() {
    for (schema, good, bad) in [
        (json!({"type": ["string", "null"]}), json!(null), json!(3)),
        (json!({"const": 1}), json!(1), json!(2)),
        (json!({"type": "integer", "exclusiveMinimum": 0}), json!(1), json!(0)),
        (json!({"$ref": "#/components/schemas/Text", "maxLength": 4}), json!("abcd"), json!("abcde")),
        (json!({"$ref": "#/components/schemas/Text", "maxLength": 4}), json!("abc"), json!("ab")),
        (json!({"type": "string", "nullable": true}), json!("a"), json!(null)),
        (json!({"prefixItems": [{"type": "string"}], "items": false}), json!(["a"]), json!(["a", "b"])),
        (json!({"contains": {"const": 1}, "maxContains": 1}), json!([1]), json!([1, 1])),
        (json!({"dependentRequired": {"a": ["b"]}}), json!({"a": 1, "b": 1}), json!({"a": 1})),
        (json!({"dependentSchemas": {"a": {"maxProperties": 1}}}), json!({"a": 1}), json!({"a": 1, "b": 1})),
        (json!({"if": {"required": ["a"]}, "then": {"required": ["b"]}}), json!({"c": 1}), json!({"a": 1})),
        (json!({"patternProperties": {"^x": {"type": "integer"}}}), json!({"x1": 1}), json!({"x1": "a"})),
        (json!({"propertyNames": {"maxLength": 2}}), json!({"ab": 1}), json!({"abc": 1})),
        (
            json!({"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": false}),
            json!({"a": 1}),
            json!({"b": 1}),
        ),
        (json!({"properties": {"a": false}}), json!({"b": 1}), json!({"a": 1})),
        (json!({"$ref": "#/components/schemas/Tree", "type": "object"}), json!({"next": {"next": {}}}), json!(1)),
    ] {
        let simulator = serve(&contract(
            json!({"/a": {"post": {
                "requestBody": {"required": true, "content": {"application/json": {"schema": schema}}},
                "responses": {"204": {"description": ""}},
            }}}),
            schemas(),
        ));
        assert_eq!(Call::post("/a", &good).send(&simulator).status, 204, "{schema}");
        assert_eq!(Call::post("/a", &bad).send(&simulator).status, 400, "{schema}");
    }
}

#[test]
fn an_operation_without_responses_gives_an_empty_success() {
    let answer = get(&serve(&contract(json!({"/a": {"get": {}}}), schemas())), "/a");
    assert_eq!((answer.status, answer.text()), (200, ""));
}

#[test]
fn a_path_item_of_the_components_is_served_where_it_is_referred_to() {
    let simulator =
        serve(&contract(json!({"/a": {"$ref": "#/components/pathItems/Shared", "summary": "s"}}), schemas()));
    assert_eq!(get(&simulator, "/a").status, 204);
    let without_paths =
        json!({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "webhooks": {"made": {"post": {}}}});
    assert_eq!(get(&serve(&without_paths), "/a").status, 404);
}
