//! Requests.

use defender_actions::Outcome;
use defender_actions::types::{MachineActionType, StopAndQuarantineFileRequest};

use super::*;

/// Bodies as text, JSON or not.
fn post(simulator: &Simulator, id: &str, body: &str) -> reqwest::RequestBuilder {
    raw(simulator, &target(id)).header("Content-Type", "application/json").body(body.to_owned())
}

/// The text of an example's file.
fn file(path: &str) -> String {
    fs::read_to_string(project("spec/examples").join(path)).unwrap()
}

#[tokio::test]
async fn the_unblock_request_has_no_trailing_comma() {
    let simulator = simulator();
    let mended = file("unblockFile/request.documented.json");
    assert_eq!(send(post(&simulator, "unblockFile", &mended)).await.0, 201);
    let printed = mended.replace("\"\n}", "\",\n}");
    assert_ne!(printed, mended);
    let refused = refusal(post(&simulator, "unblockFile", &printed)).await;
    assert_eq!(refused, (400, "InvalidRequestBody".to_owned()));
}

#[tokio::test]
async fn the_stop_and_quarantine_request_has_plain_quotes() {
    let simulator = simulator();
    let mended = file("stopAndQuarantineFile/request.documented.json");
    assert_eq!(example("stopAndQuarantineFile/request.documented")["Sha1"], SHA1);
    assert_eq!(send(post(&simulator, "stopAndQuarantineFile", &mended)).await.0, 201);
    let printed = mended.replace("\"Sha1\"", "“Sha1”").replace(&format!("\"{SHA1}\""), &format!("“{SHA1}”"));
    assert_eq!(printed.matches(['“', '”']).count(), 4);
    let refused = refusal(post(&simulator, "stopAndQuarantineFile", &printed)).await;
    assert_eq!(refused, (400, "InvalidRequestBody".to_owned()));
}

#[tokio::test]
async fn the_key_of_the_hash_is_sha1_in_this_case_only() {
    let simulator = simulator();
    stop(&client(&simulator)).await.unwrap();
    assert_eq!(simulator.journal()[0].json().unwrap(), json!({"Comment": COMMENT, "Sha1": SHA1}));
    for key in ["SHA1", "sha1"] {
        let body = json!({"Comment": COMMENT, key: SHA1});
        let refused = refusal(raw(&simulator, &target("stopAndQuarantineFile")).json(&body)).await;
        assert_eq!(refused, (400, "MissingRequiredParameter".to_owned()));
        serde_json::from_value::<StopAndQuarantineFileRequest>(body).unwrap_err();
    }
}

#[tokio::test]
async fn requests_send_comment_with_a_capital() {
    let simulator = simulator();
    for answer in every_call(&client(&simulator)).await {
        answer.unwrap();
    }
    for request in simulator.journal() {
        assert_eq!(request.json().unwrap()["Comment"], COMMENT, "{request:?}");
    }
    for id in OPERATIONS {
        let call = raw(&simulator, &target(id)).json(&json!({"comment": COMMENT, "Sha1": SHA1}));
        assert_eq!(refusal(call).await, (400, "MissingRequiredParameter".to_owned()), "{id}");
    }
    let answer = block(&client(&simulator)).await.unwrap().into_inner();
    assert_eq!(serde_json::to_value(answer).unwrap()["requestorComment"], COMMENT);
}

#[tokio::test]
async fn a_hash_is_forty_digits_in_either_case() {
    let simulator = simulator();
    let client = client(&simulator);
    for hash in [SHA1, &SHA1.to_uppercase()] {
        client.block_file().sha1(hash).body_map(|body| body.comment(COMMENT)).send().await.unwrap();
        assert_eq!(simulator.journal().last().unwrap().target(), format!("/files/{hash}/block"));
    }

    let sent = simulator.journal().len();
    let [shorter, longer, padded, line] =
        [SHA1[1..].to_owned(), format!("{SHA1}0"), format!(" {SHA1}"), format!("{SHA1}\n")];
    let (other_letter, wide) = (SHA1.replace('7', "g"), SHA1.replace('7', "７"));
    for hash in ["", "../block", &shorter, &longer, &padded, &line, &other_letter, &wide] {
        let block = client.block_file().sha1(hash).body_map(|body| body.comment(COMMENT));
        let stop = client.stop_and_quarantine_file().id(MACHINE);
        let stop = stop.body_map(|body| body.comment(COMMENT).sha1(hash));
        for error in [block.send().await.map(drop).unwrap_err(), stop.send().await.map(drop).unwrap_err()] {
            assert_eq!(error.outcome(), Outcome::NotSent, "{hash:?}");
            let report = error.report().to_string();
            assert!(report.contains("`sha1`") || report.contains("`Sha1`"), "{report}");
            assert!(report.contains("^[0-9A-Fa-f]{40}$"), "{report}");
        }
    }
    assert_eq!(simulator.journal().len(), sent);

    for hash in [&shorter, &longer, &other_letter] {
        let in_path = raw(&simulator, &format!("/files/{hash}/block")).json(&json!({"Comment": COMMENT}));
        let in_body = json!({"Comment": COMMENT, "Sha1": hash});
        let in_body = raw(&simulator, &target("stopAndQuarantineFile")).json(&in_body);
        assert_eq!(refusal(in_path).await, (400, "InvalidHashValue".to_owned()), "{hash}");
        assert_eq!(refusal(in_body).await, (400, "InvalidHashValue".to_owned()), "{hash}");
    }
}

