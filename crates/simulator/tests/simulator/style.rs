//! Contracts that are not written as the lint would have them, and are served all the same.

use serde_json::json;

use crate::client::{Call, get, minimal, serve};

/// In the manner of the specification's own example `petstore-expanded`.
const PETSTORE: &str = r"
openapi: 3.0.0
info: {version: 1.0.0, title: Swagger Petstore}
servers: [{url: 'https://petstore.swagger.io/v2'}]
paths:
  /pets:
    get:
      operationId: findPets
      parameters:
        - {name: tags, in: query, style: form, schema: {type: array, items: {type: string}}}
        - {name: limit, in: query, schema: {type: integer, format: int32}}
      responses:
        '200':
          description: pet response
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}
        default: &error
          description: unexpected error
          content:
            application/json: {schema: {$ref: '#/components/schemas/Error'}}
    post:
      operationId: addPet
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/NewPet'}}
      responses:
        '200': &pet
          description: pet response
          content:
            application/json: {schema: {$ref: '#/components/schemas/Pet'}}
        default: *error
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, format: int64}}
    get:
      operationId: find pet by id
      responses: {'200': *pet, default: *error}
    delete:
      responses:
        '204': {description: pet deleted}
        default: *error
components:
  schemas:
    Pet:
      allOf:
        - $ref: '#/components/schemas/NewPet'
        - type: object
          required: [id]
          properties:
            id: {type: integer, format: int64}
    NewPet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        tag: {type: string}
    Error:
      type: object
      required: [code, message]
      properties:
        code: {type: integer, format: int32}
        message: {type: string}
";

fn petstore() -> defender_actions_simulator::Simulator {
    defender_actions_simulator::Simulator::builder().contract("petstore.yaml", PETSTORE).start().unwrap()
}

#[test]
fn the_petstore_is_served() {
    let simulator = petstore();
    for prefix in ["", "/v2"] {
        assert_eq!(get(&simulator, &format!("{prefix}/pets?tags=a&tags=b&limit=3")).json(), json!([]));
        assert_eq!(get(&simulator, &format!("{prefix}/pets/7")).json(), json!({"name": "string", "id": 0}));
    }
    assert_eq!(Call::post("/pets", &json!({"name": "n"})).send(&simulator).status, 200);
    assert_eq!(Call::new("DELETE", "/pets/7").send(&simulator).status, 204);
}

#[test]
fn it_is_refused_in_the_form_of_its_own_error() {
    let simulator = petstore();
    for (call, status, says) in [
        (Call::new("GET", "/pets?limit=x"), 400, "query parameter `limit`"),
        (Call::new("GET", "/pets/x"), 400, "path parameter `id`"),
        (Call::post("/pets", &json!({})), 400, "required property `name`"),
        (Call::post("/pets", &json!({})).header("Content-Type", "text/plain"), 415, "application/json"),
        (Call::new("PATCH", "/pets/7"), 405, "takes DELETE, GET, not PATCH"),
        (Call::new("GET", "/dogs"), 404, "no such path"),
    ] {
        let answer = call.send(&simulator);
        let error = answer.json();
        assert_eq!((answer.status, &error["code"]), (status, &json!(status)));
        assert!(error["message"].as_str().unwrap().contains(says), "{error}");
        assert_eq!(error.as_object().unwrap().len(), 2);
    }
    // What is asked for is a value of the schema, and no refusal.
    let asked = Call::new("GET", "/pets").header("Prefer", "code=503").send(&simulator);
    assert_eq!((asked.status, asked.json()), (503, json!({"code": 0, "message": "string"})));
}

#[test]
fn what_the_lint_would_say_is_no_reason_not_to_serve() {
    let ok = json!({"200": {"description": ""}});
    let mut contract = minimal(json!({
        // Ids that are no names, that differ in case alone, or are not there; a path without a description.
        "/a/{x}": {"get": {"operationId": "get a-thing!", "responses": ok}, "put": {"operationId": "GET A-THING!", "responses": ok}},
        "/b": {"get": {"operationId": "", "responses": ok}, "$ref": "#/x-item"},
        "/c/{y}": {"parameters": [{"name": "y", "in": "path", "schema": {"type": "integer"}}], "get": {"responses": ok}},
        // Twice in a list, of which the last counts; neither a schema nor content.
        "/d": {"get": {"parameters": [
            {"name": "q", "in": "query", "required": true, "schema": {"type": "boolean"}},
            {"name": "q", "in": "query", "schema": {"type": "integer"}},
            {"name": "free", "in": "query"},
        ], "responses": ok}},
        // A list without items, an enumeration with a value twice.
        "/e": {"get": {"responses": {"200": {"description": "", "content": {"application/json": {"schema": {
            "type": "object", "required": ["list", "letter"],
            "properties": {"list": {"type": "array"}, "letter": {"type": "string", "enum": ["a", "a"]}},
        }}}}}}},
        // A scope that no flow has.
        "/f": {"get": {"security": [{"key": ["unknown"]}], "responses": ok}},
    }));
    contract["x-item"] = json!({"delete": {"responses": ok}});
    contract["servers"] = json!([{"url": "https://{host}/base", "description": "no variable describes `host`"}]);
    contract["components"] = json!({"securitySchemes": {"key": {"type": "oauth2", "flows": {"clientCredentials": {
        "tokenUrl": "https://example.com/token", "scopes": {"known": ""},
    }}}}});
    let simulator = serve(&contract);
    for (method, target) in [
        ("GET", "/a/1"),
        ("PUT", "/base/a/1"),
        ("GET", "/b"),
        ("DELETE", "/b"),
        ("GET", "/c/1"),
        ("GET", "/d?q=1&free=x"),
        ("GET", "/e"),
        ("GET", "/f"),
    ] {
        let answer = Call::post(target, &json!({})).method(method).send(&simulator);
        assert_eq!(answer.status, 200, "{method} {target}: {}", answer.text());
    }
    assert_eq!(get(&simulator, "/c/x").status, 400);
    assert_eq!(get(&simulator, "/d?q=true").status, 400);
    assert_eq!(get(&simulator, "/e").json(), json!({"list": [], "letter": "a"}));
}

#[test]
fn parameters_are_read_by_their_style() {
    let list = json!({"type": "array", "items": {"type": "integer"}});
    let query = |name: &str, style: &str, explode: bool| json!({"name": name, "in": "query", "style": style, "explode": explode, "schema": list});
    let simulator = serve(&minimal(json!({"/a/{m}": {"get": {"parameters": [
        query("form", "form", false),
        query("space", "spaceDelimited", false),
        query("pipe", "pipeDelimited", false),
        query("many", "pipeDelimited", true),
        {"name": "deep", "in": "query", "required": true, "style": "deepObject", "schema": {"type": "object"}},
        {"name": "flag", "in": "query", "allowEmptyValue": true, "schema": {"type": "boolean"}},
        {"name": "m", "in": "path", "required": true, "style": "matrix", "schema": {"type": "integer"}},
    ], "responses": {"200": {"description": ""}}}}})));
    let status = |query: &str| get(&simulator, &format!("/a/;m=1?deep[a]=1&{query}")).status;
    for good in ["form=1,2", "space=1%202", "pipe=1|2", "many=1&many=2", "flag", "flag=true"] {
        assert_eq!(status(good), 200, "{good}");
    }
    for bad in ["form=1,x", "space=1,2", "pipe=1,2", "many=1&many=x", "flag=x"] {
        assert_eq!(status(bad), 400, "{bad}");
    }
}
