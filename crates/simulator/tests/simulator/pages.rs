//! The pages: of the contract, and of the journal.

use defender_actions_simulator::{Fault, FaultRule, Simulator};
use flate2::read::GzDecoder;
use serde_json::json;
use std::io::Read;

use crate::client::{Answer, Call, contract, exchange, get, minimal, serve};

const ACCEPT_OF_A_BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn visit(simulator: &Simulator, target: &str) -> Answer {
    Call::new("GET", target).header("Accept", ACCEPT_OF_A_BROWSER).send(simulator)
}

fn is_page(answer: &Answer) -> bool {
    answer.header("content-type") == Some("text/html; charset=utf-8") && answer.text().starts_with("<!DOCTYPE html>")
}

#[test]
fn the_contract_is_at_the_root_and_at_its_own_path() {
    let simulator = Simulator::start().unwrap();
    assert_eq!(simulator.page_url(), format!("{}/", simulator.url()));
    let page = visit(&simulator, "/");
    assert!(page.status == 200 && is_page(&page), "{page:?}");
    assert!(page.text().contains("data-tokens=\"any\""));
    for operation in contract().operations() {
        assert!(page.text().contains(operation.path()), "{}", operation.path());
    }
    assert_eq!(get(&simulator, "/_simulator/contract").body, page.body);
    assert!(simulator.journal().is_empty(), "to look is no call");
}

#[test]
fn tools_that_take_anything_get_the_page_and_programs_the_contract() {
    let simulator = Simulator::start().unwrap();
    let at_root = |accept: &str| Call::new("GET", "/").header("Accept", accept).send(&simulator);
    for accept in ["*/*", "text/*", "TEXT/HTML;level=1", "application/json, text/html;q=0.1"] {
        assert!(is_page(&at_root(accept)), "{accept}");
    }
    for accept in ["application/json", "text/html;q=0", "image/*", ""] {
        assert_eq!(at_root(accept).json()["error"]["code"], "NotFound", "{accept}");
    }
    assert_eq!(get(&simulator, "/").status, 404);
    // What is no page is a call as before.
    for target in ["//", "/favicon.ico", "/index.html", "/_simulator/"] {
        assert_eq!(visit(&simulator, target).status, 404, "{target}");
    }
    for method in ["POST", "OPTIONS", "DELETE"] {
        for target in ["/", "/_simulator", "/_simulator/contract"] {
            let call = Call::new(method, target).header("Accept", ACCEPT_OF_A_BROWSER);
            assert_eq!(call.send(&simulator).status, 404, "{method} {target}");
        }
    }
}

#[test]
fn a_contract_that_has_the_root_keeps_it() {
    let simulator = serve(&minimal(json!({"/": {"post": {"responses": {"200": {"description": ""}}}}})));
    assert_eq!(visit(&simulator, "/").status, 405);
    assert_eq!(simulator.page_url(), format!("{}/_simulator/contract", simulator.url()));
    assert!(is_page(&visit(&simulator, "/_simulator/contract")));
    // A parameter is not empty, and the paths of the simulator are its own.
    let simulator = serve(&minimal(json!({"/{any}": {
        "parameters": [{"name": "any", "in": "path", "required": true, "schema": {"type": "string"}}],
        "get": {"responses": {"200": {"description": ""}}},
    }})));
    assert!(is_page(&visit(&simulator, "/")));
    assert!(is_page(&visit(&simulator, "/_simulator")));
    assert_eq!(get(&simulator, "/x").status, 200);
}

#[test]
fn every_page_and_asset_says_what_it_may_do() {
    let simulator = Simulator::start().unwrap();
    let page = visit(&simulator, "/");
    let assets = page.text().split("/_simulator/assets/").skip(1).map(|rest| rest.split('"').next().unwrap());
    let mut targets: Vec<String> = assets.map(|name| format!("/_simulator/assets/{name}")).collect();
    assert!(targets.len() >= 5, "{targets:?}");
    targets.extend(["/", "/_simulator", "/_simulator/contract", "/_simulator/assets/journal.js"].map(str::to_owned));
    for target in targets {
        let answer = visit(&simulator, &target);
        assert_eq!(answer.status, 200, "{target}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; "), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
    }
    assert_eq!(visit(&simulator, "/_simulator/assets/other.js").status, 404);
    assert_eq!(visit(&simulator, "/_simulator/assets/").status, 404);
}

#[test]
fn an_asset_is_compressed_for_those_who_take_it() {
    let simulator = Simulator::start().unwrap();
    let target = "/_simulator/assets/swagger-ui-bundle.js";
    let plain = get(&simulator, target);
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), (None, Some("accept-encoding")));
    let with = |value: &str| Call::new("GET", target).header("Accept-Encoding", value).send(&simulator);
    for refused in ["identity", "gzip;q=0", "br"] {
        assert_eq!(with(refused).header("content-encoding"), None, "{refused}");
    }
    let compressed = with("deflate, GZIP;q=0.5");
    assert_eq!(compressed.header("content-encoding"), Some("gzip"));
    assert!(compressed.body.len() * 3 < plain.body.len());
    let mut text = Vec::new();
    GzDecoder::new(&compressed.body[..]).read_to_end(&mut text).unwrap();
    assert!(text == plain.body);
}

