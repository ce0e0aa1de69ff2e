//! Hosts and headers.

use defender_actions::Environment;
use openapi::ParameterLocation;
use test_support::round_trip;

use super::*;

#[test]
fn every_documented_address_is_a_server_and_a_path() {
    let documented = |id: &str| match id {
        "unrestrictCodeExecution" => "https://api.securitycenter.windows.com/api/machines/{id}/unrestrictCodeExecution",
        "stopAndQuarantineFile" => "https://graph.microsoft.com/testwdatppreview/machines/{id}/stopAndQuarantineFile",
        "unblockFile" => "https://graph.microsoft.com/testwdatppreview/files/{sha1}/unblock",
        _ => "https://graph.microsoft.com/testwdatppreview/files/{sha1}/block",
    };
    for id in OPERATIONS {
        assert_eq!(operation(id)["x-documented-url"], documented(id), "{id}");
    }
    for operation in defender_actions::operations() {
        let Some(documented) = super::operation(operation.id).get("x-documented-url") else { continue };
        let mut urls = Environment::ALL.iter().map(|environment| environment.url().to_owned() + operation.path);
        assert!(urls.any(|url| documented == &json!(url)), "{}: {documented}", operation.id);
    }
}

#[test]
fn every_operation_is_on_every_host() {
    for operation in defender_actions::operations() {
        let keys = keys(super::operation(operation.id));
        assert!(!keys.contains("servers"), "{}", operation.id);
    }
    let url = |environment: &str| environment.parse::<Environment>().unwrap().url();
    assert_eq!(url("preview"), "https://graph.microsoft.com/testwdatppreview");
}

#[test]
fn the_other_base_path_is_described() {
    assert!(node("/info/description").as_str().unwrap().contains("`/api/v1.0`"));
}

#[test]
fn production_is_the_newest_host() {
    let url = |environment: &str| environment.parse::<Environment>().unwrap().url();
    assert_eq!(url("production"), "https://api.security.microsoft.com/api");
    for region in ["us", "eu", "uk", "au", "swa", "ina", "aea"] {
        assert_eq!(url(&format!("regional-{region}")), format!("https://{region}.api.security.microsoft.com/api"));
    }
    assert_eq!(url("government-gcc"), "https://api-gcc.securitycenter.microsoft.us/api");
    assert_eq!(url("government-high"), "https://api-gov.securitycenter.microsoft.us/api");
    assert_eq!(url("securitycenter-microsoft"), "https://api.securitycenter.microsoft.com/api");
    assert_eq!(url("securitycenter-windows"), "https://api.securitycenter.windows.com/api");
    // The first is the one that is called if nobody chooses.
    assert_eq!(Environment::ALL[0].name(), "production");
}

#[test]
fn every_server_names_the_scope_of_its_token() {
    let known = |host: &str| match host {
        "graph.microsoft.com" => Some(("https://graph.microsoft.com", "com")),
        "api-gcc.securitycenter.microsoft.us" => Some(("https://api-gcc.securitycenter.microsoft.us", "com")),
        "api-gov.securitycenter.microsoft.us" => Some(("https://api-gov.securitycenter.microsoft.us", "us")),
        "api.securitycenter.windows.com" | "api.securitycenter.microsoft.com" => {
            Some(("https://api.securitycenter.microsoft.com", "com"))
        }
        _ if host.ends_with("api.security.microsoft.com") => Some(("https://api.securitycenter.microsoft.com", "com")),
        // A host that is added later.
        _ => None,
    };
    let mut found = BTreeSet::new();
    for environment in Environment::ALL {
        let url = reqwest::Url::parse(environment.url()).unwrap();
        let Some((audience, cloud)) = known(url.host_str().unwrap()) else { continue };
        found.insert((audience, cloud));
        assert_eq!(environment.token_scope(), format!("{audience}/.default"), "{environment}");
        let token_url = format!("https://login.microsoftonline.{cloud}/{{tenant}}/oauth2/v2.0/token");
        assert_eq!(environment.token_url(), token_url, "{environment}");
    }
    assert_eq!(found.len(), 4, "each is the audience of a server");
}

