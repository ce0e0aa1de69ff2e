//! Every operation has its scenarios, or the run says which has none.

use std::collections::BTreeSet;
use std::fs;

use conformance::project;
use conformance::scenario::{self, Scenario};
use openapi::{Contract, StatusKey};
use serde_json::{Value, json};
use test_support::{changed_contract, contract};

fn scenarios(contract: &Contract) -> anyhow::Result<Vec<Scenario>> {
    scenario::scenarios(contract, &project("clients/scenarios.yaml"))
}

fn of_the_contract() -> Vec<Scenario> {
    scenarios(&contract()).unwrap_or_else(|error| panic!("{error:#}"))
}

#[test]
fn every_operation_has_its_scenarios() {
    let contract = contract();
    let scenarios = of_the_contract();
    for operation in contract.operations() {
        let of_operation: Vec<_> = scenarios.iter().filter(|it| it.call.operation == operation.name()).collect();
        let answers: Vec<_> = of_operation.iter().filter_map(|it| it.answer.as_ref()).collect();
        for response in operation.responses() {
            let StatusKey::Exact(status) = response.status else { continue };
            assert!(
                answers.iter().any(|it| it.status == status),
                "{}: nothing answers with {status}",
                operation.name()
            );
        }
        assert!(of_operation.iter().any(|it| it.answer.is_none()), "{}: nothing checks its request", operation.name());
        let bodies = answers.iter().filter(|it| it.status >= 400).map(|it| it.body.chars().next());
        let bodies: BTreeSet<_> = bodies.collect();
        assert_eq!(bodies, BTreeSet::from([None, Some('<'), Some('{')]), "{}: empty, HTML, JSON", operation.name());
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
    let scenarios = scenarios(&contract).unwrap_or_else(|error| panic!("{error:#}"));
    let bodies = |name: &str| -> Vec<Value> {
        let answers = scenarios.iter().filter(|it| it.name == name).map(|it| it.answer.as_ref().unwrap());
        answers.map(|answer| serde_json::from_str(&answer.body).unwrap()).collect()
    };
    let instances = bodies("every property").into_iter().find_map(|body| body["fileInstances"].as_array().cloned());
    assert_eq!(instances.unwrap()[0]["found"], "2020-01-01T00:00:00Z");
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

/// One, and no other: the first of its kind, also where it is in an object of the object.
#[test]
fn one_property_is_odd() {
    let contract = changed_contract(|tree| {
        let schemas = &mut tree["components"]["schemas"];
        schemas["RelatedFileInfo"]["properties"]["size"] = json!({ "type": "integer", "format": "int64" });
    });
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("scenarios.yaml");
    let rules = "content-type: application/json
scenarios:
  - { name: usual, answer: { success: none } }
  - { name: id, answer: { success: { odd-property: { type: string, format: uuid, value: 1 } } } }
  - { name: relatedFileInfo, answer: { success: { odd-property: { type: integer, format: int64, value: x } } } }
";
    fs::write(&path, rules).unwrap();
    let scenarios = scenario::scenarios(&contract, &path).unwrap_or_else(|error| panic!("{error:#}"));
    let body = |name: &str| -> Value {
        let of_name = |it: &&Scenario| it.name == name && it.call.operation == "stopAndQuarantineFile";
        let scenario = scenarios.iter().find(of_name).unwrap();
        serde_json::from_str(&scenario.answer.as_ref().unwrap().body).unwrap()
    };
    let usual = body("usual");
    for name in ["id", "relatedFileInfo"] {
        let body = body(name);
        assert_eq!(names(&body).into_iter().filter(|it| usual[it] != body[it]).collect::<Vec<_>>(), [name]);
    }
    assert_eq!((&body("id")["id"], &body("relatedFileInfo")["relatedFileInfo"]["size"]), (&json!(1), &json!("x")));
    assert!(!scenarios.iter().any(|it| it.name == "id" && it.call.operation == "blockFile"), "its action has no id");
}

/// What a caller should hold is what would have been sent otherwise.
#[test]
fn an_unusual_answer_is_the_usual_one_sent_otherwise() {
    let scenarios = of_the_contract();
    let of = |name: &str| -> Vec<_> {
        scenarios.iter().filter(|it| it.name == name).map(|it| it.answer.as_ref().unwrap()).collect()
    };
    let headers = |name: &str| of(name)[0].sent_headers();
    for name in ["byte order mark", "key twice"] {
        for answer in of(&format!("answer with a {name}")) {
            assert!(answer.sent_text().ends_with(&answer.body[1..]) && answer.sent_text() != answer.body, "{answer:?}");
            assert_eq!(answer.sent_body(), answer.sent_text().into_bytes());
        }
    }
    for coding in ["gzip", "deflate"] {
        let coded = ("Content-Encoding".to_owned(), coding.to_owned());
        for name in [format!("answer compressed with {coding}"), format!("error 503 compressed with {coding}")] {
            assert!(headers(&name).contains(&coded), "{name}");
            assert_ne!(of(&name)[0].sent_body(), of(&name)[0].body.as_bytes());
        }
    }
    assert!(headers("redirect 302").contains(&("Location".into(), "/sign-in".into())));
}

/// Adds an operation that is not in the contract yet.
fn with_another_operation(tree: &mut Value) {
    let mut operation = tree["paths"]["/machines/{id}/unrestrictCodeExecution"]["post"].clone();
    operation["operationId"] = json!("actOfTomorrow");
    tree["paths"]["/machines/{id}/actOfTomorrow"] = json!({ "post": operation });
}

/// The operation that is added, without what is at a pointer in it.
fn error_without(part: &str, name: &str) -> String {
    let contract = changed_contract(|tree| {
        with_another_operation(tree);
        let operation = &mut tree["paths"]["/machines/{id}/actOfTomorrow"]["post"];
        operation.pointer_mut(part).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    });
    format!("{:#}", scenarios(&contract).unwrap_err())
}

#[test]
fn an_operation_without_examples_is_an_error_that_says_what_to_add() {
    for part in ["/requestBody", "/responses/201"] {
        let error = error_without(&format!("{part}/content/application~1json"), "examples");
        assert!(error.starts_with("`actOfTomorrow` has no scenario: its "), "{error}");
        let place = format!("/paths/~1machines~1{{id}}~1actOfTomorrow/post{part}/content/application~1json/examples");
        assert!(error.ends_with(&place), "{error}");
    }
}

#[test]
fn a_new_operation_has_scenarios_as_soon_as_it_has_examples() {
    let scenarios = scenarios(&changed_contract(with_another_operation)).unwrap_or_else(|error| panic!("{error:#}"));
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
        format!("{:#}", scenario::scenarios(&contract(), &path).unwrap_err())
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
