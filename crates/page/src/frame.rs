//! What all pages have: head and navigation.

use crate::asset::{Asset, PAGE_STYLE};
use crate::html::Html;

/// Where a server has the page of the contract.
pub const CONTRACT_PATH: &str = "/_simulator/contract";
/// Where a server has the page of what it received.
pub const JOURNAL_PATH: &str = "/_simulator";
/// Below which path a server has the [assets](crate::asset()).
pub const ASSETS: &str = "/_simulator/assets/";

/// A page of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// The contract.
    Contract,
    /// What was received.
    Journal,
}

/// A page of a server: this content below the navigation. `name` is that of the contract.
pub fn frame(name: &str, tab: Tab, content: &Html) -> String {
    let (title, script) = match tab {
        Tab::Contract => ("", "contract.js"),
        Tab::Journal => ("Journal · ", "journal.js"),
    };
    let mut head = Html::new();
    for asset in styles(tab) {
        head = head.markup("<link rel=\"stylesheet\" href=\"").text(ASSETS).text(asset.name).markup("\">\n");
    }
    let mut scripts = Html::new();
    let names = (tab == Tab::Contract).then_some("swagger-ui-bundle.js").into_iter().chain([script]);
    for name in names {
        scripts = scripts.markup("<script src=\"").text(ASSETS).text(name).markup("\"></script>\n");
    }
    document(&format!("{title}{name}"), &head, &Html::new().html(&navigation(tab)).html(content).html(&scripts))
}

/// The styles of a page, in their order.
pub(crate) fn styles(tab: Tab) -> Vec<&'static Asset> {
    match tab {
        Tab::Contract => vec![&crate::asset::SWAGGER_UI_STYLE, &PAGE_STYLE, &crate::asset::CONTRACT_STYLE],
        Tab::Journal => vec![&PAGE_STYLE],
    }
}

/// A document of this head and body.
pub(crate) fn document(title: &str, head: &Html, body: &Html) -> String {
    Html::new()
        .markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .markup(
            "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n",
        )
        // Without it a browser asks for `/favicon.ico`.
        .markup("<link rel=\"icon\" href=\"data:,\">\n<title>")
        .text(title)
        .markup("</title>\n")
        .html(head)
        .markup("</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n")
        .html(body)
        .markup("</body>\n</html>\n")
        .into_string()
}

fn navigation(tab: Tab) -> Html {
    let mut html = Html::new()
        .markup("<header class=\"bar\"><div class=\"width\">\n<span class=\"brand\">Simulator</span>\n<nav aria-label=\"Pages\">");
    for (other, path, name) in [(Tab::Contract, CONTRACT_PATH, "Contract"), (Tab::Journal, JOURNAL_PATH, "Journal")] {
        html = html.markup("<a href=\"").text(path).markup("\"");
        if other == tab {
            html = html.markup(" aria-current=\"page\"");
        }
        html = html.markup(">").text(name).markup("</a>");
    }
    html = html.markup("</nav>\n");
    if tab == Tab::Contract {
        html = html.markup(TOKEN);
    }
    html.markup("</div></header>\n")
}

/// The token of the calls that are tried.
const TOKEN: &str = "<div class=\"token\"><label for=\"token\">Bearer token</label>\n\
    <input id=\"token\" name=\"token\" autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\">\n\
    <button id=\"issue\" type=\"button\">Issue one</button></div>\n\
    <p id=\"issued\" class=\"hidden\" role=\"status\"></p>\n";
