//! Other contracts than the built-in one: no Rust knows them.

use defender_actions_simulator::{Error, Simulator};
use serde_json::json;

use crate::client::{Call, contract, get, minimal, serve};

#[test]
fn a_fifth_operation_is_served_without_a_line_of_rust() {
    let mut contract = contract().root().to_json();
    let machine_actions = &contract["paths"]["/machines/{id}/unrestrictCodeExecution"]["post"];
    let mut isolate = machine_actions.clone();
    isolate["operationId"] = json!("isolateMachine");
    isolate["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": {
        "type": "object",
        "required": ["Comment", "IsolationType"],
        "properties": {
            "Comment": {"type": "string"},
            "IsolationType": {"type": "string", "enum": ["Full", "Selective"], "x-error-code": "BadRequest"},
        },
    }}}});
    isolate["responses"]["201"]["content"]["application/json"]["examples"] = json!({"documented": {"value": {
        "type": "Isolate", "machineId": "", "requestorComment": "",
    }}});
    isolate["x-simulator"] = json!({"state": {"of": "$request.path.id", "becomes": "Isolated"}});
    contract["paths"]["/machines/{id}/isolate"] = json!({"post": isolate});

    let simulator = serve(&contract);
    let id = "fb9ab6be3965095a09c057be7c90f0a2";
    let call = |body| Call::post(&format!("/api/machines/{id}/isolate"), &body).send(&simulator);
    let answer = call(json!({"Comment": "c", "IsolationType": "Full"}));
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json(), json!({"type": "Isolate", "machineId": id, "requestorComment": "c"}));
    assert_eq!(simulator.state(id).as_deref(), Some("Isolated"));
    assert_eq!(call(json!({"Comment": "c", "IsolationType": "Half"})).code(), "BadRequest");
    assert_eq!(call(json!({"Comment": "c"})).code(), "MissingRequiredParameter");
}

#[test]
fn without_a_word_about_refusals_they_have_customary_statuses_and_their_own_names() {
    let mut contract = minimal(json!({"/a": {"post": {
        "operationId": "a",
        "security": [{"key": []}],
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "required": ["x"]}}}},
        "responses": {"204": {"description": "done"}},
    }}}));
    contract["components"]["securitySchemes"]["key"] = json!({"type": "http", "scheme": "bearer"});
    let simulator = serve(&contract);
    let call = Call::post("/a", &json!({"x": 1}));
    assert_eq!(call.send(&simulator).status, 204);
    assert_eq!(call.clone().body("").send(&simulator).status, 204);
    for (call, status, code) in [
        (Call::new("POST", "/b"), 404, "UnknownRoute"),
        (Call::new("PUT", "/a"), 405, "MethodNotAllowed"),
        (call.clone().without("Authorization"), 401, "MissingToken"),
        (call.clone().header("Content-Type", "text/plain"), 415, "UnsupportedMediaType"),
        (call.clone().body(vec![b'x'; 2 << 20]), 413, "BodyTooLarge"),
        (call.clone().body("x"), 400, "MalformedBody"),
        (call.clone().body("{}"), 400, "MissingProperty"),
        (call.header("Prefer", "code=418"), 400, "UnknownPreference"),
    ] {
        let answer = call.send(&simulator);
        assert_eq!((answer.status, answer.code().as_str()), (status, code));
        assert!(!answer.message().is_empty());
    }
}

#[test]
fn query_and_header_parameters_are_checked() {
    let simulator = serve(&minimal(json!({"/a": {"get": {
        "operationId": "a",
        "parameters": [
            {"name": "n", "in": "query", "required": true, "schema": {"type": "integer", "format": "int32", "maximum": 9}},
            {"name": "all", "in": "query", "schema": {"type": "array", "items": {"type": "boolean"}}},
            {"name": "X-When", "in": "header", "schema": {"type": "string", "format": "date-time"}},
            {"name": "Accept", "in": "header", "required": true, "schema": {"type": "string"}},
        ],
        "responses": {"200": {"description": "", "content": {"application/json": {"example": {"n": 0}, "schema": {
            "properties": {"n": {"x-simulator": {"value": "$request.query.n"}}},
        }}}}},
    }}})));
    let answer = get(&simulator, "/a?all=true&n=7&all=false&other");
    assert_eq!((answer.status, answer.json()), (200, json!({"n": "7"})));
    for (target, code, says) in [
        ("/a", "MissingProperty", "query parameter `n` is missing"),
        ("/a?n=x", "InvalidValue", "`n`"),
        ("/a?n=10", "InvalidValue", "`n`"),
        ("/a?n=1&all=true&all=1", "InvalidValue", "`all` is not valid at /1"),
    ] {
        let answer = get(&simulator, target);
        assert_eq!((answer.status, answer.code().as_str()), (400, code), "{target}");
        assert!(answer.message().contains(says), "{}", answer.message());
    }
    let when = |value| Call::new("GET", "/a?n=1").header("x-when", value).send(&simulator).status;
    assert_eq!((when("2020-01-01T00:00:00Z"), when("today")), (200, 400));
}

