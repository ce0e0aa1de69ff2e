//! The journal as a page: the latest requests, what each got, and the rule that a refused one broke.

use chrono::{DateTime, Utc};
use http::StatusCode;
use page::Html;
use serde_json::Value;

use crate::journal::json;
use crate::journal::record::Request;

/// So many requests are shown at most.
pub(crate) const LONGEST: usize = 200;
/// So many bytes of a message are shown at most.
const LONGEST_MESSAGE: usize = 4 << 10;
/// So many characters of a target or a header are shown at most.
const LONGEST_LINE: usize = 500;
/// So many headers are shown at most.
const MOST_HEADERS: usize = 40;

/// The content of the page: these requests, each with its number, the latest last. `received` counts all.
pub(crate) fn content(received: u64, latest: &[(u64, Request)]) -> Html {
    let html = Html::new().markup("<main id=\"main\" tabindex=\"-1\"><div class=\"width\">\n<h1>Journal</h1>\n");
    let html = html.markup("<p id=\"count\" class=\"count\" role=\"status\">").text(&count(received));
    let html = html.markup("</p>\n<ul id=\"entries\" class=\"entries\" data-longest=\"").text(&LONGEST.to_string());
    let mut html = html.markup("\" data-received=\"").text(&received.to_string()).markup("\">\n");
    for (number, request) in latest.iter().rev() {
        html = html.html(&entry(*number, request));
    }
    html = html.markup("</ul>\n");
    if received == 0 {
        html = html.markup(
            "<p id=\"nothing\">A call appears here when it arrives; this page does not have to be reloaded.</p>\n",
        );
    }
    html.markup("<p class=\"where\">As JSON, with whole bodies: <a href=\"")
        .markup(json::PATH)
        .markup("\">")
        .markup(json::PATH)
        .markup("</a>. Tokens are not shown.</p>\n</div></main>\n")
}

fn count(received: u64) -> String {
    match received {
        0 => "Nothing received yet.".to_owned(),
        1 => "1 request received.".to_owned(),
        many if many > LONGEST as u64 => format!("{many} requests received; the latest {LONGEST} are shown."),
        many => format!("{many} requests received."),
    }
}

fn entry(number: u64, request: &Request) -> Html {
    let html = Html::new().markup("<li class=\"").markup(kind(request)).markup("\"><details><summary>");
    let html = html.markup("<time>").text(&time(request)).markup("</time> <span class=\"status\">");
    let html = match request.status() {
        Some(status) => html.text(&status.to_string()),
        None => html.markup("<abbr title=\"no response\">–</abbr>"),
    };
    let html = html.markup("</span> <span class=\"call\"><span class=\"method\">").text(&cut(request.method()));
    let html = html.markup("</span> ").text(&cut(request.target())).markup("</span> <span class=\"operation\">");
    let mut html = html.text(request.operation().unwrap_or_default()).markup("</span>");
    if let Some(fault) = request.fault() {
        html = html.markup(" <span class=\"why\">Fault <code>").text(&cut(fault)).markup("</code></span>");
    }
    if let Some(refusal) = request.refusal() {
        html = html.markup(" <span class=\"why\"><code>").text(refusal.reason.name()).markup("</code> ");
        html = html.text(&refusal.message).markup("</span>");
    }
    html.markup("</summary>\n<div class=\"exchange\">")
        .html(&received(number, request))
        .html(&sent(request))
        .markup("</div></details></li>\n")
}

/// The class of an entry.
fn kind(request: &Request) -> &'static str {
    match request.status() {
        _ if request.fault().is_some() => "fault",
        Some(status) if status < 400 => "answered",
        _ => "refused",
    }
}

fn received(number: u64, request: &Request) -> Html {
    let mut head = String::new();
    for (name, value) in request.shown_headers().take(MOST_HEADERS) {
        head += &format!("{}: {}\n", cut(name), cut(value));
    }
    if request.shown_headers().count() > MOST_HEADERS {
        head += "…\n";
    }
    let heading = format!("Request {number}");
    Html::new()
        .markup("<section><h2>")
        .text(&heading)
        .markup("</h2>\n<pre tabindex=\"0\">")
        .lines(&head)
        .markup("\n")
        .lines(&body(request.body()))
        .markup("</pre></section>\n")
}

fn sent(request: &Request) -> Html {
    let html = Html::new().markup("<section><h2>Response</h2>\n");
    let Some((status, response)) = request.status().zip(request.response()) else {
        return html.markup("<p>None: the connection ended.</p></section>\n");
    };
    let reason = StatusCode::from_u16(status).ok().and_then(|it| it.canonical_reason()).unwrap_or_default();
    let media_type = response.media_type.as_deref().unwrap_or_default();
    let mut head = format!("{status} {reason}\n");
    if !media_type.is_empty() {
        head += &format!("Content-Type: {}\n", cut(media_type));
    }
    let html = if request.is_carried_out() { html.markup("<p>Carried out.</p>\n") } else { html };
    let html = html.markup("<pre tabindex=\"0\">").lines(&head).markup("\n").lines(&body(&response.beginning));
    let html = if response.is_whole { html } else { html.markup("…") };
    html.markup("</pre></section>\n")
}

/// A body for a reader: JSON on lines of its own, any other text as it is, and the beginning of a long one.
fn body(bytes: &[u8]) -> String {
    if bytes.len() > LONGEST_MESSAGE {
        return format!("{}…\n({} bytes)", String::from_utf8_lossy(&bytes[..LONGEST_MESSAGE]), bytes.len());
    }
    let json = serde_json::from_slice::<Value>(bytes).and_then(|value| serde_json::to_string_pretty(&value));
    json.unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_LINE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn time(request: &Request) -> String {
    DateTime::<Utc>::from(request.received_at()).format("%H:%M:%S").to_string()
}
