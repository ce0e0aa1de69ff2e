//! The page of a contract.

use openapi::{Contract, escape};

use crate::asset::{Asset, CONTRACT_SCRIPT, SWAGGER_UI_SCRIPT};
use crate::frame::{self, Tab};
use crate::html::Html;
use crate::policy;

/// Which tokens the server of a page takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tokens {
    /// Any.
    Any,
    /// Those that it has issued.
    Issued,
}

/// The page of a contract, as a server has it that serves the contract: calls from it go to that server, with a token that
/// the page has. Needs the [policy](crate::POLICY) and the [assets](crate::asset()) below [`ASSETS`](crate::ASSETS).
pub fn contract_page(contract: &Contract, tokens: Tokens) -> String {
    let tokens = match tokens {
        Tokens::Any => "any",
        Tokens::Issued => "issued",
    };
    frame::frame(title(contract), Tab::Contract, &content(contract, Some(tokens)))
}

/// The page of a contract as one file, for reading: no call can be made from it.
pub fn contract_file(contract: &Contract) -> String {
    let text = |asset: &Asset| inline(&asset.text());
    let scripts = [text(&SWAGGER_UI_SCRIPT), text(&CONTRACT_SCRIPT)];
    let styles: Vec<String> = frame::styles(Tab::Contract).into_iter().map(|asset| asset.text().into_owned()).collect();
    let (scripts, styles) = (scripts.each_ref().map(String::as_str), styles.iter().map(String::as_str));
    let styles: Vec<&str> = styles.collect();
    let mut head = Html::new()
        .markup("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .text(&policy::of_file(&scripts, &styles))
        .markup("\">\n");
    for style in styles {
        head = head.markup("<style>").trusted(style).markup("</style>\n");
    }
    let mut body = content(contract, None);
    for script in scripts {
        body = body.markup("<script>").trusted(script).markup("</script>\n");
    }
    frame::document(title(contract), &head, &body)
}

/// The title of a contract, or its file.
pub fn title(contract: &Contract) -> &str {
    info(contract, "title").unwrap_or_else(|| contract.name())
}

fn info<'a>(contract: &'a Contract, key: &str) -> Option<&'a str> {
    contract.root().get("info")?.get(key)?.as_str()
}

/// The contract, and where the scripts put what they make of it. `tokens` is for a server's page.
fn content(contract: &Contract, tokens: Option<&str>) -> Html {
    let mut html =
        Html::new().markup("<main id=\"main\" tabindex=\"-1\"><div class=\"width\">\n<h1>").text(title(contract));
    if let Some(version) = info(contract, "version") {
        html = html.markup(" <span class=\"version\">").text(version).markup("</span>");
    }
    html = html.markup("</h1>\n");
    if tokens.is_some() {
        html = html.markup(
            "<p class=\"where\">Served by the simulator: a call that you try here goes to it, and reaches nobody else.</p>\n",
        );
    }
    html = html.markup("<noscript><p class=\"problem\">This page needs scripts. All of them are its own.</p></noscript>\n<div id=\"ui\"");
    if let Some(tokens) = tokens {
        html = html.markup(" data-tokens=\"").text(tokens).markup("\"");
    }
    html.markup("></div>\n</div></main>\n<script type=\"application/json\" id=\"contract\">")
        .trusted(&json(contract))
        .markup("</script>\n")
}

/// The contract as JSON that is no markup, whatever its texts are, and shows what nobody would see.
fn json(contract: &Contract) -> String {
    escape::json(&contract.root().to_json().to_string()).replace('<', "\\u003c")
}

/// A script that can be in a document: without what begins or ends an element or a comment, and without characters that
/// nobody would see. In scripts that were made small, all of these are in texts and in regular expressions.
fn inline(script: &str) -> String {
    let mut inline = String::with_capacity(script.len());
    for character in script.chars() {
        match character {
            '\n' => inline.push(character),
            hidden if escape::is_hidden(hidden) => {
                let units =
                    hidden.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
                inline += &units;
            }
            other => inline.push(other),
        }
    }
    ["<!--", "<script", "</script"]
        .into_iter()
        .fold(inline, |script, marker| script.replace(marker, &marker.replacen('<', "\\x3C", 1)))
}
