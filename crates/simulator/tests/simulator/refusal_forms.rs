//! In which form a refusal is given: the one that the contract documents, else plain text.

use openapi::{Contract, Pointer};
use serde_json::{Value, json};

use crate::client::{Answer, Call, get, minimal, serve};

/// A contract whose operation needs a number in its query, and documents content for 400.
fn documenting(content: &Value) -> Value {
    minimal(json!({"/a": {"get": {
        "parameters": [{"name": "n", "in": "query", "required": true, "schema": {"type": "integer"}}],
        "responses": {"204": {"description": ""}, "4XX": {"description": "", "content": content}},
    }}}))
}

fn refused(contract: &Value) -> Answer {
    let answer = get(&serve(contract), "/a");
    assert_eq!(answer.status, 400);
    answer
}

fn assert_valid(contract: &Value, answer: &Answer) {
    let contract = Contract::parse("test.json", &contract.to_string()).unwrap();
    let response = contract.at(&Pointer::of(["paths", "/a", "get", "responses", "4XX"])).unwrap();
    let body = openapi::Body::of(&response).unwrap();
    let schema = contract.json_schema(body.json().unwrap().schema().unwrap().node);
    if let Err(problem) = jsonschema::validate(&schema, &answer.json()) {
        panic!("{problem} in {answer:?}");
    }
}

#[test]
fn the_message_is_where_the_schema_has_a_place_for_it() {
    let says = "The required query parameter `n` is missing.";
    let text = json!({"type": "string"});
    for (schema, expected) in [
        (
            json!({"required": ["code", "message"], "properties": {"code": {"type": "integer"}, "message": text}}),
            json!({"code": 400, "message": says}),
        ),
        (
            json!({"type": "object", "properties": {"code": text, "message": text}}),
            json!({"message": says, "code": "MissingProperty"}),
        ),
        // The problem details of RFC 9457.
        (
            json!({"type": "object", "properties": {"type": text, "title": text, "status": {"type": "integer"}, "detail": text}}),
            json!({"detail": says, "status": 400}),
        ),
        (
            json!({"properties": {"error": {"properties": {"description": text}}}}),
            json!({"error": {"description": says}}),
        ),
        (
            json!({"type": "object", "required": ["errors"], "properties": {"errors": {
                "type": "array", "minItems": 1, "items": {"type": "object", "properties": {"title": text}},
            }}}),
            json!({"errors": [{"title": says}]}),
        ),
        // A code of its own, and a text that is too short.
        (
            json!({"required": ["code"], "properties": {"code": {"type": "string", "enum": ["E1"]}, "message": text}}),
            json!({"code": "E1", "message": says}),
        ),
        (
            json!({"required": ["message"], "properties": {"message": {"type": "string", "maxLength": 6}}}),
            json!({"message": "string"}),
        ),
        (json!({"type": "string"}), json!("string")),
    ] {
        let contract = documenting(&json!({"application/problem+json": {"schema": schema}}));
        let answer = refused(&contract);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        assert_eq!(answer.json(), expected, "{schema}");
        assert_valid(&contract, &answer);
    }
}

#[test]
fn an_example_of_the_code_comes_first() {
    let example = |code: &str| json!({"value": {"fault": {"code": code, "detail": "?", "hint": code}}});
    let mut contract = documenting(&json!({"application/json": {
        "schema": {"type": "object", "required": ["fault"]},
        "examples": {"Other": example("Other"), "This": example("MissingProperty")},
    }}));
    let fault = |contract: &Value| {
        let answer = refused(contract);
        assert_valid(contract, &answer);
        answer.json()["fault"].clone()
    };
    let says = "The required query parameter `n` is missing.";
    assert_eq!(fault(&contract), json!({"code": "MissingProperty", "detail": says, "hint": "MissingProperty"}));
    // Then one of all examples.
    contract["components"]["examples"]["Shared"] =
        json!({"value": {"fault": {"code": "MissingProperty", "detail": "?"}}});
    let content = "/paths/~1a/get/responses/4XX/content/application~1json";
    contract.pointer_mut(content).unwrap()["examples"] = json!({"Other": example("Other")});
    assert_eq!(fault(&contract), json!({"code": "MissingProperty", "detail": says}));
    // But not one of another form.
    contract.pointer_mut(content).unwrap()["schema"] =
        json!({"properties": {"fault": {"type": "string"}, "title": {"type": "string"}}});
    let answer = refused(&contract);
    assert_eq!(answer.json(), json!({"title": says}));
    assert_valid(&contract, &answer);
}

#[test]
fn where_nothing_is_documented_a_refusal_is_plain_text() {
    for content in [json!({}), json!({"text/html": {"example": "<p>no</p>"}})] {
        let answer = refused(&documenting(&content));
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
        assert_eq!(answer.text(), "MissingProperty: The required query parameter `n` is missing.\n");
    }
    // No schema allows any value.
    let answer = refused(&documenting(&json!({"application/json": {}})));
    assert_eq!(answer.json()["error"]["code"], "MissingProperty");
}

#[test]
fn a_refusal_has_the_form_of_its_own_status() {
    let mut contract = documenting(&json!({}));
    let error = |name: &str| {
        json!({"description": "", "content": {"application/json": {"schema": {
            "type": "object", "required": [name, "message"],
            "properties": {name: {"type": "boolean"}, "message": {"type": "string"}},
        }}}})
    };
    contract["paths"]["/a"]["get"]["responses"] =
        json!({"204": {"description": ""}, "400": error("exact"), "4XX": error("range"), "default": error("default")});
    let simulator = serve(&contract);
    assert_eq!(get(&simulator, "/a").json()["exact"], true);
    assert_eq!(Call::new("PUT", "/a").send(&simulator).json()["range"], true);
    assert_eq!(get(&simulator, "/b").json()["range"], true);
}
