//! Answers: which one comes.

use defender_actions::types::{FileAction, FileActionType, FileMachineAction, FileStatus, MachineAction};
use defender_actions::types::{FileIdentifierType, MachineActionStatus, RequestSource};
use openapi::Pointer;
use test_support::{decoded, round_trip};

use super::*;

#[tokio::test]
async fn file_actions_succeed_with_an_empty_200_and_with_a_201() {
    let simulator = simulator();
    let client = client(&simulator);
    let recorded = example("blockFile/201.documented");
    let action: FileAction = decode(&recorded);
    for (status, body, expected) in [(200, String::new(), None), (201, recorded.to_string(), Some(action))] {
        simulator.fault(fault(status, &body));
        simulator.fault(fault(status, &body));
        for answer in [block(&client).await, unblock(&client).await] {
            let answer = answer.unwrap();
            assert_eq!(answer.status().as_u16(), status);
            assert_eq!(answer.into_inner(), expected);
        }
    }
}

#[tokio::test]
async fn unblock_answers_blocked_and_the_simulator_keeps_the_state_apart() {
    let simulator = simulator();
    let client = client(&simulator);
    let blocked = block(&client).await.unwrap();
    assert_eq!(blocked.headers()["X-Simulator-State"], "Blocked");
    assert_eq!(simulator.state(SHA1).as_deref(), Some("Blocked"));

    let unblocked = unblock(&client).await.unwrap();
    assert_eq!(unblocked.headers()["X-Simulator-State"], "Unblocked");
    assert_eq!(simulator.state(SHA1).as_deref(), Some("Unblocked"));
    assert_eq!(unblocked.into_inner().unwrap().file_status, Some(FileStatus::Blocked));
}

#[test]
fn an_empty_unblock_answer_is_not_called_a_block() {
    let empty = json!({"$ref": "#/components/responses/AcceptedWithoutAction"});
    assert_eq!(operation("unblockFile")["responses"]["200"], empty);
    let response = node("/components/responses/AcceptedWithoutAction");
    assert_eq!(response.get("content"), None);
    // The block operation has the same answer, so its text speaks of neither.
    assert!(!response["description"].as_str().unwrap().to_lowercase().contains("block"));
    assert!(!operation("unblockFile")["description"].as_str().unwrap().contains("block message"));
}

#[test]
fn documented_block_and_unblock_answers_differ_in_the_action_type_only() {
    let mut answer = example("unblockFile/201.documented");
    assert_eq!(std::mem::replace(&mut answer["actionType"], json!("Block")), "UnBlock");
    assert_eq!(answer, example("blockFile/201.documented"));
}

#[tokio::test]
async fn stop_and_quarantine_decodes_both_kinds_of_action() {
    let simulator = simulator();
    let client = client(&simulator);
    for kind in ["preview", "production"] {
        simulator.fault(fault(201, &example(&format!("stopAndQuarantineFile/201.{kind}")).to_string()));
    }
    let preview = stop(&client).await.unwrap().into_inner();
    let production = stop(&client).await.unwrap().into_inner();
    for action in [&preview, &production] {
        assert_eq!(action.requestor_comment.as_deref(), Some("Stop and quarantine file on machine due to alert 32123"));
        assert!(action.extra.is_empty(), "{:?}", action.extra);
    }

    let copies = preview.file_instances.unwrap();
    assert_eq!(copies[0].file_path.as_deref(), Some(r"C:\Users\analyst\Downloads\sample.exe"));
    assert_eq!((preview.sha1.as_deref(), preview.related_file_info), (Some(SHA1), None));

    let file = production.related_file_info.unwrap();
    assert_eq!(file.file_identifier.as_deref(), Some(SHA1));
    assert_eq!(file.file_identifier_type, Some(FileIdentifierType::Sha1));
    assert_eq!((production.sha1, production.request_source), (None, Some(RequestSource::PublicApi)));
}

#[test]
fn a_shortened_and_a_full_file_machine_action_decode() {
    let shortened = example("stopAndQuarantineFile/201.documented");
    let full = example("stopAndQuarantineFile/201.preview");
    let left_out = [
        "creationDateTimeUtc",
        "fileId",
        "fileInstances",
        "lastUpdateDateTimeUtc",
        "machineId",
        "requestor",
        "requestorComment",
        "sha1",
    ];
    assert!((&keys(&full) - &keys(&shortened)).is_superset(&left_out.map(str::to_owned).into()));
    for body in [shortened, full, json!({})] {
        let action: FileMachineAction = decode(&body);
        assert!(action.extra.is_empty(), "{:?}", action.extra);
        assert_eq!(keys(&serde_json::to_value(&action).unwrap()), keys(&body));
    }
}

