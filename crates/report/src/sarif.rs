//! SARIF 2.1.0, with what GitHub's code scanning asks for beyond the standard.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::wording::{self, Gravity};
use crate::{escape, json};
use lint::Finding;
use review::{Change, Fingerprint, Location, Review};

/// GitHub refuses a file with more results.
const RESULTS: usize = 25_000;

/// What a path in a URI need not escape.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A rule, as far as its results tell it.
struct Rule<'a> {
    id: &'a str,
    level: &'static str,
    description: String,
    help: String,
}

pub(super) fn review(review: &Review) -> String {
    let rules = review.changes.iter().map(|change| Rule {
        id: change.rule.as_str(),
        // Of the rule, not of the change: an approval is about a change.
        level: if wording::is_break(change) { "error" } else { "note" },
        description: escape::line(&change.consequence),
        help: escape::line(change.remedy.as_deref().unwrap_or(&change.consequence)),
    });
    let rules = distinct(rules);
    let results = review.changes.iter().take(RESULTS).map(|change| {
        let level = match wording::gravity(change) {
            Gravity::Error => "error",
            Gravity::Note => "note",
        };
        let location = match wording::location(change) {
            Some(location) => place(&location.file, Some(location)),
            None => place(&review.head, None),
        };
        let mut result = result(
            &rules,
            change.rule.as_str(),
            level,
            &message(change),
            location,
            "contractChange/v1",
            change.fingerprint,
        );
        if let Some(approval) = &change.approval {
            let reason = wording::reason(approval.reason);
            let justification = format!("{reason}: {}", escape::line(&approval.because));
            result["suppressions"] =
                json!([{"kind": "external", "status": "accepted", "justification": justification}]);
        }
        result
    });
    log("defender-actions contract diff", &rules, results.collect())
}

pub(super) fn findings(findings: &[Finding]) -> String {
    let rules = findings.iter().map(|finding| {
        let description = match &finding.section {
            Some(section) => format!("A rule of the OpenAPI specification, {}.", escape::line(section)),
            None => "A rule of defender-actions.".to_owned(),
        };
        let help = finding.help.as_deref().map_or_else(|| description.clone(), escape::line);
        Rule { id: &finding.rule, level: "error", description, help }
    });
    let rules = distinct(rules);
    let results = findings.iter().take(RESULTS).map(|finding| {
        let location = place(&finding.location.file, Some(&finding.location));
        let message = format!("{}: {}", wording::pointer(finding), escape::line(&finding.message));
        result(&rules, &finding.rule, "error", &message, location, "contractFinding/v1", fingerprint(finding))
    });
    log("defender-actions contract check", &rules, results.collect())
}

/// Each rule once, as its first result has it.
fn distinct<'a>(all: impl Iterator<Item = Rule<'a>>) -> Vec<Rule<'a>> {
    let mut rules: Vec<Rule<'a>> = Vec::new();
    for rule in all {
        if rules.iter().all(|known| known.id != rule.id) {
            rules.push(rule);
        }
    }
    rules
}

fn log(tool: &str, rules: &[Rule<'_>], results: Vec<Value>) -> String {
    let rules = rules.iter().map(|rule| {
        let description = sentence(rule.id);
        json!({
            "id": rule.id,
            "shortDescription": {"text": description},
            "fullDescription": {"text": rule.description},
            "help": {"text": rule.help},
            "defaultConfiguration": {"level": rule.level},
        })
    });
    json::json(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": tool,
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn result(
    rules: &[Rule<'_>],
    rule: &str,
    level: &str,
    message: &str,
    location: Value,
    kind: &str,
    fingerprint: Fingerprint,
) -> Value {
    let mut result = json!({
        "ruleId": rule,
        "ruleIndex": rules.iter().position(|known| known.id == rule),
        "level": level,
        // `[text](target)` would be a link.
        "message": {"text": message.replace("](", "] (")},
        "locations": [location],
        // GitHub knows an alert by the second name alone, and of its own accord would fill in the hash of the line. Two
        // things removed below one line would then be one alert, and who dismisses one would dismiss both.
        "partialFingerprints": {"primaryLocationLineHash": format!("{fingerprint}:1")},
    });
    result["partialFingerprints"][kind] = json!(fingerprint);
    result
}

fn message(change: &Change) -> String {
    let mut sentences =
        vec![format!("{}: {}; {}.", change.tier, escape::line(&change.headline), escape::line(&change.place))];
    sentences.push(escape::line(&change.consequence));
    sentences.extend(change.remedy.as_deref().map(escape::line));
    if !change.operations.is_empty() {
        sentences.push(format!("Operations: {}.", wording::operations(&change.operations, escape::line)));
    }
    sentences.join(" ")
}

/// A place. GitHub asks for a line; what has none is shown at the first.
fn place(file: &str, location: Option<&Location>) -> Value {
    let (line, column) = location.map_or((None, None), |location| (location.line, location.column));
    let mut region = json!({"startLine": line.unwrap_or(1).max(1)});
    if let Some(column) = line.and(column) {
        region["startColumn"] = json!(column.max(1));
    }
    json!({"physicalLocation": {"artifactLocation": {"uri": uri(file)}, "region": region}})
}

/// A path as a URI: relative to the root of the repository, or of the scheme `file` if it is absolute.
fn uri(file: &str) -> String {
    let path = wording::path(file);
    let encoded = utf8_percent_encode(&path, PATH);
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded.to_string() }
}

/// Findings have no identity of their own; rule and place in the tree are what edits elsewhere leave alone.
fn fingerprint(finding: &Finding) -> Fingerprint {
    Fingerprint::of([&finding.rule, &finding.location.pointer])
}

/// `response-property-removed` as `Response property removed`.
fn sentence(id: &str) -> String {
    let mut words = id.replace('-', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makes_a_uri_of_a_path() {
        assert_eq!(uri("./spec/open api.yaml"), "spec/open%20api.yaml");
        assert_eq!(uri(r"spec\öpen.yaml"), "spec/%C3%B6pen.yaml");
        assert_eq!(uri("main:spec/openapi.yaml"), "main%3Aspec/openapi.yaml");
        assert_eq!(uri("/tmp/openapi.yaml"), "file:///tmp/openapi.yaml");
    }
}