#[test]
fn an_answer_without_an_example_is_made_from_its_schema() {
    let schema = json!({
        "type": "object",
        "required": ["text", "long", "when", "kind", "number", "list", "flag", "one", "part"],
        "properties": {
            "text": {"type": "string"},
            "long": {"type": "string", "minLength": 8},
            "when": {"type": "string", "format": "date-time", "x-simulator": {"value": "$now"}},
            "kind": {"type": "string", "enum": ["A", "B"]},
            "number": {"type": "integer", "minimum": 3, "exclusiveMinimum": true},
            "list": {"type": "array", "minItems": 2, "items": {"type": "integer", "maximum": -1}},
            "flag": {"type": "boolean"},
            "one": {"oneOf": [{"type": "string", "format": "uuid"}, {"type": "integer"}]},
            "part": {"allOf": [{"$ref": "#/components/schemas/Part"}]},
            "optional": {"type": "string"},
        },
    });
    let mut contract = minimal(json!({"/a": {"get": {"operationId": "a", "responses": {
        "200": {"description": "", "content": {"application/json": {"schema": schema}}},
    }}}}));
    contract["components"]["schemas"]["Part"] = json!({
        "type": "object",
        "required": ["left"],
        "properties": {"part": {"$ref": "#/components/schemas/Part"}, "left": {"type": "integer", "default": 7}},
    });
    let answer = get(&serve(&contract), "/a").json();
    assert_eq!(answer["text"], "string");
    assert_eq!(answer["long"], "stringst");
    assert_ne!(answer["when"], "2020-01-01T00:00:00Z");
    assert_eq!(answer["kind"], "A");
    assert_eq!(answer["number"], 4);
    assert_eq!(answer["list"], json!([-1, -1]));
    assert_eq!(answer["one"], "00000000-0000-0000-0000-000000000000");
    assert_eq!(answer["part"], json!({"left": 7}));
    assert_eq!(answer.get("optional"), None);
}

#[test]
fn plain_paths_come_before_templates() {
    let answer = |text: &str| json!({"200": {"description": "", "content": {"text/plain": {"example": text}}}});
    let simulator = serve(&minimal(json!({
        "/a/{x}": {
            "parameters": [{"name": "x", "in": "path", "required": true, "schema": {"type": "string"}}],
            "get": {"operationId": "any", "responses": answer("any")},
            "put": {"operationId": "put", "responses": answer("put")},
        },
        "/a/all": {"get": {"operationId": "all", "responses": answer("all")}},
    })));
    let all = get(&simulator, "/a/all");
    assert_eq!((all.header("content-type"), &*all.body), (Some("text/plain"), &b"all"[..]));
    assert_eq!(get(&simulator, "/a/1").body, b"any");
    assert_eq!(Call::new("DELETE", "/a/all").send(&simulator).header("allow"), Some("GET, PUT"));
    assert_eq!(Call::new("PUT", "/a/all").send(&simulator).body, b"put");
}

#[test]
fn a_contract_that_is_none_is_an_error_with_its_name() {
    let error = Simulator::builder().contract("mine.yaml", "openapi: [").start().unwrap_err();
    assert!(matches!(error, Error::Contract(_)));
    assert!(error.to_string().contains("mine.yaml"), "{error}");
}

#[test]
fn a_malformed_extension_is_an_error_with_its_pointer() {
    let operation = "/paths/~1files~1{sha1}~1block/post";
    for (at, extension, says) in [
        ("", json!({"refusals": {"too-late": {"status": 400, "code": "X"}}}), "too-late"),
        ("", json!({"refusals": {"missing-token": {"status": 200, "code": "X"}}}), "200"),
        ("", json!({"surprise": 1}), "surprise"),
        (operation, json!({"state": {"of": "$request.path.sha1", "becomes": "a\nb"}}), "header"),
        (operation, json!({"state": {"of": "$request.path.other", "becomes": "X"}}), "other"),
        (operation, json!({"pending": {"one-per": "path.sha1"}}), "path.sha1"),
        ("/components/parameters/MachineId", json!({"resource": 1}), "string"),
        ("/components/schemas/Comment", json!({"value": "$later"}), "$later"),
    ] {
        let mut contract = contract().root().to_json();
        contract.pointer_mut(at).unwrap()["x-simulator"] = extension;
        let result = Simulator::builder().contract("c.json", contract.to_string()).start();
        let error = result.unwrap_err().to_string();
        assert!(error.contains(&format!("{at}/x-simulator")) && error.contains(says), "{error}");
    }
}

#[test]
fn a_schema_that_does_not_compile_is_an_error_at_the_start() {
    let mut contract = contract().root().to_json();
    contract["components"]["schemas"]["Sha1"]["pattern"] = json!("(");
    let result = Simulator::builder().contract("c.json", contract.to_string()).start();
    assert!(result.is_err());
}
