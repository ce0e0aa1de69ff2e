//! Media types: the most specific one of a request, and JSON in whatever case.

use serde_json::{Value, json};

use crate::client::{Call, get, minimal, serve};

/// A contract whose operation takes content of these media types, in this order, each as a property of its own.
fn takes(media_types: &[&str]) -> Value {
    let schema = |name: &str| json!({"type": "object", "required": [name]});
    let content = media_types.iter().map(|name| ((*name).to_owned(), json!({"schema": schema(name)})));
    minimal(json!({"/a": {"post": {
        "requestBody": {"required": true, "content": content.collect::<serde_json::Map<_, _>>()},
        "responses": {"204": {"description": "taken"}},
    }}}))
}

#[test]
fn the_most_specific_media_type_of_a_request_counts_whatever_the_order_and_case() {
    let mut ranges = ["*/*", "application/*", "Application/JSON", "text/plain"];
    for _ in 0..ranges.len() {
        ranges.rotate_left(1);
        let simulator = serve(&takes(&ranges));
        let send =
            |media_type: &str, body: Value| Call::post("/a", &body).header("Content-Type", media_type).send(&simulator);
        for (media_type, meant) in [
            ("application/json", "Application/JSON"),
            ("APPLICATION/json; charset=utf-8", "Application/JSON"),
            ("application/problem+JSON", "application/*"),
            ("vendor/x+json", "*/*"),
        ] {
            assert_eq!(send(media_type, json!({meant: 1})).status, 204, "{media_type} of {ranges:?}");
            let refused = send(media_type, json!({}));
            assert_eq!((refused.status, refused.code().as_str()), (400, "MissingProperty"));
            assert!(refused.message().contains(&format!("`{meant}`")), "{}", refused.message());
        }
        assert_eq!(send("text/plain", json!("no JSON")).status, 204);
    }
}

#[test]
fn a_media_type_that_no_range_covers_is_refused() {
    let simulator = serve(&takes(&["application/json", "text/*"]));
    for given in ["image/png", "json", ""] {
        let refused = Call::post("/a", &json!({})).header("Content-Type", given).send(&simulator);
        assert_eq!(refused.status, 415, "{given}");
        assert!(refused.message().contains("application/json or text/*"), "{}", refused.message());
    }
}

#[test]
fn bytes_of_any_kind_may_be_a_json_file() {
    let simulator = serve(&minimal(json!({"/a": {"put": {
        "requestBody": {"required": true, "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}}},
        "responses": {"204": {"description": "taken"}},
    }}})));
    assert_eq!(Call::post("/a", &json!({"a": 1})).method("PUT").send(&simulator).status, 204);
}

#[test]
fn a_response_is_json_where_the_contract_has_it_in_whatever_case() {
    for (content, media_type, body) in [
        (
            json!({"application/xml": {"example": "<a/>"}, "Application/JSON": {"example": {"a": 1}}}),
            "application/json",
            "{\"a\":1}",
        ),
        // A string is a value of JSON as any other.
        (json!({"Application/JSON": {"example": "hello"}}), "application/json", "\"hello\""),
        (json!({"*/*": {"example": "hello"}}), "application/json", "\"hello\""),
        (json!({"text/*": {"example": "hello"}}), "text/plain", "hello"),
        (json!({"text/csv": {"example": "a,b"}, "*/*": {"example": [1]}}), "application/json", "[1]"),
        (json!({"application/HAL+json": {"example": {}}}), "application/HAL+json", "{}"),
        (json!({"application/xml": {"example": "<a/>", "schema": {"type": "object"}}}), "application/xml", "<a/>"),
    ] {
        let responses = json!({"200": {"description": "", "content": content}});
        let simulator = serve(&minimal(json!({"/a": {"get": {"responses": responses}}})));
        let answer = get(&simulator, "/a");
        let given = answer.header("content-type").unwrap();
        assert_eq!((given.split(';').next(), answer.text()), (Some(media_type), body), "{content}");
    }
}
