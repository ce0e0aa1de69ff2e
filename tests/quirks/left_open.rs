//! What the pages leave open.

use std::time::Duration;

use defender_actions::Outcome;
use defender_actions::types::ErrorCode;

use super::*;

#[test]
fn block_and_unblock_alone_are_deprecated() {
    let deprecated = OPERATIONS.into_iter().filter(|id| operation(id).get("deprecated") == Some(&json!(true)));
    assert_eq!(deprecated.collect::<Vec<_>>(), ["blockFile", "unblockFile"]);
    for id in ["blockFile", "unblockFile"] {
        assert!(operation(id)["description"].as_str().unwrap().contains("custom indicators take its place"), "{id}");
    }
}

#[tokio::test]
async fn every_operation_may_be_rate_limited() {
    let simulator = simulator();
    let mut faults = Vec::new();
    for id in OPERATIONS {
        let call = raw(&simulator, &target(id)).header("Prefer", "code=429");
        let answer = call.json(&example(&format!("{id}/request.documented"))).send().await.unwrap();
        let status = answer.status().as_u16();
        let wait = answer.headers()["Retry-After"].to_str().unwrap().to_owned();
        assert_eq!((status, wait.as_str()), (429, "30"), "{id}");
        let body = answer.bytes().await.unwrap().into();
        faults.push(Fault::Answer { status, headers: vec![("Retry-After".to_owned(), wait)], body });
    }
    faults.into_iter().for_each(|fault| simulator.fault(fault));
    for answer in every_call(&client(&simulator)).await {
        let error = answer.unwrap_err();
        assert_eq!(error.code(), Some(&ErrorCode::TooManyRequests));
        assert_eq!((error.retry_after(), error.outcome()), (Some(Duration::from_secs(30)), Outcome::Refused));
    }
    for (id, published) in OPERATIONS.into_iter().zip([false, false, true, true]) {
        let operation = operation(id);
        let limits = "100 calls a minute and 1,500 an hour, for each application in each tenant";
        assert_eq!(operation["description"].as_str().unwrap().replace('\n', " ").contains(limits), published, "{id}");
    }
}

#[tokio::test]
async fn every_error_decodes_whatever_its_body() {
    let whole = r#"{"error": {"code": "DisabledFeature", "message": "Turned off", "target": "74a0c02a"}}"#;
    let cut = whole.split_at(whole.find("ff").unwrap()).0;
    let bodies = [
        (whole, Some("DisabledFeature"), Some("Turned off")),
        (r#"{"error": {"code": "Unheard", "message": "m", "target": null}}"#, Some("Unheard"), Some("m")),
        ("", None, None),
        ("<html><h1>Bad Gateway</h1></html>", None, Some("<html><h1>Bad Gateway</h1></html>")),
        (cut, Some("DisabledFeature"), Some(cut)),
    ];
    let simulator = simulator();
    let client = client(&simulator);
    for status in [400, 401, 418, 500, 502] {
        for (body, code, message) in bodies {
            for missing in [0, 9, 0, 9] {
                simulator.fault(Fault::Truncate { status, headers: Vec::new(), body: body.into(), missing });
            }
            for answer in every_call(&client).await {
                let error = answer.unwrap_err();
                let seen = (error.status().map(|it| it.as_u16()), error.code().map(ErrorCode::as_str), error.message());
                assert_eq!(seen, (Some(status), code, message));
            }
        }
    }
}

#[tokio::test]
async fn a_repeated_action_is_refused_or_is_the_pending_one() {
    let simulator = simulator();
    let client = client(&simulator);
    let begun = unrestrict(&client).await.unwrap().into_inner();
    stop(&client).await.unwrap();
    let refused = [unrestrict(&client).await.map(drop).unwrap_err(), stop(&client).await.map(drop).unwrap_err()];
    for operation in defender_actions::operations() {
        let is_pending = operation.id.starts_with("stop") || operation.id.starts_with("unrestrict");
        assert_eq!(operation.already_active_codes.is_empty(), !is_pending, "{}", operation.id);
    }
    for error in refused {
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
        assert_eq!(error.code(), Some(&ErrorCode::ActiveRequestAlreadyExists));
        assert!(error.report().to_string().contains("after a lost connection, it is the one you asked for"));
    }
    simulator.fault(fault(201, &serde_json::to_string(&begun).unwrap()));
    assert_eq!(unrestrict(&client).await.unwrap().into_inner(), begun);

    simulator.finish_pending();
    assert_ne!(unrestrict(&client).await.unwrap().into_inner().id, begun.id);
    stop(&client).await.unwrap();
}

#[test]
fn the_remove_app_restriction_page_became_one_operation() {
    let contract = contract();
    let operations = contract.operations().iter();
    let restrictions: Vec<_> = operations.filter(|it| it.path().ends_with("/unrestrictCodeExecution")).collect();
    assert_eq!(restrictions.len(), 1);
    let of_page = examples(contract).into_iter().filter(|it| it.operation == restrictions[0].name());
    let documented = of_page.filter(|it| it.name == "documented").map(|it| it.part);
    assert_eq!(documented.collect::<Vec<_>>(), ["request", "201"]);
}

/// What the contract says in words.
fn texts() -> impl Iterator<Item = &'static str> {
    let objects = contract().objects().iter();
    let words = ["description", "summary", "title"];
    objects.flat_map(move |object| words.into_iter().filter_map(move |word| object.node.text(word)))
}

#[test]
fn no_remains_of_the_pages_are_in_the_contract() {
    let remains = ["[!", "](", "**", ">[", ".md", "include", "Applies to", "{token}", "secop", "\t", "“", "”"];
    for text in texts() {
        for remain in remains {
            assert!(!text.contains(remain), "{remain:?} in {text:?}");
        }
    }
}

#[test]
fn descriptions_use_the_names_of_today() {
    for text in texts() {
        for old in ["ATP", "Advanced Threat Protection", "Windows Defender"] {
            assert!(!text.contains(old), "{old} in {text:?}");
        }
    }
    let speaks = |pointer: &str, name: &str| node(pointer).as_str().unwrap().contains(name);
    assert!(speaks("/info/title", "Microsoft Defender"));
    assert!(speaks("/info/description", "Microsoft Defender for Endpoint"));
    assert!(speaks("/paths/~1files~1{sha1}~1block/post/description", "Microsoft Defender Antivirus"));
    assert!(speaks("/components/responses/AcceptedWithoutAction/description", "Microsoft Defender Antivirus"));
}
