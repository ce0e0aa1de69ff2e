//! Answers: names and values.

use chrono::{DateTime, TimeDelta, Utc};
use defender_actions::types::{FileActionType, Sha1};
use test_support::{decoded, round_trip};

use super::*;

#[test]
fn both_names_of_the_last_update_decode() {
    let times = |action: MachineAction| (action.last_update_time_utc, action.last_update_date_time_utc);
    let time = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
    let (first, later) = ("2018-12-04T12:15:40.6052029Z", "2022-12-04T12:16:14.289997Z");
    assert_eq!(times(decode(&example("unrestrictCodeExecution/201.documented"))), (time(first), None));
    assert_eq!(times(decode(&example("unrestrictCodeExecution/201.production"))), (None, time(later)));
    let both = json!({"lastUpdateTimeUtc": first, "lastUpdateDateTimeUtc": later});
    assert_eq!(times(decode(&both)), (time(first), time(later)));
}

#[test]
fn times_keep_six_and_seven_digits() {
    let second: DateTime<Utc> = "2022-12-04T12:16:14Z".parse().unwrap();
    for (text, nanoseconds) in
        [("2022-12-04T12:16:14.289997Z", 289_997_000), ("2022-12-04T12:16:14.2899973Z", 289_997_300)]
    {
        let body = json!({"creationDateTimeUtc": text, "lastUpdateDateTimeUtc": text});
        let instant = Some(second + TimeDelta::nanoseconds(nanoseconds));
        let (file, machine) = (decode::<FileAction>(&body), decode::<MachineAction>(&body));
        assert_eq!((file.creation_date_time_utc, file.last_update_date_time_utc), (instant, instant));
        assert_eq!((machine.creation_date_time_utc, machine.last_update_date_time_utc), (instant, instant));
        for schema in ["FileAction", "MachineAction", "FileMachineAction"] {
            let again = round_trip(schema, &body).unwrap();
            assert_eq!(decoded(schema, &again), decoded(schema, &body));
        }
    }
}

#[tokio::test]
async fn a_space_after_the_requestor_is_kept() {
    let simulator = simulator();
    let client = client(&simulator);
    for answer in [block(&client).await, unblock(&client).await] {
        let action = answer.unwrap().into_inner().unwrap();
        assert_eq!(action.requestor.as_deref(), Some("Analyst@contoso.com "));
        assert_eq!(serde_json::to_value(&action).unwrap()["requestor"], "Analyst@contoso.com ");
    }
    assert_eq!(unrestrict(&client).await.unwrap().requestor.as_deref(), Some("Analyst@contoso.com"));
}

#[test]
fn the_requestor_may_be_a_user_an_application_or_a_guid() {
    for requestor in ["analyst@contoso.com", "Contoso Response", "4dbf1f2e-5b6a-4d6f-9b3c-0d2b4b1f6a11"] {
        let body = json!({"requestor": requestor});
        for schema in ["FileAction", "MachineAction", "FileMachineAction"] {
            assert_eq!(round_trip(schema, &body).as_ref(), Ok(&body));
        }
        assert_eq!(decode::<FileAction>(&body).requestor.as_deref(), Some(requestor));
    }
    for schema in ["FileAction", "MachineAction"] {
        let requestor = node(&format!("/components/schemas/{schema}/properties/requestor"));
        assert_eq!(keys(requestor), ["description", "type"].map(str::to_owned).into(), "a string, and no more");
    }
}

#[tokio::test]
async fn the_documented_space_after_the_comment_is_kept_and_none_is_added() {
    let sent = example("unrestrictCodeExecution/request.documented")["Comment"].as_str().unwrap().to_owned();
    let printed: MachineAction = decode(&example("unrestrictCodeExecution/201.documented"));
    assert_eq!(printed.requestor_comment, Some(format!("{sent} ")));

    let simulator = simulator();
    for comment in [sent.clone(), format!(" {sent}  ")] {
        let client = client(&simulator);
        let call = client.unrestrict_code_execution().id(MACHINE).body_map(|body| body.comment(comment.as_str()));
        assert_eq!(call.send().await.unwrap().into_inner().requestor_comment, Some(comment));
        simulator.finish_pending();
    }
}

