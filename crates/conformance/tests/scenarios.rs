//! Every operation has its scenarios, or the run says which has none.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use conformance::project;
use conformance::scenario::{self, Scenario};
use openapi::Contract;
use serde_json::{Value, json};
use test_support::{changed_contract, contract};

fn scenarios(contract: &Contract, examples: &Path) -> anyhow::Result<Vec<Scenario>> {
    scenario::scenarios(contract, &project("clients/scenarios.yaml"), examples)
}

fn of_the_contract() -> Vec<Scenario> {
    scenarios(&contract(), &project("spec/examples")).unwrap_or_else(|error| panic!("{error:#}"))
}

#[test]
fn every_operation_has_its_scenarios() {
    let contract = contract();
    let scenarios = of_the_contract();
    for operation in contract.operations() {
        let of_operation: Vec<_> = scenarios.iter().filter(|it| it.call.operation == operation.id).collect();
        let answers: Vec<_> = of_operation.iter().filter_map(|it| it.answer.as_ref()).collect();
        let responses = contract.node(operation)["responses"].as_object().unwrap();
        for status in responses.keys().filter_map(|status| status.parse::<u16>().ok()) {
            assert!(answers.iter().any(|it| it.status == status), "{}: nothing answers with {status}", operation.id);
        }
        assert!(of_operation.iter().any(|it| it.answer.is_none()), "{}: nothing checks its request", operation.id);
        let bodies = answers.iter().filter(|it| it.status >= 400).map(|it| it.body.chars().next());
        let bodies: BTreeSet<_> = bodies.collect();
        assert_eq!(bodies, BTreeSet::from([None, Some('<'), Some('{')]), "{}: empty, HTML, JSON", operation.id);
    }
}

/// The changed answers of an operation in whose answer there is everything that changes.
#[test]
fn answers_are_changed_everywhere_in_them() {
    let scenarios = of_the_contract();
    let body = |name: &str| -> Value {
        let bodies = scenarios.iter().filter(|it| it.name == name).map(|it| &it.answer.as_ref().unwrap().body);
        serde_json::from_str(bodies.max_by_key(|body| body.contains("relatedFileInfo")).unwrap()).unwrap()
    };
    let every = body("every property");
    for spelling in ["lastUpdateDateTimeUtc", "lastUpdateTimeUtc"] {
        assert!(every[spelling].as_str().unwrap().ends_with('Z'), "{every}");
    }
    assert!(every.as_object().unwrap().values().all(|value| !value.is_null()), "{every}");
    assert_eq!(every["commands"].as_array().unwrap().len(), 1);

    let nulls = body("every nullable property null");
    for property in ["relatedFileInfo", "commands", "title", "troubleshootInfo"] {
        assert_eq!(nulls[property], Value::Null, "{property}");
    }
    assert!(nulls["creationDateTimeUtc"].is_string());

    let unknown = body("unknown enumeration values");
    assert_eq!((&unknown["status"], &unknown["type"]), (&json!("AddedLater"), &json!("AddedLater")));
    assert_ne!(unknown["requestor"], "AddedLater");

    let more = body("unknown properties");
    assert_eq!(more["addedObject"], json!({ "nested": { "deep": [] } }));

    let times = body("times with seven digits, the last a zero");
    for property in ["creationDateTimeUtc", "lastUpdateDateTimeUtc"] {
        assert_eq!(times[property], "2022-12-04T12:15:40.6052020Z");
    }
}

#[test]
fn objects_in_objects_are_changed_too() {
    let scenarios = of_the_contract();
    let bodies =
        scenarios.iter().filter(|it| it.name == "unknown properties").map(|it| &it.answer.as_ref().unwrap().body);
    let bodies: Vec<Value> = bodies.map(|body| serde_json::from_str(body).unwrap()).collect();
    assert!(bodies.iter().any(|body| body["relatedFileInfo"]["addedText"] == "text"), "{bodies:?}");
}

