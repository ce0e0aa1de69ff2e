//! Paths: text around parameters, encoded text, and the paths of servers.

use defender_actions_simulator::Simulator;
use serde_json::{Value, json};

use crate::client::{Call, get, minimal, serve};

/// A contract of one operation, which returns the `id` of its path.
fn echo(path: &str) -> Value {
    minimal(json!({path: {
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "get": {"responses": {"200": {"description": "", "content": {"text/plain": {"example": "", "schema": {
            "type": "string", "x-simulator": {"value": "$request.path.id"},
        }}}}}},
    }}))
}

#[test]
fn text_may_be_around_a_parameter_and_encoded() {
    for (path, target, id) in [
        ("/machines('{id}')/isolate", "/machines('7')/isolate", "7"),
        ("/machines('{id}')/isolate", "/machines(%277%27)/ISOLATE", "7"),
        ("/machines('{id}')/isolate", "/machines('it''s')/isolate", "it''s"),
        ("/machines(%27{id}%27)/isolate", "/machines('7')/isolate", "7"),
        ("/my%20files/{id}", "/my%20files/a%2Fb", "a/b"),
        ("/files/{id}:cancel", "/files/a:b:cancel", "a:b"),
        ("/files/{id}.json", "/files/a.b.json", "a.b"),
    ] {
        let answer = get(&serve(&echo(path)), target);
        assert_eq!((answer.status, answer.text()), (200, id), "{path} {target}");
    }
    let simulator = serve(&echo("/machines('{id}')/isolate"));
    for target in ["/machines('')/isolate", "/machines(7)/isolate", "/machines('7')", "/machines('7')/isolate/"] {
        assert_eq!(get(&simulator, target).status, 404, "{target}");
    }
}

#[test]
fn an_operation_is_served_below_each_server_that_its_variables_make() {
    let mut contract = echo("/{id}");
    contract["servers"] = json!([
        {"url": "https://example.com/{version}/{stage}/", "variables": {
            "version": {"default": "v1", "enum": ["v1", "v2"]}, "stage": {"default": "my%20stage"},
        }},
        {"url": "/relative"},
        {"url": "https://example.com"},
    ]);
    let simulator = serve(&contract);
    for target in ["/v1/my%20stage/x", "/V2/My%20Stage/x", "/relative/x", "/x"] {
        assert_eq!(get(&simulator, target).text(), "x", "{target}");
    }
    for target in ["/v3/my%20stage/x", "/v1/x", "/v1/my%20stage"] {
        assert_eq!(get(&simulator, target).status, 404, "{target}");
    }
}

#[test]
fn the_servers_of_an_operation_come_before_those_of_the_contract() {
    let mut contract = echo("/{id}");
    contract["servers"] = json!([{"url": "/contract"}]);
    contract["paths"]["/{id}"]["get"]["servers"] = json!([{"url": "/operation"}]);
    let simulator = serve(&contract);
    assert_eq!(get(&simulator, "/operation/x").status, 200);
    assert_eq!(get(&simulator, "/contract/x").status, 404);
}

#[test]
fn a_server_s_path_comes_before_a_parameter_at_the_root() {
    let text = |text: &str| {
        json!({"get": {"responses": {
            "200": {"description": "", "content": {"text/plain": {"example": text}}},
        }}})
    };
    let mut contract = minimal(json!({"/{a}/x": text("parameter"), "/x": text("server")}));
    contract["servers"] = json!([{"url": "/v1"}]);
    let simulator = serve(&contract);
    assert_eq!(get(&simulator, "/v1/x").text(), "server");
    assert_eq!(get(&simulator, "/v2/x").text(), "parameter");
    assert_eq!(get(&simulator, "/v1/v2/x").text(), "parameter");
    assert_eq!(Call::new("PUT", "/v1/x").send(&simulator).header("allow"), Some("GET"));
}

#[test]
fn too_many_combinations_of_server_variables_are_an_error_with_its_place() {
    let names: Vec<String> = (0..7).map(|number| format!("v{number}")).collect();
    let values: Vec<String> = (0..10).map(|number| format!("a{number}")).collect();
    let variables = names.iter().map(|name| (name.clone(), json!({"default": "a0", "enum": values})));
    let mut contract = minimal(json!({"/a": {"get": {"responses": {"200": {"description": ""}}}}}));
    contract["servers"] = json!([{
        "url": format!("https://example.com/{{{}}}", names.join("}/{")),
        "variables": variables.collect::<serde_json::Map<_, _>>(),
    }]);
    let error = Simulator::builder().contract("servers.json", contract.to_string()).start().unwrap_err();
    let error = error.to_string();
    assert!(error.starts_with("servers.json:1:") && error.contains(": /servers/0: "), "{error}");
    assert!(error.contains("10000000 combinations"), "{error}");
}

#[test]
fn many_operations_share_the_paths_of_many_servers() {
    let values: Vec<String> = (0..1000).map(|number| format!("v{number}")).collect();
    let operation = json!({"get": {"responses": {"200": {"description": ""}}}});
    let paths = (0..1000).map(|number| (format!("/p{number}"), operation.clone()));
    let mut contract = minimal(paths.collect::<serde_json::Map<_, _>>().into());
    contract["servers"] = json!([{"url": "/{v}", "variables": {"v": {"default": "v0", "enum": values}}}]);
    let simulator = serve(&contract);
    assert_eq!(get(&simulator, "/v999/p999").status, 200);
    assert_eq!(get(&simulator, "/v1000/p999").status, 404);
}