#[tokio::test]
async fn the_simulator_answers_with_the_comment_that_was_sent() {
    for id in ["blockFile", "unblockFile"] {
        assert_eq!(example(&format!("{id}/201.documented"))["requestorComment"], "test");
        assert_ne!(example(&format!("{id}/request.documented"))["Comment"], "test");
    }
    let simulator = simulator();
    let client = client(&simulator);
    for answer in [block(&client).await, unblock(&client).await] {
        assert_eq!(answer.unwrap().into_inner().unwrap().requestor_comment.as_deref(), Some(COMMENT));
    }
    assert_eq!(unrestrict(&client).await.unwrap().requestor_comment.as_deref(), Some(COMMENT));
    // The documented answer to stop and quarantine has no comment; the full ones have.
    for kind in ["preview", "production"] {
        let call = raw(&simulator, &target("stopAndQuarantineFile")).header("Prefer", format!("example={kind}"));
        let (status, body) = send(call.json(&json!({"Comment": COMMENT, "Sha1": SHA1}))).await;
        assert_eq!((status, body["requestorComment"].as_str()), (201, Some(COMMENT)));
        simulator.finish_pending();
    }
}

#[tokio::test]
async fn the_action_type_of_an_unblock_is_spelled_with_two_capitals() {
    let simulator = simulator();
    let action = unblock(&client(&simulator)).await.unwrap().into_inner().unwrap();
    assert_eq!(action.action_type, Some(FileActionType::UnBlock));
    assert_eq!(serde_json::to_value(&action).unwrap()["actionType"], "UnBlock");
    assert_eq!(simulator.journal()[0].target(), format!("/files/{SHA1}/unblock"));
    assert_eq!(FileActionType::from("Unblock"), FileActionType::Other("Unblock".to_owned()));
}

#[test]
fn unknown_values_of_enumerations_are_kept() {
    let schemas = node("/components/schemas");
    let known = |schema: &'static Value| schema.get("x-extensible-enum").and_then(Value::as_array);
    for (name, schema) in schemas.as_object().unwrap() {
        let Some(values) = known(schema) else { continue };
        assert_eq!(schema.get("enum"), None, "{name} is closed");
        let is_known = |value: &Value| !decoded(name, value).unwrap().starts_with("Other");
        for value in values {
            assert!(is_known(value), "{value} of {name}");
            assert_eq!(round_trip(name, value).as_ref(), Ok(value));
        }
        let in_capitals = values[0].as_str().unwrap().to_uppercase();
        for value in ["Unheard", " ", "", &in_capitals].map(Value::from) {
            assert!(!is_known(&value), "{value} of {name}");
            assert_eq!(round_trip(name, &value).as_ref(), Ok(&value));
        }
    }
    // Those that the service is known to send; more may be added to the contract.
    for (name, at_least) in [("MachineActionStatus", 6), ("MachineActionType", 9), ("FileIdentifierType", 3)] {
        assert!(known(&schemas[name]).unwrap().len() >= at_least, "{name}");
    }
}

#[tokio::test]
async fn path_and_body_name_a_file_by_one_schema() {
    let schema = json!({"$ref": "#/components/schemas/Sha1"});
    assert_eq!(*node("/components/parameters/Sha1/schema"), schema);
    assert_eq!(*node("/components/schemas/StopAndQuarantineFileRequest/properties/Sha1"), schema);

    let simulator = simulator();
    let client = client(&simulator);
    let file: Sha1 = SHA1.parse().unwrap();
    let block = client.block_file().sha1(file.clone()).body_map(|body| body.comment(COMMENT));
    block.send().await.unwrap();
    let stop = client.stop_and_quarantine_file().id(MACHINE).body_map(|body| body.comment(COMMENT).sha1(file));
    stop.send().await.unwrap();
    let journal = simulator.journal();
    assert_eq!(journal[0].target(), format!("/files/{SHA1}/block"));
    assert_eq!(journal[1].json().unwrap()["Sha1"], SHA1);
}

#[tokio::test]
async fn the_machine_of_the_path_is_not_the_id_of_the_action() {
    let simulator = simulator();
    let client = client(&simulator);
    let first = unrestrict(&client).await.unwrap().into_inner();
    simulator.finish_pending();
    let second = unrestrict(&client).await.unwrap().into_inner();
    assert_eq!([first.machine_id.as_deref(), second.machine_id.as_deref()], [Some(MACHINE); 2]);
    assert_ne!(first.id, second.id, "one machine, two actions");
    let describes = |pointer: &str, what: &str| node(pointer)["description"].as_str().unwrap().contains(what);
    assert!(describes("/components/parameters/MachineId", "Id of the machine"));
    assert!(describes("/components/schemas/MachineAction/properties/machineId", "Id of the machine"));
    assert!(describes("/components/schemas/MachineAction/properties/id", "Id of the action"));
}
