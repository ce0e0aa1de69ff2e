//! The view for any generator, of contracts that are not ours.

use openapi::{Contract, Document, Node};
use serde_json::{Value, json};

/// The view of a document with these parts.
fn portable(operation: Value, components: Value) -> Value {
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": "t", "version": "1" },
        "paths": { "/a": { "get": operation } },
        "components": components,
    });
    let contract = Contract::new(Document::from_node("t", Node::from(&document))).unwrap_or_else(|it| panic!("{it}"));
    views::view("portable").unwrap().derive_from_other(&contract).unwrap()
}

fn schemas(schemas: Value) -> Value {
    let operation = json!({ "responses": { "204": { "description": "" } } });
    portable(operation, json!({ "schemas": schemas }))["components"]["schemas"].clone()
}

fn responses(responses: Value) -> Value {
    portable(json!({ "responses": responses }), json!({}))["paths"]["/a"]["get"]["responses"].clone()
}

#[test]
fn a_value_with_a_name_stands_where_it_is_used() {
    let reference = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let view = schemas(json!({
        "Id": { "type": "string", "minLength": 1, "format": "uuid" },
        "Same-Id": reference("Id"),
        "Closed": { "type": "string", "enum": ["a"] },
        "Thing": { "type": "object", "properties": {
            "plain": reference("Id"), "encoded": reference("Same%2DId"), "closed": reference("Closed"),
            "list": { "type": "array", "items": reference("Id") } } },
    }));
    let id = json!({ "type": "string", "minLength": 1 });
    assert_eq!(
        view,
        json!({
            "Closed": { "type": "string", "enum": ["a"] },
            "Thing": { "type": "object", "properties": {
                "plain": id, "encoded": id, "closed": reference("Closed"), "list": { "type": "array", "items": id } } },
        })
    );
}

#[test]
fn a_nullable_reference_stands_where_it_is_used_unless_it_refers_on() {
    let nullable = |name: &str| {
        json!({
        "nullable": true, "description": "own", "allOf": [{ "$ref": format!("#/components/schemas/{name}") }] })
    };
    let leaf = json!({ "type": "object", "description": "named", "properties": { "a": { "type": "string" } } });
    let node = json!({ "type": "object", "properties": { "next": nullable("Node"), "leaf": nullable("Leaf") } });
    let view = schemas(json!({ "Leaf": leaf, "Node": node }));
    let inlined = json!({
        "type": "object", "nullable": true, "description": "own", "properties": { "a": { "type": "string" } } });
    assert_eq!(view["Node"]["properties"], json!({ "next": nullable("Node"), "leaf": inlined }));
}

#[test]
fn a_range_is_a_code_or_the_default_where_there_is_no_other() {
    let response = |text: &str| json!({ "description": text });
    assert_eq!(
        responses(json!({ "2XX": response("done"), "4XX": response("refused"), "5XX": response("failed") })),
        json!({ "200": response("done"), "default": response("refused") })
    );
    let exact = json!({ "201": response("made"), "404": response("none") });
    let mut both = exact.clone();
    for range in ["2XX", "4XX", "5XX"] {
        both[range] = response(range);
    }
    assert_eq!(responses(both), exact);
}

#[test]
fn a_header_is_a_text_and_so_are_its_examples() {
    let view = |header: Value| {
        let responses = json!({ "200": { "description": "", "headers": { "Wait": header } } });
        self::responses(responses)["200"]["headers"]["Wait"].clone()
    };
    let text = json!({ "type": "string" });
    let number = json!({ "type": "integer", "minimum": 0 });
    assert_eq!(view(json!({ "schema": number, "example": 30 })), json!({ "schema": text, "example": "30" }));
    let list = json!({ "type": "array", "items": { "type": "integer" } });
    assert_eq!(view(json!({ "schema": list, "example": [1, 2] })), json!({ "schema": text }));
    assert_eq!(
        view(
            json!({ "schema": {}, "examples": { "a": { "value": true }, "b": { "value": {} }, "c": { "value": "x" } } })
        ),
        json!({ "schema": text, "examples": { "a": { "value": "true" }, "c": { "value": "x" } } })
    );
    let already = json!({ "schema": text, "example": "30" });
    assert_eq!(view(already.clone()), already);
}

#[test]
fn a_success_says_that_there_is_one_without_a_body() {
    let body = json!({ "application/json": { "schema": { "type": "object" } } });
    assert_eq!(
        responses(json!({
            "200": { "description": "Empty." }, "201": { "description": "Made.", "content": body },
            "204": { "description": "Nothing." } })),
        json!({ "201": {
            "description": "Made. The service may also answer 200 or 204 without a body.", "content": body } })
    );
    let empty = json!({ "200": { "description": "Empty." }, "204": { "description": "Nothing." } });
    assert_eq!(responses(empty.clone()), empty);
}

#[test]
fn every_way_to_a_token_is_one_bearer_scheme() {
    let flow = json!({ "clientCredentials": { "tokenUrl": "https://t", "scopes": { "r": "read" } } });
    let oauth = json!({ "type": "oauth2", "description": "d", "flows": flow });
    let view = |schemes: Value, security: Value| {
        let operation = json!({ "security": security, "responses": { "204": { "description": "" } } });
        let view = portable(operation, json!({ "securitySchemes": schemes }));
        let schemes = view["components"]["securitySchemes"].clone();
        (schemes, view["paths"]["/a"]["get"]["security"].clone())
    };
    let bearer = json!({ "type": "http", "scheme": "bearer" });
    let key = json!({ "type": "apiKey", "in": "header", "name": "k" });
    assert_eq!(
        view(json!({ "o": oauth, "b": bearer }), json!([{ "o": ["r"] }, { "b": [] }, {}])),
        (json!({ "b": bearer }), json!([{ "b": [] }, {}])),
    );
    assert_eq!(
        view(json!({ "o": oauth, "k": key }), json!([{ "o": ["r"], "k": [] }])),
        (
            json!({ "o": { "type": "http", "scheme": "bearer", "description": "d" }, "k": key }),
            json!([{ "o": [], "k": [] }])
        ),
    );
    assert_eq!(view(json!({ "k": key }), json!([{ "k": [] }])), (json!({ "k": key }), json!([{ "k": [] }])));
}
