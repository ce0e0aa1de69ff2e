//! Calls with the client that openapi-generator makes, and writes what the caller gets.

use std::io::{stdin, BufRead};

use openapi::apis::configuration::Configuration;
use openapi::apis::{files_api, machines_api, Error};
use serde::Serialize;
use serde_json::{json, Value};

async fn answer(client: &Configuration, request: &Value) -> Value {
    let parameter = |name: &str| request["parameters"][name].as_str().unwrap_or_default();
    macro_rules! call {
        ($function:path, $parameter:literal) => {{
            match serde_json::from_value(request["body"].clone()) {
                Ok(body) => held($function(client, parameter($parameter), body).await),
                Err(error) => json!({ "failure": error.to_string() }),
            }
        }};
    }
    match request["operation"].as_str().unwrap_or_default() {
        "blockFile" => call!(files_api::block_file, "sha1"),
        "unblockFile" => call!(files_api::unblock_file, "sha1"),
        "stopAndQuarantineFile" => call!(machines_api::stop_and_quarantine_file, "id"),
        "unrestrictCodeExecution" => call!(machines_api::unrestrict_code_execution, "id"),
        operation => json!({ "failure": format!("driver.rs has no call for {operation}") }),
    }
}

fn held<T: Serialize, E: std::fmt::Debug>(result: Result<T, Error<E>>) -> Value {
    match result {
        // The status of a success is not shown.
        Ok(value) => told(None, std::any::type_name::<T>(), serde_json::to_value(value).unwrap_or_default(), false),
        Err(Error::ResponseError(response)) => {
            told(Some(response.status.as_u16()), "ResponseError", Value::Null, true)
        }
        Err(error) => {
            eprintln!("{error}");
            told(None, "Error", Value::Null, true)
        }
    }
}

fn told(status: Option<u16>, kind: &str, value: Value, raised: bool) -> Value {
    json!({ "status": status, "type": kind, "value": value, "text": null, "raised": raised })
}

fn main() {
    let variable = |name: &str| std::env::var(name).expect("the run sets it");
    let token = variable("DEFENDER_ACTIONS_TOKEN");
    let client = Configuration {
        base_path: variable("DEFENDER_ACTIONS_BASE_URL"),
        bearer_access_token: Some(token.clone()),
        oauth_access_token: Some(token),
        ..Configuration::new()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for line in stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line.expect("a line")).expect("a request");
        println!("{}", runtime.block_on(answer(&client, &request)));
    }
}
