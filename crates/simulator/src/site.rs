//! The pages of the simulator: the contract, and the journal. What is asked of them is no call of the contract: it meets no
//! fault and is not in the journal.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, Uri};
use page::{ASSETS, Asset, CONTRACT_PATH, JOURNAL_PATH, POLICY, Tab, Tokens};

use crate::journal::{json, page as journal_page};
use crate::server::RunningServer;
use crate::service::Service;

const ROOT: &str = "/";

/// Where the page of the contract is first looked for, if the contract has nothing else there.
pub(crate) fn path_of_contract(service: &Service) -> &'static str {
    if service.has_root() { CONTRACT_PATH } else { ROOT }
}

/// The headers of every page and of what belongs to it.
const HEADERS: [(HeaderName, &str); 6] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Visit {
    Contract,
    Journal {
        /// Only what was received after so many requests.
        after: u64,
    },
    JournalJson,
    Asset(&'static Asset),
}

impl Visit {
    /// What a request asks for, if it is for a page.
    pub(crate) fn of(method: &Method, uri: &Uri, headers: &HeaderMap, service: &Service) -> Option<Self> {
        if *method == Method::GET && uri.path() == json::PATH {
            return Some(Self::JournalJson);
        }
        if *method != Method::GET && *method != Method::HEAD {
            return None;
        }
        match uri.path() {
            ROOT if takes_html(headers) && !service.has_root() => Some(Self::Contract),
            CONTRACT_PATH => Some(Self::Contract),
            JOURNAL_PATH => Some(Self::Journal { after: after(uri.query().unwrap_or_default()) }),
            path => page::asset(path.strip_prefix(ASSETS)?).map(Self::Asset),
        }
    }

    /// The response.
    pub(crate) fn answer(self, server: &RunningServer, headers: &HeaderMap) -> Response<Vec<u8>> {
        match self {
            Self::JournalJson => json::response(&server.state().journal),
            Self::Contract => {
                let tokens = if server.service.issuer.rules.only_issued { Tokens::Issued } else { Tokens::Any };
                html(page::contract_page(&server.contract, tokens))
            }
            Self::Journal { after } => {
                // The page is written when nobody waits for the journal any more.
                let (received, latest) = server.state().journal.latest(after, journal_page::LONGEST);
                let content = journal_page::content(received, &latest);
                html(page::frame(page::title(&server.contract), Tab::Journal, &content))
            }
            Self::Asset(asset) => self::asset(asset, headers),
        }
    }
}

fn html(text: String) -> Response<Vec<u8>> {
    let mut response = with_headers(text.into_bytes(), "text/html; charset=utf-8");
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept"));
    response
}

fn asset(asset: &Asset, headers: &HeaderMap) -> Response<Vec<u8>> {
    let takes_gzip = lists(headers, &ACCEPT_ENCODING, &["gzip", "*"]);
    let compressed = asset.gzip().filter(|_| takes_gzip);
    let body = compressed.map_or_else(|| asset.text().into_owned().into_bytes(), <[u8]>::to_vec);
    let mut response = with_headers(body, asset.media_type);
    if compressed.is_some() {
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept-encoding"));
    response
}

fn with_headers(body: Vec<u8>, media_type: &'static str) -> Response<Vec<u8>> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.extend(HEADERS.map(|(name, value)| (name, HeaderValue::from_static(value))));
    response
}

/// Whether a request says that it takes HTML. One that says nothing is that of a program.
fn takes_html(headers: &HeaderMap) -> bool {
    lists(headers, &ACCEPT, &["text/html", "text/*", "*/*"])
}

/// Whether a list in a header has one of these items, and does not refuse it by a weight of zero (RFC 9110, 12.4.2).
fn lists(headers: &HeaderMap, name: &HeaderName, items: &[&str]) -> bool {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|element| {
        let mut parts = element.split(';').map(str::trim);
        let is_one = parts.next().is_some_and(|item| items.iter().any(|it| it.eq_ignore_ascii_case(item)));
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        is_one && weight.is_none_or(|weight| weight.parse::<f32>().is_ok_and(|weight| weight > 0.0))
    })
}

/// The number of requests that a reader of the journal knows.
fn after(query: &str) -> u64 {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(name, _)| name == "after").and_then(|(_, value)| value.parse().ok()).unwrap_or_default()
}
