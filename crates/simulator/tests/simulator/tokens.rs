//! The token endpoint, and the tokens that it issues.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use defender_actions_simulator::{Builder, Simulator};
use serde_json::Value;
use test_support::contract;

use crate::client::{Answer, Call, get};

const SCOPE: &str = "https://api.securitycenter.microsoft.com/.default";
const FORM: [(&str, &str); 4] = [
    ("grant_type", "client_credentials"),
    ("client_id", "11111111-2222-3333-4444-555555555555"),
    ("client_secret", "s3cr3t & =+%"),
    ("scope", SCOPE),
];

/// The form with these changes; an empty value leaves a parameter out.
fn form(changes: &[(&str, &str)]) -> String {
    let changed = |name: &str| changes.iter().find(|(it, _)| *it == name).map(|(_, value)| *value);
    let all = FORM.iter().map(|(name, value)| (*name, changed(name).unwrap_or(value)));
    let added = changes.iter().copied().filter(|(name, _)| FORM.iter().all(|(it, _)| it != name));
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs(all.chain(added).filter(|(_, value)| !value.is_empty())).finish()
}

fn ask(simulator: &Simulator, tenant: &str, form: String) -> Answer {
    let request = Call::new("POST", &format!("/{tenant}/oauth2/v2.0/token"));
    request.header("Content-Type", "application/x-www-form-urlencoded").body(form).send(simulator)
}

fn token(simulator: &Simulator) -> String {
    let answer = ask(simulator, "contoso.example", form(&[]));
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

/// The call of the first operation with a token.
fn call(simulator: &Simulator, token: &str) -> Answer {
    let contract = contract();
    let request = Call::documented(&contract.operations()[0]).without("Authorization");
    request.header("Authorization", &format!("Bearer {token}")).send(simulator)
}

fn start(change: impl FnOnce(Builder) -> Builder) -> Simulator {
    change(Simulator::builder().only_issued_tokens()).start().unwrap()
}

#[test]
fn a_token_that_was_issued_is_taken_and_no_other() {
    let simulator = start(|builder| builder);
    assert_eq!(call(&simulator, &token(&simulator)).status, 201);
    for other in ["anything", "only~Ti.ReadWrite", &token(&Simulator::start().unwrap())] {
        let answer = call(&simulator, other);
        assert_eq!((answer.status, answer.code().as_str()), (401, "Unauthorized"), "{other}");
        let challenge = answer.header("WWW-Authenticate").unwrap();
        assert!(challenge.starts_with("Bearer error=\"invalid_token\""), "{challenge}");
    }
    assert_eq!(simulator.tokens_issued(), 1);
    // A request for a token has a secret; the journal has the calls alone.
    assert_eq!(simulator.requests_received(), 4);
}

#[test]
fn any_token_is_taken_unless_the_simulator_was_asked() {
    let simulator = Simulator::start().unwrap();
    for any in ["anything", &token(&simulator)] {
        assert_eq!(call(&simulator, any).status, 201);
    }
}

#[test]
fn a_token_expires_and_is_revoked() {
    let now = Arc::new(AtomicU64::new(1_800_000_000));
    let clock = Arc::clone(&now);
    let time = move || SystemTime::UNIX_EPOCH + Duration::from_secs(clock.load(Ordering::Relaxed));
    let simulator = start(|builder| builder.clock(time).token_lifetime(Duration::from_secs(600)));
    let answer = ask(&simulator, "t", form(&[])).json();
    assert_eq!((&answer["expires_in"], &answer["token_type"]), (&600.into(), &"Bearer".into()));
    let first = answer["access_token"].as_str().unwrap();
    now.fetch_add(599, Ordering::Relaxed);
    assert_eq!(call(&simulator, first).status, 201);
    now.fetch_add(1, Ordering::Relaxed);
    let expired = call(&simulator, first);
    assert_eq!((expired.status, expired.message().as_str()), (401, "The token has expired."));
    let second = token(&simulator);
    assert_eq!(call(&simulator, &second).status, 201);
    simulator.revoke_tokens();
    assert_eq!(call(&simulator, &second).status, 401);
    assert_eq!(call(&simulator, &token(&simulator)).status, 201);
}

#[test]
fn a_token_has_the_permissions_that_were_granted() {
    let simulator = start(|builder| builder.granted(["Machine.StopAndQuarantine"]));
    let answer = call(&simulator, &token(&simulator));
    assert_eq!((answer.status, answer.code().as_str()), (403, "Forbidden"));
    assert!(answer.message().contains("the token has Machine.StopAndQuarantine"), "{}", answer.message());
}

#[test]
fn the_claims_are_those_of_an_application() {
    let simulator = Simulator::start().unwrap();
    let text = token(&simulator);
    let claims = text.split('.').nth(1).unwrap();
    let decoded = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, claims).unwrap();
    let claims: Value = serde_json::from_slice(&decoded).unwrap();
    assert_eq!(claims["aud"], "https://api.securitycenter.microsoft.com");
    assert_eq!((&claims["appid"], &claims["tid"]), (&FORM[1].1.into(), &"contoso.example".into()));
    assert_eq!(claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap(), 3600);
    let contract = contract();
    let scopes = contract.operations().iter().flat_map(|operation| operation.security().alternatives);
    for scope in scopes.flat_map(|alternative| alternative.scopes().collect::<Vec<_>>()) {
        assert!(claims["roles"].as_array().unwrap().contains(&scope.into()), "{scope}");
    }
}

