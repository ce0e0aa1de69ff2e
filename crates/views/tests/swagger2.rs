//! OpenAPI 3.0 as Swagger 2.0, part by part.

use openapi::Node;
use serde_json::{Value, json};
use views::swagger2::convert;

/// A document of one operation, with more members of the root.
fn document(operation: Value, more: Value) -> Value {
    let mut document = json!({
        "openapi": "3.0.3",
        "info": { "title": "t", "version": "1" },
        "paths": { "/a": { "post": operation } },
    });
    for (key, member) in more.as_object().unwrap() {
        document[key] = member.clone();
    }
    document
}

fn converted(operation: Value, more: Value) -> Value {
    convert(&Node::from(&document(operation, more))).unwrap()
}

/// The operation as Swagger 2.0.
fn operation(operation: Value) -> Value {
    converted(operation, json!({}))["paths"]["/a"]["post"].clone()
}

/// A schema as Swagger 2.0.
fn schema(schema: Value) -> Value {
    converted(done(), json!({ "components": { "schemas": { "S": schema } } }))["definitions"]["S"].clone()
}

/// The parameter as Swagger 2.0, without its name.
fn parameter(mut parameter: Value) -> Value {
    parameter["name"] = "p".into();
    let mut operation = operation(json!({ "parameters": [parameter], "responses": {} }));
    let parameter = operation["parameters"][0].as_object_mut().unwrap();
    assert_eq!(parameter.remove("name"), Some("p".into()));
    Value::Object(parameter.clone())
}

fn unsupported(operation: Value, more: Value) -> Vec<String> {
    let unsupported = convert(&Node::from(&document(operation, more))).unwrap_err();
    unsupported.iter().map(|it| format!("{}: {}", it.pointer, it.message)).collect()
}

fn done() -> Value {
    json!({ "responses": { "204": { "description": "Done." } } })
}

#[test]
fn the_first_server_is_the_host() {
    let servers = |servers: Value| {
        let swagger = converted(done(), json!({ "servers": servers }));
        ["schemes", "host", "basePath"].map(|key| swagger[key].clone())
    };
    let expected = |scheme: Value, host: Value, path: &str| [scheme, host, path.into()];
    let https = || json!(["https"]);
    assert_eq!(servers(json!([{ "url": "https://h:1/v1/" }])), expected(https(), "h:1".into(), "/v1"));
    assert_eq!(servers(json!([{ "url": "https://h" }, { "url": "http://i" }])), expected(https(), "h".into(), "/"));
    assert_eq!(servers(json!([{ "url": "//h/v1" }])), expected(Value::Null, "h".into(), "/v1"));
    assert_eq!(servers(json!([{ "url": "/v1" }])), expected(Value::Null, Value::Null, "/v1"));
    assert_eq!(servers(json!([{ "url": "v1" }])), expected(Value::Null, Value::Null, "/v1"));
    let variables = json!({ "region": { "enum": ["eu", "us"], "default": "us" } });
    let several = json!([{ "url": "https://{region}.h/v1", "variables": variables }]);
    assert_eq!(servers(several.clone()), expected(https(), "us.h".into(), "/v1"));
    // Linters know the extension, and no variables in it.
    let extension = json!([{ "url": "https://{region}.h/v1", "x-variables": several[0]["variables"] }]);
    assert_eq!(converted(done(), json!({ "servers": several }))["x-servers"], extension);
    let mut also_elsewhere = done();
    also_elsewhere["servers"] = json!([{ "url": "https://other" }, { "url": "https://h" }]);
    assert_eq!(converted(also_elsewhere, json!({ "servers": [{ "url": "https://h" }] }))["host"], "h");
    let none = converted(done(), json!({}));
    assert_eq!((none.get("host"), none.get("basePath"), none.get("x-servers")), (None, None, None));
}