#[tokio::test]
async fn a_machine_id_has_three_shapes_and_no_other() {
    let simulator = simulator();
    let client = client(&simulator);
    let guid = "5f1d9a2c-3b4e-4f60-8a7b-9c0d1e2f3a4b";
    for id in [MACHINE, "fb9ab6be3965095a09c057be7c90f0a2", guid, &MACHINE.to_uppercase(), &guid.to_uppercase()] {
        let call = client.unrestrict_code_execution().id(id).body_map(|body| body.comment(COMMENT));
        call.send().await.unwrap();
        assert_eq!(simulator.journal().last().unwrap().target(), format!("/machines/{id}/unrestrictCodeExecution"));
        simulator.finish_pending();
    }

    let sent = simulator.journal().len();
    let rule = node("/components/schemas/MachineId/pattern").as_str().unwrap().to_owned();
    let [line, query, braces] = [format!("{MACHINE}\n"), format!("{MACHINE}?a"), format!("{{{guid}}}")];
    let [shorter, longer, above] = [&MACHINE[1..], &format!("{MACHINE}0"), &format!("../{MACHINE}")];
    let spread = guid.replace('-', "--");
    for id in ["", ".", "..", "../x", "a/b", "%2e%2e", "{id}", shorter, longer, above, &line, &query, &braces, &spread]
    {
        let stop = client.stop_and_quarantine_file().id(id).body_map(|body| body.comment(COMMENT).sha1(SHA1));
        let unrestrict = client.unrestrict_code_execution().id(id).body_map(|body| body.comment(COMMENT));
        for error in [stop.send().await.map(drop).unwrap_err(), unrestrict.send().await.map(drop).unwrap_err()] {
            assert_eq!(error.outcome(), Outcome::NotSent, "{id:?}");
            let report = error.report().to_string();
            assert!(report.contains("`id`") && report.contains(&rule), "{report}");
        }
    }
    assert_eq!(simulator.journal().len(), sent);

    for id in ["x", shorter, longer, &format!("{MACHINE}%0A"), &format!("%7B{guid}%7D")] {
        let call = raw(&simulator, &format!("/machines/{id}/unrestrictCodeExecution"));
        assert_eq!(refusal(call.json(&json!({"Comment": COMMENT}))).await, (400, "InvalidInput".to_owned()), "{id}");
    }
}

#[tokio::test]
async fn stop_and_quarantine_calls_its_own_path() {
    let simulator = simulator();
    stop(&client(&simulator)).await.unwrap();
    assert_eq!(simulator.journal()[0].target(), format!("/machines/{MACHINE}/stopAndQuarantineFile"));
    simulator.finish_pending();

    let body = example("stopAndQuarantineFile/request.documented");
    let preview = |last: &str| raw(&simulator, &format!("/testwdatppreview/machines/{MACHINE}/{last}")).json(&body);
    assert_eq!(send(preview("stopAndQuarantineFile")).await.0, 201);
    // The path of the sample is that of another operation, which answers with an action of its own.
    simulator.finish_pending();
    let answer = send(preview("unrestrictCodeExecution")).await;
    assert_eq!((answer.0, &answer.1["type"]), (201, &json!("UnrestrictCodeExecution")));
}

#[tokio::test]
async fn the_path_of_stop_and_quarantine_has_the_documented_case() {
    let simulator = simulator();
    assert!(target("stopAndQuarantineFile").ends_with("/stopAndQuarantineFile"));
    let body = example("stopAndQuarantineFile/request.documented");
    for last in ["stopAndQuarantineFile", "StopAndQuarantineFile"] {
        let call = raw(&simulator, &format!("/api/machines/{MACHINE}/{last}")).json(&body);
        assert_eq!(send(call).await.0, 201, "{last}");
        simulator.finish_pending();
    }
}

#[tokio::test]
async fn operations_are_named_after_their_paths() {
    for operation in operations() {
        let last = operation.path.rsplit('/').next().unwrap();
        let name = if operation.path.starts_with("/files/") { format!("{last}File") } else { last.to_owned() };
        assert_eq!(operation.id, name);
    }
    assert_eq!(operation("unrestrictCodeExecution")["summary"], "Remove an app restriction from a machine");
    let action = unrestrict(&client(&simulator())).await.unwrap().into_inner();
    assert_eq!(action.type_.unwrap().as_str(), "UnrestrictCodeExecution");
}

#[tokio::test]
async fn removing_a_restriction_is_not_ending_an_isolation() {
    let action = unrestrict(&client(&simulator())).await.unwrap().into_inner();
    assert_eq!(action.type_, Some(MachineActionType::UnrestrictCodeExecution));
    assert_eq!(MachineActionType::from("Unisolate"), MachineActionType::Unisolate);
    assert!(!operation("unrestrictCodeExecution").to_string().to_lowercase().contains("isolat"));
}
