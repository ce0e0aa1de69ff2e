//! The page of a contract, and what it is made of.

use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use openapi::Contract;
use page::{Tokens, asset, contract_file, contract_page};
use sha2::{Digest, Sha256};
use test_support::{contract, project};

/// A contract whose texts are hostile to HTML, JSON and terminals.
const HOSTILE: &str = r#"{"openapi": "3.0.3", "info": {"title": "</title><script>alert(1)</script>\u202e\u001b[31m", "version": "\"><img src=x>",
    "description": "</script><!--<script>"}, "paths": {}}"#;

fn hostile() -> Contract {
    Contract::parse("hostile.json", HOSTILE).unwrap()
}

/// The contents of all elements of this name.
fn elements<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let (begin, end) = (format!("<{name}>"), format!("</{name}>"));
    html.split(&begin).skip(1).map(|rest| rest.split(&end).next().unwrap()).collect()
}

#[test]
fn swagger_ui_is_the_file_of_its_package() {
    let sums = fs::read_to_string(project("crates/page/assets/swagger-ui/SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), 2);
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        let text = asset(name).unwrap().text();
        let hash: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, sum, "{name}: run crates/page/assets/swagger-ui/vendor");
    }
}

#[test]
fn all_assets_together_are_small() {
    let size: usize =
        ["swagger-ui-bundle.js", "swagger-ui.css", "page.css", "contract.css", "contract.js", "journal.js"]
            .map(|name| asset(name).unwrap())
            .map(|asset| asset.gzip().map_or(asset.text().len(), <[u8]>::len))
            .iter()
            .sum();
    assert!(size < 540_000, "{size}");
    assert!(asset("../Cargo.toml").is_none() && asset("").is_none());
}

#[test]
fn the_page_has_the_whole_contract_and_its_title() {
    let contract = contract();
    for html in [contract_page(&contract, Tokens::Any), contract_file(&contract)] {
        let data = html.split("id=\"contract\">").nth(1).unwrap().split("</script>").next().unwrap();
        let data: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(data, contract.root().to_json());
        // The order of the document is that of the page.
        assert_eq!(data.to_string(), contract.root().to_json().to_string());
        assert!(html.contains(&format!("<h1>{}", data["info"]["title"].as_str().unwrap())));
    }
}

#[test]
fn which_tokens_are_taken_is_said_to_the_page() {
    let html = |tokens| contract_page(&contract(), tokens);
    assert!(html(Tokens::Any).contains("data-tokens=\"any\""));
    assert!(html(Tokens::Issued).contains("data-tokens=\"issued\""));
    // A call can be tried where there is a simulator, and nowhere else.
    assert!(!contract_file(&contract()).contains("data-tokens="));
}

#[test]
fn what_the_contract_says_is_no_markup() {
    for mut html in [contract_page(&hostile(), Tokens::Any), contract_file(&hostile())] {
        // Scripts and styles of the crate's own may have what they like.
        let own =
            ["script", "style"].map(|name| elements(&html, name).into_iter().map(str::to_owned).collect::<Vec<_>>());
        own.concat().iter().for_each(|text| html = html.replace(text, ""));
        assert!(html.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}\\u{1b}[31m"));
        assert!(!html.contains("<script>alert") && !html.contains("<img") && !html.contains('\u{202e}'));
        assert!(html.contains("\\u003c/script>\\u003c!--\\u003cscript>"));
    }
    // Elements end where they should: as many begin as end, and no comment begins.
    let html = contract_file(&hostile());
    assert_eq!(html.matches("<script").count(), 3);
    assert_eq!(html.matches("</script").count(), 3);
    assert!(!html.contains("<!--"));
}

#[test]
fn a_served_page_has_nothing_inline() {
    let html = contract_page(&contract(), Tokens::Any);
    assert!(!html.contains("<style") && !html.contains(" style=") && !html.contains(" onclick"));
    let scripts = html.split("<script").skip(1).filter(|script| !script.starts_with(" type=\"application/json\""));
    assert!(scripts.into_iter().all(|script| script.starts_with(" src=\"/_simulator/assets/")));
}

#[test]
fn the_file_allows_its_own_scripts_and_styles_and_no_call() {
    let html = contract_file(&contract());
    let policy = html.split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap();
    let policy = policy.replace("&#39;", "'");
    let (scripts, styles) = (elements(&html, "script"), elements(&html, "style"));
    assert_eq!((scripts.len(), styles.len()), (2, 3));
    for text in scripts.iter().chain(&styles) {
        let hash = format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())));
        assert!(policy.contains(&hash), "{policy}");
    }
    assert!(policy.starts_with("default-src 'none'; "));
    assert!(!policy.contains("unsafe") && !policy.contains("connect-src") && !policy.contains("http"), "{policy}");
    // What is fetched by an element would be in the markup, which is the crate's own.
    let links: Vec<&str> = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(links[..2], ["data:,", "#main"]);
}