#[test]
fn what_is_no_request_for_a_token_is_refused_as_entra_does() {
    let simulator = Simulator::builder().client_secret(FORM[2].1).start().unwrap();
    let jwt = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    for (tenant, changes, status, code, error) in [
        ("organizations", &[][..], 400, 50_059, "invalid_request"),
        ("a%20b", &[], 400, 900_023, "invalid_request"),
        ("t", &[("grant_type", "")], 400, 900_144, "invalid_request"),
        ("t", &[("grant_type", "password")], 400, 70_003, "unsupported_grant_type"),
        ("t", &[("client_id", "")], 400, 900_144, "invalid_request"),
        ("t", &[("scope", "")], 400, 900_144, "invalid_request"),
        ("t", &[("scope", "Ti.ReadWrite")], 400, 1_002_012, "invalid_scope"),
        ("t", &[("scope", "https://other.example/.default")], 400, 500_011, "invalid_resource"),
        ("t", &[("client_secret", "")], 401, 7_000_216, "invalid_client"),
        ("t", &[("client_secret", "another")], 401, 7_000_215, "invalid_client"),
        ("t", &[("client_secret", ""), ("client_assertion", "a.b.c")], 401, 50_027, "invalid_client"),
        (
            "t",
            &[("client_secret", ""), ("client_assertion", "a"), ("client_assertion_type", jwt)],
            401,
            50_027,
            "invalid_client",
        ),
    ] {
        let answer = ask(&simulator, tenant, form(changes));
        let body = answer.json();
        assert_eq!((answer.status, &body["error"]), (status, &error.into()), "{changes:?}: {body}");
        assert_eq!(body["error_codes"], serde_json::json!([code]), "{body}");
        let description = body["error_description"].as_str().unwrap();
        assert!(description.starts_with(&format!("AADSTS{code}: ")), "{description}");
        for id in ["trace_id", "correlation_id", "timestamp"] {
            assert!(description.contains(body[id].as_str().unwrap()), "{id}: {body}");
        }
        assert!(!description.contains("s3cr3t") && !description.contains("another"), "{description}");
    }
    let assertion = [("client_secret", ""), ("client_assertion", "a.b.c"), ("client_assertion_type", jwt)];
    assert_eq!(ask(&simulator, "t", form(&assertion)).status, 200);
    assert_eq!(get(&simulator, "/t/oauth2/v2.0/token").json()["error_codes"], serde_json::json!([900_561]));
    assert_eq!(simulator.tokens_issued(), 1);
}

#[test]
fn a_refusal_can_be_asked_for() {
    let simulator = Simulator::start().unwrap();
    simulator.refuse_token(7_000_222);
    let refused = ask(&simulator, "t", form(&[]));
    assert_eq!((refused.status, &refused.json()["error"]), (401, &"invalid_client".into()));
    assert_eq!(ask(&simulator, "t", form(&[])).status, 200);
}

#[test]
fn a_managed_identity_gets_a_token_as_in_app_service() {
    let simulator = start(|builder| builder);
    let target = "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fapi.securitycenter.microsoft.com";
    let answer = Call::new("GET", target).header("X-IDENTITY-HEADER", "any").send(&simulator);
    let body = answer.json();
    assert_eq!((answer.status, &body["resource"]), (200, &"https://api.securitycenter.microsoft.com".into()));
    assert!(body["expires_on"].as_str().unwrap().parse::<u64>().is_ok(), "{body}");
    assert_eq!(call(&simulator, body["access_token"].as_str().unwrap()).status, 201);
    assert_eq!(get(&simulator, target).status, 401);
    assert_eq!(Call::new("GET", "/msi/token").header("X-IDENTITY-HEADER", "any").send(&simulator).status, 400);
}