#[test]
fn a_body_is_a_parameter_and_its_media_types_are_those_of_the_operation() {
    let json = json!({ "schema": { "$ref": "#/components/schemas/S" } });
    let body = json!({ "required": true, "description": "d", "content": {
        "application/xml": json, "application/json": json, "text/plain": { "schema": { "type": "string" } } } });
    let responses = json!({
        "200": { "description": "ok", "content": { "application/json": json }, "headers": {
            "Retry-After": { "description": "h", "schema": { "type": "integer", "minimum": 0 } },
            "Odd": { "schema": { "type": "object" } } } },
        "404": { "$ref": "#/components/responses/Missing" },
        "default": { "description": "file", "content": {
            "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } } },
    });
    let missing = json!({ "description": "none", "content": { "application/problem+json": {
        "schema": json["schema"], "examples": { "first": { "value": 1 }, "second": { "value": 2 } } } } });
    let components = json!({ "schemas": { "S": { "type": "object" } }, "responses": { "Missing": missing } });
    let swagger =
        converted(json!({ "requestBody": body, "responses": responses }), json!({ "components": components }));
    let reference = json!({ "$ref": "#/definitions/S" });
    assert_eq!(
        swagger["paths"]["/a"]["post"],
        json!({
            "consumes": ["application/xml", "application/json"],
            "produces": ["application/json", "application/problem+json", "application/octet-stream"],
            "parameters": [{ "name": "body", "in": "body", "required": true, "description": "d", "schema": reference }],
            "responses": {
                "200": { "description": "ok", "schema": reference, "headers": {
                    "Retry-After": { "type": "integer", "minimum": 0, "description": "h" },
                    "Odd": { "type": "string" } } },
                "404": { "$ref": "#/responses/Missing" },
                "default": { "description": "file", "schema": { "type": "file" } },
            },
        })
    );
    let missing = json!({ "description": "none", "schema": reference, "examples": { "application/problem+json": 1 } });
    assert_eq!(swagger["responses"], json!({ "Missing": missing }));
}

#[test]
fn a_form_is_a_parameter_for_each_part() {
    let properties = json!({
        "file": { "type": "string", "format": "binary" },
        "tags": { "type": "array", "items": { "type": "string" } },
        "name": { "$ref": "#/components/schemas/Name" },
    });
    let form = json!({ "type": "object", "required": ["file"], "properties": properties });
    let body = json!({ "content": { "multipart/form-data": { "schema": form } } });
    let name = json!({ "type": "string", "minLength": 1, "nullable": true });
    let swagger = converted(
        json!({ "requestBody": body, "responses": {} }),
        json!({ "components": { "schemas": { "Name": name } } }),
    );
    let operation = &swagger["paths"]["/a"]["post"];
    assert_eq!(operation["consumes"], json!(["multipart/form-data"]));
    let part = |name: &str| {
        let parts = operation["parameters"].as_array().unwrap();
        parts.iter().find(|part| part["name"] == name).unwrap().clone()
    };
    assert_eq!(part("file"), json!({ "name": "file", "in": "formData", "required": true, "type": "file" }));
    assert_eq!(part("tags")["collectionFormat"], "multi");
    let expected = json!({
        "name": "name", "in": "formData", "required": false, "type": "string", "minLength": 1, "x-nullable": true });
    assert_eq!(part("name"), expected);
}

#[test]
fn a_parameter_has_its_schema_in_it() {
    let plain = json!({ "in": "query", "schema": { "type": "integer", "maximum": 9 }, "example": 3 });
    assert_eq!(parameter(plain), json!({ "in": "query", "type": "integer", "maximum": 9, "x-example": 3 }));
    let composed = json!({ "allOf": [{ "type": "string", "pattern": "^a" }], "description": "d", "maxLength": 3 });
    assert_eq!(
        parameter(json!({ "in": "header", "schema": composed })),
        json!({ "in": "header", "type": "string", "pattern": "^a", "maxLength": 3, "description": "d" })
    );
    let list = |more: Value| {
        let mut list = json!({ "in": "query", "schema": { "type": "array", "items": { "type": "string" } } });
        list.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        parameter(list)["collectionFormat"].clone()
    };
    assert_eq!(list(json!({})), "multi");
    assert_eq!(list(json!({ "explode": false })), "csv");
    assert_eq!(list(json!({ "style": "spaceDelimited" })), "ssv");
    assert_eq!(list(json!({ "style": "pipeDelimited" })), "pipes");
    assert_eq!(list(json!({ "in": "path", "required": true })), "csv");
}

#[test]
fn what_schemas_say_in_another_way_is_an_extension() {
    assert_eq!(
        schema(json!({
            "type": "object",
            "properties": { "a": { "nullable": true, "type": "string" }, "b": { "$ref": "#/components/schemas/S" } },
            "additionalProperties": {},
            "deprecated": true,
        })),
        json!({
            "type": "object",
            "properties": { "a": { "x-nullable": true, "type": "string" }, "b": { "$ref": "#/definitions/S" } },
            "additionalProperties": {},
            "x-deprecated": true,
        })
    );
    let reference = json!({ "$ref": "#/components/schemas/S" });
    let moved = json!({ "$ref": "#/definitions/S" });
    assert_eq!(
        schema(json!({ "type": "array", "items": { "oneOf": [reference], "allOf": [reference], "not": reference } })),
        json!({ "type": "array", "items": { "x-oneOf": [moved], "allOf": [moved], "x-not": moved } })
    );
    let base = |required: Value| {
        let kind = json!({ "kind": { "type": "string" } });
        let discriminator = json!({ "propertyName": "kind" });
        schema(json!({ "required": required, "properties": kind, "discriminator": discriminator }))
    };
    assert_eq!(base(json!(["kind"]))["discriminator"], "kind");
    assert_eq!(base(json!([])).get("discriminator"), None, "Swagger 2.0 wants it required");
    assert_eq!(base(json!([]))["x-discriminator"]["propertyName"], "kind");
    // The name of a property is no keyword.
    let named = json!({ "properties": { "nullable": { "type": "string" } } });
    assert_eq!(schema(named.clone()), named);
}

#[test]
fn each_flow_is_a_definition_and_an_alternative() {
    let scopes = json!({ "r": "read" });
    let schemes = json!({
        "one": { "type": "oauth2", "description": "d", "flows": {
            "clientCredentials": { "tokenUrl": "https://t", "scopes": scopes } } },
        "two": { "type": "oauth2", "flows": {
            "implicit": { "authorizationUrl": "https://a", "scopes": scopes },
            "authorizationCode": { "authorizationUrl": "https://a", "tokenUrl": "https://t", "scopes": scopes } } },
        "bearer": { "type": "http", "scheme": "bearer" },
        "basic": { "type": "http", "scheme": "Basic" },
        "key": { "type": "apiKey", "in": "query", "name": "k" },
        "open": { "type": "openIdConnect", "openIdConnectUrl": "https://o" },
    });
    let mut called = done();
    called["security"] = json!([{ "one": ["r"], "key": [] }, { "two": ["r"] }, {}]);
    let swagger = converted(
        called,
        json!({
            "security": [{ "bearer": [] }],
            "components": { "securitySchemes": schemes },
        }),
    );
    assert_eq!(swagger["security"], json!([{ "bearer": [] }]));
    assert_eq!(
        swagger["paths"]["/a"]["post"]["security"],
        json!([{ "one": ["r"], "key": [] }, { "two-implicit": ["r"] }, { "two-accessCode": ["r"] }, {}])
    );
    let definitions = &swagger["securityDefinitions"];
    assert_eq!(
        definitions["one"],
        json!({ "type": "oauth2", "flow": "application", "tokenUrl": "https://t", "scopes": scopes, "description": "d" })
    );
    assert_eq!(
        definitions["two-implicit"],
        json!({ "type": "oauth2", "flow": "implicit", "authorizationUrl": "https://a", "scopes": scopes })
    );
    assert_eq!(definitions["two-accessCode"]["flow"], "accessCode");
    assert_eq!(definitions["basic"], json!({ "type": "basic" }));
    assert_eq!(definitions["key"], json!({ "type": "apiKey", "in": "query", "name": "k" }));
    for token in ["bearer", "open"] {
        let description = "The header is `Bearer`, a space, and the token.";
        let expected = json!({ "type": "apiKey", "in": "header", "name": "Authorization", "description": description });
        assert_eq!(definitions[token], expected);
    }
}

#[test]
fn what_a_caller_needs_and_swagger_lacks_is_an_error_with_its_place() {
    let parameters = json!([
        { "name": "a", "in": "cookie", "schema": { "type": "string" } },
        { "name": "b", "in": "query", "content": { "application/json": {} } },
        { "name": "c", "in": "query", "schema": { "type": "object" } },
        { "name": "d", "in": "path", "required": true, "style": "label", "schema": { "type": "string" } },
        { "name": "e", "in": "query", "schema": { "oneOf": [{ "type": "string" }] } },
    ]);
    let at = "/paths/~1a/post";
    assert_eq!(
        unsupported(
            json!({
                "servers": [{ "url": "https://other" }], "parameters": parameters,
                "responses": { "4XX": { "description": "" }, "200": { "description": "", "content": {
                    "application/json": { "schema": { "$ref": "#/components/responses/R/x" } } } } },
            }),
            json!({ "components": { "responses": { "R": { "description": "", "x": {} } }, "securitySchemes": { "k": { "type": "apiKey", "in": "cookie", "name": "c" } } } })
        ),
        [
            format!(
                "{at}/servers: Swagger 2.0 has no servers of one path or operation; it has one host for all, the first \
                 of the document"
            ),
            format!("{at}/parameters/0: Swagger 2.0 has no parameter in a cookie"),
            format!("{at}/parameters/1: Swagger 2.0 has no parameter that is written as a media type"),
            format!("{at}/parameters/2: Swagger 2.0 has no parameter that is an object or a choice of schemas"),
            format!("{at}/parameters/3: Swagger 2.0 has no parameter in the styles `label`, `matrix` and `deepObject`"),
            format!("{at}/parameters/4: Swagger 2.0 has no parameter that is an object or a choice of schemas"),
            format!("{at}/responses/4XX: Swagger 2.0 has no range of statuses"),
            format!(
                "{at}/responses/200/content/application~1json/schema: Swagger 2.0 has no reference to a schema without \
                 a name"
            ),
            "/components/securitySchemes/k: Swagger 2.0 has no key in a cookie".to_owned(),
        ]
    );
}

/// Each part refers to the next one twice: followed one by one they are more than any machine takes.
#[test]
fn a_composition_that_doubles_at_every_step_ends() {
    let mut schemas = json!({ "S0": { "type": "string" } });
    for step in 1..40 {
        let part = json!({ "$ref": format!("#/components/schemas/S{}", step - 1) });
        schemas[format!("S{step}")] = json!({ "allOf": [part, part] });
    }
    let parameter = json!({ "name": "p", "in": "query", "schema": { "$ref": "#/components/schemas/S39" } });
    let unsupported = unsupported(
        json!({ "parameters": [parameter], "responses": {} }),
        json!({ "components": { "schemas": schemas } }),
    );
    assert_eq!(unsupported.len(), 1, "{unsupported:?}");
}