#[test]
fn a_documented_and_a_full_machine_action_decode() {
    let documented = example("unrestrictCodeExecution/201.documented");
    let production = example("unrestrictCodeExecution/201.production");
    assert_eq!(keys(&documented).len(), 1 + 9, "the context, and the others");
    let not_sent = BTreeSet::from(["lastUpdateTimeUtc".to_owned()]);
    assert_eq!(&keys(&documented) - &keys(&production), not_sent);
    // More may be added to the contract, with or without an example.
    assert!(keys(&production).len() > 20, "the context, and twenty others");
    let named = keys(node("/components/schemas/MachineAction/properties"));
    assert!(named.is_superset(&(&keys(&production) | &not_sent)), "{named:?}");
    for body in [documented, production, json!({})] {
        let action: MachineAction = decode(&body);
        assert!(action.extra.is_empty(), "{:?}", action.extra);
    }
}

#[test]
fn null_and_absent_properties_decode_alike() {
    let answers = examples(contract()).into_iter().filter(|example| example.part.starts_with('2'));
    for answer in answers {
        for property in properties(&answer.value, &Pointer::root()) {
            let (mut null, mut absent) = (answer.value.clone(), answer.value.clone());
            null.pointer_mut(&property.to_string()).unwrap().take();
            let owner = absent.pointer_mut(&property.parent().unwrap().to_string()).unwrap();
            owner.as_object_mut().unwrap().remove(property.last()).unwrap();
            let [null, absent] = [null, absent].map(|body| decoded(&answer.type_name, &body).unwrap());
            assert_eq!(null, absent, "{property} of {}", answer.path());
        }
    }
}

#[test]
fn the_machine_of_an_action_may_be_null() {
    let machine_id = node("/components/schemas/MachineAction/properties/machineId");
    assert_eq!(machine_id["nullable"], json!(true));
    let mut action = example("unrestrictCodeExecution/201.production");
    action["machineId"] = Value::Null;
    assert_eq!(decode::<MachineAction>(&action).machine_id, None);
}

#[test]
fn the_external_id_is_in_answers_only() {
    assert!(node("/components/schemas/MachineAction/properties").get("externalId").is_some());
    for id in OPERATIONS {
        let body = contract().operation(id).unwrap().at();
        assert!(!body.get("requestBody").unwrap().node.normal_json().to_string().contains("externalId"), "{id}");
        assert!(!example(&format!("{id}/request.documented")).to_string().contains("xternal"), "{id}");
    }
}

/// Pointers of all properties of a value, at any depth.
fn properties(value: &Value, at: &Pointer) -> Vec<Pointer> {
    let of_member = |(key, member): (&String, &Value)| {
        let at = at.child(key);
        [properties(member, &at), vec![at]].concat()
    };
    let of_element = |(index, element)| properties(element, &at.index(index));
    match value {
        Value::Object(members) => members.iter().flat_map(of_member).collect(),
        Value::Array(elements) => elements.iter().enumerate().flat_map(of_element).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test]
async fn an_unknown_error_in_an_accepted_action_is_no_failure() {
    let simulator = simulator();
    let client = client(&simulator);
    simulator.fault(fault(201, &example("stopAndQuarantineFile/201.documented").to_string()));
    let begun = stop(&client).await.unwrap().into_inner();
    assert_eq!((begun.error.as_deref(), begun.status), (Some("Unknown"), Some(MachineActionStatus::InProgress)));
    simulator.fault(fault(201, r#"{"error": null, "errorHResult": 0}"#));
    let unknown = stop(&client).await.unwrap().into_inner();
    assert_eq!((unknown.error, unknown.error_h_result), (None, Some(0)));

    simulator.fault(fault(201, &example("unrestrictCodeExecution/201.production").to_string()));
    let failed = unrestrict(&client).await.unwrap().into_inner();
    assert_eq!((failed.error_h_result, failed.status), (Some(-2_147_024_891), Some(MachineActionStatus::Failed)));
}

#[test]
fn a_file_action_has_neither_id_nor_context() {
    let named = BTreeSet::from(["@odata.context".to_owned(), "id".to_owned()]);
    let properties = |schema: &str| keys(node(&format!("/components/schemas/{schema}/properties")));
    assert!(properties("FileAction").is_disjoint(&named));
    assert!(properties("MachineAction").is_superset(&named));
    for id in ["blockFile", "unblockFile"] {
        let body = example(&format!("{id}/201.documented"));
        assert_eq!(keys(&body).len(), 11);
        assert!(keys(&body).is_subset(&properties("FileAction")), "{body}");
    }
    // Should one come after all, it is kept.
    let named = json!({"@odata.context": "c", "actionType": "Block", "id": "i"});
    assert_eq!(decode::<FileAction>(&named).action_type, Some(FileActionType::Block));
    assert_eq!(round_trip("FileAction", &named).unwrap(), named);
}
