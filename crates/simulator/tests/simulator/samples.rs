//! Bodies that are made from schemas: valid, or an error at the start.

use defender_actions_simulator::Simulator;
use serde_json::{Value, json};

use crate::client::{Call, get, minimal, serve};

/// A contract whose operation returns JSON of a schema, without an example.
fn returning(schema: &Value) -> Value {
    minimal(json!({"/a": {"get": {"responses": {
        "200": {"description": "", "content": {"application/json": {"schema": schema}}},
    }}}}))
}

fn start_error(contract: &Value) -> String {
    let result = Simulator::builder().contract("test.json", contract.to_string()).start();
    result.unwrap_err().to_string()
}

#[test]
fn what_is_made_keeps_the_promises_of_its_schema() {
    for schema in [
        json!({"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": 1, "exclusiveMaximum": true}),
        json!({"type": "integer", "minimum": 0.5}),
        json!({"type": "integer", "maximum": -0.5}),
        json!({"type": "integer", "minimum": 7, "multipleOf": 5}),
        json!({"allOf": [{"type": "integer", "minimum": 1}, {"minimum": 5}]}),
        json!({"allOf": [{"type": "integer", "maximum": -1}, {"maximum": -5, "exclusiveMaximum": true}]}),
        json!({"allOf": [{"type": "string", "maxLength": 3}, {"minLength": 2, "maxLength": 2}]}),
        json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"type": "string"}}),
        json!({"type": "array", "minItems": 20, "items": {"type": "string"}}),
        json!({"type": "string", "minLength": 2000}),
        json!({"type": "string", "format": "uuid"}),
        json!({"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer", "minimum": 3}}),
        json!({"type": "object", "nullable": true, "required": ["a"], "properties": {"a": {"enum": [2, 1]}}}),
        json!({"oneOf": [
            {"type": "object", "required": ["b"], "properties": {"b": {"type": "boolean"}}},
            {"type": "object", "required": ["c"], "properties": {"c": {"type": "integer"}}},
        ]}),
        json!({"not": {"type": "integer"}}),
        json!({}),
    ] {
        let contract = returning(&schema);
        let answer = get(&serve(&contract), "/a");
        assert_eq!(answer.status, 200);
        let contract = openapi::Contract::parse("test.json", &contract.to_string()).unwrap();
        let pointer = "/paths/~1a/get/responses/200/content/application~1json/schema".parse().unwrap();
        let schema_of_json = contract.json_schema(contract.at(&pointer).unwrap().node);
        if let Err(problem) = jsonschema::validate(&schema_of_json, &answer.json()) {
            panic!("{problem} in {} for {schema}", answer.text());
        }
    }
}

#[test]
fn what_cannot_be_made_is_an_error_at_the_start_with_its_place() {
    let endless = json!({"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/x-endless"}}});
    for (schema, reason) in [
        (json!({"type": "string", "pattern": "^[0-9]{40}$"}), "a pattern"),
        (json!({"type": "integer", "minimum": 0.2, "maximum": 0.8}), "bounds"),
        (json!({"type": "string", "minLength": 3, "maxLength": 2}), "as long"),
        (json!({"allOf": [{"type": "string"}, {"type": "integer"}]}), "no type"),
        (json!({"type": "integer", "not": {"minimum": -5}}), "is not valid"),
        // A value that the schema itself has may break its rules.
        (json!({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "default": 1}}}), "at /a"),
        (endless.clone(), "no end"),
    ] {
        let mut contract = returning(&schema);
        contract["x-endless"] = endless.clone();
        let error = start_error(&contract);
        let place = ": /paths/~1a/get/responses/200/content/application~1json: ";
        assert!(error.starts_with("test.json:1:") && error.contains(place), "{error}");
        assert!(error.contains(reason) && error.contains("example"), "{schema}: {error}");
    }
}

