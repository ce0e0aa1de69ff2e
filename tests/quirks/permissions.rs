//! Permissions.

use super::*;

#[tokio::test]
async fn operations_ask_for_permissions_that_can_be_granted() {
    let wanted = ["Ti.ReadWrite", "Ti.ReadWrite", "Machine.StopAndQuarantine", "Machine.RestrictExecution"];
    let scopes = node("/components/securitySchemes/clientCredentials/flows/clientCredentials/scopes");
    assert!(wanted.iter().all(|permission| scopes.get(permission).is_some()), "{scopes}");
    for (id, permission) in OPERATIONS.into_iter().zip(wanted) {
        let delegated = if id.starts_with("block") || id.starts_with("unblock") { vec![] } else { vec![permission] };
        let security = json!([{"clientCredentials": [permission]}, {"userSignIn": delegated}, {"bearer": []}]);
        assert_eq!(operation(id)["security"], security, "{id}");
    }

    let simulator = simulator();
    for granted in ["secop", "Ti.ReadWrite", "Machine.StopAndQuarantine", "Machine.RestrictExecution"] {
        let client = client_with_token(&simulator, &Simulator::token([granted]));
        for (answer, wanted) in every_call(&client).await.into_iter().zip(wanted) {
            let refusal = answer.err().map(|error| error.code().unwrap().to_string());
            assert_eq!(refusal, (wanted != granted).then(|| "Forbidden".to_owned()), "{wanted}, has {granted}");
        }
    }

    let describes = |id: &str, what: &str| operation(id)["description"].as_str().unwrap().contains(what);
    assert!(["blockFile", "unblockFile"].iter().all(|id| describes(id, "Security administrator or Global admin")));
    for id in ["stopAndQuarantineFile", "unrestrictCodeExecution"] {
        assert!(["remediation actions\"", "machine group"].iter().all(|it| describes(id, it)), "{id}");
    }
}

#[tokio::test]
async fn stop_and_quarantine_documents_the_further_permission() {
    let operation = operation("stopAndQuarantineFile");
    assert_eq!(operation["security"][0], json!({"clientCredentials": ["Machine.StopAndQuarantine"]}));
    let description = operation["description"].as_str().unwrap();
    for further in ["Machine.Read.All", "Machine.ReadWrite.All"] {
        assert!(description.contains(further), "{further}");
    }
    let simulator = simulator();
    stop(&client_with_token(&simulator, &Simulator::token(["Machine.StopAndQuarantine"]))).await.unwrap();
}

#[tokio::test]
async fn one_permission_restricts_and_unrestricts() {
    let simulator = simulator();
    unrestrict(&client_with_token(&simulator, &Simulator::token(["Machine.RestrictExecution"]))).await.unwrap();
    for flow in ["clientCredentials/flows/clientCredentials", "userSignIn/flows/authorizationCode"] {
        let scopes = node(&format!("/components/securitySchemes/{flow}/scopes"));
        let meaning = &scopes["Machine.RestrictExecution"];
        assert_eq!(*meaning, "Restrict code execution, and remove the restriction.", "{flow}");
    }
}