fn names(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// In lists as in objects, and nothing is left out that the contract requires.
#[test]
fn answers_are_changed_in_lists_and_keep_what_is_required() {
    let contract = changed_contract(|tree| {
        let schemas = &mut tree["components"]["schemas"];
        schemas["MachineAction"]["required"] = json!(["id"]);
        schemas["FileInstance"]["required"] = json!(["filePath"]);
        schemas["FileInstance"]["properties"]["found"] = json!({ "type": "string", "format": "date-time" });
        schemas["RelatedFileInfo"]["additionalProperties"] = json!(false);
    });
    let scenarios = scenarios(&contract, &project("spec/examples")).unwrap_or_else(|error| panic!("{error:#}"));
    let bodies = |name: &str| -> Vec<Value> {
        let answers = scenarios.iter().filter(|it| it.name == name).map(|it| it.answer.as_ref().unwrap());
        answers.map(|answer| serde_json::from_str(&answer.body).unwrap()).collect()
    };
    let instances = bodies("every property").into_iter().find_map(|body| body["fileInstances"].as_array().cloned());
    assert_eq!(instances.unwrap()[0]["found"], "2022-12-04T12:15:40.6052029Z");
    let kept: Vec<String> = bodies("no property").iter().map(|body| names(body).join(" ")).collect();
    assert!(kept.iter().any(|names| names == "id") && kept.iter().any(String::is_empty), "{kept:?}");
    let closed = bodies("unknown properties").into_iter().map(|body| body["relatedFileInfo"].clone());
    let closed: Vec<_> = closed.filter(Value::is_object).collect();
    assert!(!closed.is_empty() && closed.iter().all(|related| related.get("addedText").is_none()), "{closed:?}");
}

#[test]
fn only_free_text_of_a_request_is_changed() {
    let scenarios = of_the_contract();
    let bodies = scenarios.iter().filter(|it| it.name == "request with difficult text").map(|it| it.call.body.as_ref());
    let bodies: Vec<_> = bodies.map(Option::unwrap).collect();
    assert!(bodies.iter().all(|body| body["Comment"].as_str().unwrap().contains("\"quoted\"")), "{bodies:?}");
    let with_a_form: Vec<_> = bodies.iter().filter_map(|body| body.get("Sha1")).collect();
    assert!(with_a_form.contains(&&json!("7327b54fd718525cbca07dacde913b5ac3c85673")), "{with_a_form:?}");
}

/// Adds an operation that is not in the contract yet.
fn with_another_operation(tree: &mut Value) {
    let mut operation = tree["paths"]["/machines/{id}/unrestrictCodeExecution"]["post"].clone();
    operation["operationId"] = json!("actOfTomorrow");
    tree["paths"]["/machines/{id}/actOfTomorrow"] = json!({ "post": operation });
}

#[test]
fn an_operation_without_examples_is_an_error_that_says_what_to_add() {
    let error =
        format!("{:#}", scenarios(&changed_contract(with_another_operation), &project("spec/examples")).unwrap_err());
    assert!(error.contains("`actOfTomorrow` has no scenario: add "), "{error}");
    assert!(error.ends_with("actOfTomorrow/request.documented.json"), "{error}");
}

#[test]
fn a_new_operation_has_scenarios_as_soon_as_it_has_examples() {
    let folder = tempfile::tempdir().unwrap();
    let contract = changed_contract(with_another_operation);
    for operation in contract.operations() {
        let from = if operation.id == "actOfTomorrow" { "unrestrictCodeExecution" } else { &operation.id };
        let to = folder.path().join(&operation.id);
        fs::create_dir(&to).unwrap();
        for file in fs::read_dir(project("spec/examples").join(from)).unwrap().map(|entry| entry.unwrap().path()) {
            fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
    let scenarios = scenarios(&contract, folder.path()).unwrap_or_else(|error| panic!("{error:#}"));
    let names = |operation: &str| -> Vec<&str> {
        scenarios.iter().filter(|it| it.call.operation == operation).map(|it| it.name.as_str()).collect()
    };
    assert_eq!(names("actOfTomorrow"), names("unrestrictCodeExecution"));
    assert!(names("actOfTomorrow").len() > 20);
}

#[test]
fn what_is_wrong_with_the_scenario_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenarios.yaml");
    let error = |rules: &str| {
        fs::write(&path, format!("content-type: application/json\nscenarios:\n{rules}")).unwrap();
        format!("{:#}", scenario::scenarios(&contract(), &path, &project("spec/examples")).unwrap_err())
    };
    let useless = error("  - name: binary\n    answer: { success: { formats: { binary: x } } }\n");
    assert!(useless.contains("the scenario `binary` fits no operation"), "{useless}");
    let twice = error("  - name: a\n    answer: simulator\n  - name: a\n    answer: simulator\n");
    assert!(twice.contains("has two scenarios of the name `a`"), "{twice}");
    let unknown = error("  - name: a\n    answer: simulator\n    anwser: x\n");
    assert!(unknown.contains("scenarios.yaml") && unknown.contains("anwser"), "{unknown}");
    let range = error("  - name: error\n    answer: { errors: { ranges: { 4XX: 409 } } }\n");
    assert!(range.contains("`ranges` does not say which status stands for 5XX"), "{range}");
}