#[test]
fn every_such_place_is_reported() {
    let operation = &returning(&json!({"type": "string", "pattern": "x"}))["paths"]["/a"];
    let error = start_error(&minimal(json!({"/a": operation, "/b": operation})));
    assert!(error.contains("/paths/~1a/get") && error.contains("/paths/~1b/get"), "{error}");
}

#[test]
fn a_success_that_can_be_given_takes_the_place_of_one_that_cannot() {
    let pattern = json!({"application/json": {"schema": {"type": "string", "pattern": "^x$"}}});
    let mut contract = returning(&json!({}));
    contract["paths"]["/a"]["get"]["responses"] = json!({
        "200": {"description": "", "content": pattern},
        "202": {"description": "", "content": {"application/json": {"schema": {"type": "boolean"}}}},
        "404": {"description": "", "content": pattern},
    });
    let simulator = serve(&contract);
    let answer = get(&simulator, "/a");
    assert_eq!((answer.status, answer.text()), (202, "true"));
    for code in ["200", "404"] {
        let refused = Call::new("GET", "/a").header("Prefer", &format!("code={code}")).send(&simulator);
        assert_eq!((refused.status, refused.code().as_str()), (400, "UnknownPreference"));
        let says = format!("The response {code} cannot be given: no value can be made");
        assert!(refused.message().starts_with(&says), "{}", refused.message());
    }
    contract["paths"]["/a"]["get"]["responses"]["200"]["content"]["application/json"]["example"] = json!("x");
    assert_eq!(get(&serve(&contract), "/a").text(), "\"x\"");
}

#[test]
fn a_body_that_is_not_json_is_made_if_it_is_text() {
    let mut contract = returning(&json!({}));
    let content = |contract: &mut Value, content: Value| {
        contract["paths"]["/a"]["get"]["responses"]["200"]["content"] = content;
    };
    content(&mut contract, json!({"text/plain": {"schema": {"type": "string", "minLength": 8}}}));
    let answer = get(&serve(&contract), "/a");
    assert_eq!((answer.header("content-type"), answer.text()), (Some("text/plain"), "stringst"));
    content(&mut contract, json!({"application/xml": {"schema": {"type": "object"}}}));
    assert!(start_error(&contract).contains("made of an example alone"), "{}", start_error(&contract));
}

#[test]
fn a_response_has_its_required_headers() {
    let mut contract = returning(&json!({"type": "boolean"}));
    contract["paths"]["/a"]["get"]["responses"]["200"]["headers"] = json!({
        "X-Count": {"required": true, "schema": {"type": "integer", "minimum": 3}},
        "X-List": {"schema": {"type": "array", "items": {"type": "string"}}, "example": ["a", "b"]},
        "X-Default": {"schema": {"type": "string", "default": "d"}},
        "X-Optional": {"schema": {"type": "string"}},
        "Content-Length": {"schema": {"type": "integer"}, "example": 99},
        "Content-Type": {"schema": {"type": "string"}, "example": "text/csv"},
    });
    let answer = get(&serve(&contract), "/a");
    for (name, value) in
        [("x-count", Some("3")), ("x-list", Some("a,b")), ("x-default", Some("d")), ("x-optional", None)]
    {
        assert_eq!(answer.header(name), value, "{name}");
    }
    assert_eq!((answer.header("content-length"), answer.text()), (Some("4"), "true"));
    assert!(answer.header("content-type").unwrap().starts_with("application/json"));
}

#[test]
fn a_request_need_not_have_what_is_read_only() {
    let simulator = serve(&minimal(json!({"/a": {"post": {
        "requestBody": {"required": true, "content": {"application/json": {"schema": {
            "type": "object",
            "required": ["id", "name"],
            "properties": {"id": {"type": "integer", "readOnly": true}, "name": {"type": "string"}},
        }}}},
        "responses": {"204": {"description": ""}},
    }}})));
    assert_eq!(Call::post("/a", &json!({"name": "n"})).send(&simulator).status, 204);
    assert_eq!(Call::post("/a", &json!({"id": 1})).send(&simulator).status, 400);
}