#[tokio::test]
async fn every_request_says_that_it_is_json() {
    let simulator = simulator();
    for answer in every_call(&client(&simulator)).await {
        answer.unwrap();
    }
    for request in simulator.journal() {
        assert_eq!(request.header("Content-Type"), Some("application/json"), "{request:?}");
    }
    for id in OPERATIONS {
        assert_eq!(operation(id)["requestBody"]["required"], true, "{id}");
        let body = example(&format!("{id}/request.documented")).to_string();
        let call = raw(&simulator, &target(id)).body(body);
        assert_eq!(refusal(call).await, (415, "InvalidRequestBody".to_owned()), "{id}");
    }
}

#[tokio::test]
async fn the_content_type_is_no_parameter() {
    for id in OPERATIONS {
        let parameters = contract().operation(id).unwrap().parameters();
        assert!(parameters.iter().all(|parameter| parameter.location() == ParameterLocation::Path), "{id}");
        let content = keys(&operation(id)["requestBody"]["content"]);
        assert_eq!(content, ["application/json".to_owned()].into(), "{id}");
    }
    let simulator = simulator();
    for name in ["Content-Type", "Content-type", "content-type"] {
        let call = raw(&simulator, &target("blockFile")).header(name, "Application/JSON");
        let body = example("blockFile/request.documented").to_string();
        assert_eq!(send(call.body(body)).await.0, 201, "{name}");
    }
}

#[tokio::test]
async fn a_content_type_with_parameters_is_json() {
    const WITH_PARAMETERS: &str = "application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8";
    let simulator = simulator();
    let client = client(&simulator);
    let answer = block(&client).await.unwrap();
    assert_eq!(answer.headers()["Content-Type"], WITH_PARAMETERS);
    assert!(answer.into_inner().is_some());
    let answer = unrestrict(&client).await.unwrap();
    assert_eq!(answer.headers()["Content-Type"], WITH_PARAMETERS);
    let refused = unrestrict(&client).await.unwrap_err();
    assert_eq!(refused.code().unwrap().as_str(), "ActiveRequestAlreadyExists");

    let call = raw(&simulator, &target("blockFile")).header("Content-Type", WITH_PARAMETERS);
    assert_eq!(send(call.body(example("blockFile/request.documented").to_string())).await.0, 201);
}

#[tokio::test]
async fn no_operation_works_without_a_token() {
    for id in OPERATIONS {
        let operation = operation(id);
        let security = operation["security"].as_array().unwrap();
        assert!(!security.is_empty() && security.iter().all(|requirement| !keys(requirement).is_empty()), "{id}");
    }
    let simulator = simulator();
    let without_token = Client::builder().base_url(simulator.url()).build().unwrap();
    for answer in every_call(&without_token).await {
        let error = answer.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        assert_eq!(error.code().unwrap().as_str(), "Unauthorized");
    }
    for answer in every_call(&client(&simulator)).await {
        answer.unwrap();
    }
    assert_eq!(simulator.journal().last().unwrap().header("Authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn example_files_are_json_bodies() {
    let simulator = simulator();
    let examples = examples(contract()).into_iter().filter(|example| !example.part.starts_with(['4', '5']));
    for example in examples {
        let file = project("spec/examples").join(example.path() + ".json");
        let text = fs::read_to_string(file).unwrap();
        if example.part == "request" {
            let call = raw(&simulator, &target(&example.operation)).header("Content-Type", "application/json");
            assert_eq!(send(call.body(text)).await.0, 201, "{}", example.path());
        } else {
            let body: Value = serde_json::from_str(&text).unwrap();
            round_trip(&example.type_name, &body).unwrap();
        }
    }
}

#[test]
fn stop_and_quarantine_has_one_success() {
    let statuses = keys(&operation("stopAndQuarantineFile")["responses"]);
    let successes: Vec<_> = statuses.iter().filter(|status| status.starts_with('2')).collect();
    assert_eq!(successes, ["201"]);
}