#[test]
fn head_gets_the_head() {
    let simulator = Simulator::start().unwrap();
    for target in ["/", "/_simulator", "/_simulator/contract", "/_simulator/assets/page.css"] {
        let call = Call::new("HEAD", target).header("Accept", ACCEPT_OF_A_BROWSER);
        let answer = Answer::parse(&exchange(&simulator, &call.bytes()));
        let length = visit(&simulator, target).body.len().to_string();
        assert_eq!((answer.status, answer.body.len()), (200, 0), "{target}");
        assert_eq!(answer.header("content-length"), Some(length.as_str()), "{target}");
    }
    // Of what was there before, no more than there was.
    assert_eq!(Call::new("HEAD", "/_simulator/journal").send(&simulator).status, 404);
}

#[test]
fn pages_meet_no_fault() {
    let simulator = Simulator::start().unwrap();
    simulator.fault(FaultRule::new(Fault::Disconnect));
    for target in ["/", "/_simulator", "/_simulator/contract", "/_simulator/assets/page.css"] {
        assert_eq!(visit(&simulator, target).status, 200, "{target}");
    }
    assert!(simulator.journal().is_empty());
}

#[test]
fn a_page_of_a_simulator_that_takes_its_own_tokens_gets_one_of_them() {
    let simulator = Simulator::builder().only_issued_tokens().start().unwrap();
    assert!(visit(&simulator, "/").text().contains("data-tokens=\"issued\""));
    // As the script of the page does.
    let issued = Call::new("GET", "/msi/token?resource=simulator").header("X-IDENTITY-HEADER", "page").send(&simulator);
    let token = issued.json()["access_token"].as_str().unwrap().to_owned();
    for operation in contract().operations() {
        let call = Call::documented(operation).header("Authorization", &format!("Bearer {token}"));
        assert_eq!(call.send(&simulator).status / 100, 2, "{}", operation.name());
    }
}

#[test]
fn the_journal_shows_what_came_what_was_answered_and_the_rule_that_was_broken() {
    let simulator = Simulator::start().unwrap();
    assert!(visit(&simulator, "/_simulator").text().contains("Nothing received yet."));
    let call = Call::documented(&contract().operations()[0]).header("Authorization", "Bearer s3cret");
    call.send(&simulator);
    call.clone().body("{}").send(&simulator);
    simulator.fault("status=503,times=1".parse::<FaultRule>().unwrap());
    call.send(&simulator);
    simulator.fault(FaultRule::new(Fault::Disconnect).times(1));
    let _ = exchange(&simulator, &call.bytes());

    let html = visit(&simulator, "/_simulator").text().to_owned();
    assert!(html.contains("4 requests received."), "{html}");
    assert_eq!(html.matches("<li class=\"answered\">").count(), 1);
    assert_eq!(html.matches("<li class=\"refused\">").count(), 1);
    assert_eq!(html.matches("<li class=\"fault\">").count(), 2);
    assert!(html.contains("<code>missing-property</code>"));
    assert!(html.contains("<code>status=503,times=1</code>"));
    assert!(html.contains("Carried out.") && html.contains("None: the connection ended."));
    assert!(html.contains("201 Created\n") && html.contains("&quot;fileIdentifier&quot;"));
    assert!(html.contains("Authorization: …") && !html.contains("s3cret"));
    // The latest is the first.
    assert!(html.find("Request 4").unwrap() < html.find("Request 1").unwrap());
}

#[test]
fn a_reader_of_the_journal_gets_what_is_new() {
    let simulator = Simulator::start().unwrap();
    for number in 0..3 {
        get(&simulator, &format!("/{number}"));
    }
    let since = |after: &str| visit(&simulator, &format!("/_simulator?after={after}")).text().to_owned();
    let entries = |html: &str| html.matches("<li ").count();
    assert_eq!(["0", "1", "3", "9", "x", "-1"].map(|after| entries(&since(after))), [3, 2, 0, 0, 3, 3]);
    assert!(since("2").contains("Request 3") && since("2").contains("data-received=\"3\""));
}

#[test]
fn what_strangers_send_is_text_and_of_bounded_length() {
    let simulator = Simulator::start().unwrap();
    let hostile = "<script>alert(1)</script>\u{202e}";
    Call::post(&format!("/'\"{}", "a".repeat(9_000)), &json!({"a": hostile}))
        .header("X-Name", "</pre><b>")
        .send(&simulator);
    Call::post("/", &json!(null)).body(vec![b'<'; 500_000]).send(&simulator);
    let html = visit(&simulator, "/_simulator").text().to_owned();
    assert!(
        html.contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}") && html.contains("/&#39;&quot;aaa"),
        "{html}"
    );
    assert!(
        !html.contains("<img") && !html.contains("<b>") && !html.contains("<script>") && !html.contains('\u{202e}')
    );
    assert!(html.len() < 40_000, "{}", html.len());

    for number in 0..300 {
        get(&simulator, &format!("/{number}"));
    }
    let html = visit(&simulator, "/_simulator").text().to_owned();
    assert_eq!(html.matches("<li ").count(), 200);
    assert!(html.contains("302 requests received; the latest 200 are shown."));
}

#[test]
fn the_journal_as_json_has_the_rule_too() {
    let simulator = Simulator::start().unwrap();
    get(&simulator, "/nowhere");
    simulator.fault("expired-token".parse::<FaultRule>().unwrap());
    Call::documented(&contract().operations()[0]).send(&simulator);
    let journal = get(&simulator, "/_simulator/journal").json();
    let refusals: Vec<_> = (0..2).map(|index| journal["requests"][index]["refusal"].clone()).collect();
    assert_eq!(refusals[0], json!({"rule": "unknown-route", "message": "The contract has no such path."}));
    assert_eq!(refusals[1]["rule"], "expired-token");
}
