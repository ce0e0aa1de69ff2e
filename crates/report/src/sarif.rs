//! SARIF 2.1.0, with what GitHub's code scanning asks for beyond the standard.

use lint::{Checked, Finding};
use openapi::escape;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use review::{Change, Fingerprint, Review};
use serde_json::{Value, json};

use crate::entries;
use crate::json;
use crate::phrases::{self, Severity};
use crate::place::FilePlace;

/// GitHub refuses a file with more results.
const RESULTS: usize = 25_000;

/// What a path in a URI need not escape.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A rule, as SARIF describes it.
struct Descriptor {
    id: String,
    level: &'static str,
    description: String,
    help: String,
}

pub(crate) fn review(review: &Review) -> String {
    let rules = review.changes.iter().map(|change| Descriptor {
        id: change.rule.to_string(),
        // Of the rule, not of the change: an approval is about a change.
        level: if phrases::is_break(change) { "error" } else { "note" },
        description: escape::line(&change.consequence),
        help: escape::line(change.remedy.as_deref().unwrap_or(&change.consequence)),
    });
    let rules = distinct(rules);
    let leads = entries::leads(review);
    let results = review.changes.iter().zip(leads).take(RESULTS).map(|(change, lead)| {
        let level = match phrases::severity(change) {
            Severity::Error => "error",
            Severity::Note => "note",
        };
        let place = FilePlace::of_change(change).unwrap_or(FilePlace::file(&review.head));
        let fingerprint = ("contractChange/v1", change.fingerprint);
        let mut result = result(&rules, change.rule.as_str(), level, &message(change), place, fingerprint);
        // The entry of the formats for people in which the change is shown.
        result["properties"] = json!({"group": review.changes[lead].fingerprint.to_string()});
        if let Some(approval) = &change.approval {
            let reason = phrases::reason(approval.reason);
            let justification = format!("{reason}: {}", escape::line(&approval.because));
            result["suppressions"] =
                json!([{"kind": "external", "status": "accepted", "justification": justification}]);
        }
        result
    });
    log("defender-actions contract diff", &rules, results.collect())
}

pub(crate) fn findings(checked: &Checked) -> String {
    let findings = &checked.findings;
    let rules = findings.iter().map(|finding| Descriptor {
        id: finding.rule.id.to_owned(),
        level: level(finding.severity),
        description: match finding.rule.section {
            Some(section) => format!("{} OpenAPI 3.0.3, {section}.", finding.rule.summary),
            None => finding.rule.summary.to_owned(),
        },
        help: finding.rule.help.to_owned(),
    });
    let rules = distinct(rules);
    let results = findings.iter().take(RESULTS).map(|finding| {
        let message = format!("{}: {}", phrases::pointer(finding), escape::line(&finding.message));
        let fingerprint = ("contractFinding/v1", fingerprint(finding));
        result(&rules, finding.rule.id, level(finding.severity), &message, finding.into(), fingerprint)
    });
    log("defender-actions contract check", &rules, results.collect())
}

fn level(severity: lint::Severity) -> &'static str {
    match severity {
        lint::Severity::Error => "error",
        lint::Severity::Warning => "warning",
        lint::Severity::Info => "note",
    }
}

/// Each rule once, as its first result has it.
fn distinct(all: impl Iterator<Item = Descriptor>) -> Vec<Descriptor> {
    let mut rules: Vec<Descriptor> = Vec::new();
    for rule in all {
        if rules.iter().all(|known| known.id != rule.id) {
            rules.push(rule);
        }
    }
    rules
}

fn log(tool: &str, rules: &[Descriptor], results: Vec<Value>) -> String {
    let rules = rules.iter().map(|rule| {
        let description = sentence(&rule.id);
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

/// A result; the fingerprint has a name.
fn result(
    rules: &[Descriptor],
    rule: &str,
    level: &str,
    message: &str,
    place: FilePlace<'_>,
    (kind, fingerprint): (&str, Fingerprint),
) -> Value {
    let mut result = json!({
        "ruleId": rule,
        "ruleIndex": rules.iter().position(|known| known.id == rule),
        "level": level,
        // `[text](target)` would be a link.
        "message": {"text": message.replace("](", "] (")},
        "locations": [location(place)],
        // GitHub knows an alert by the second name alone, and by default fills in the hash of the line. Two things
        // removed below one line would then be one alert, and dismissing one would dismiss both.
        "partialFingerprints": {"primaryLocationLineHash": format!("{fingerprint}:1")},
    });
    result["partialFingerprints"][kind] = fingerprint.to_string().into();
    result
}

fn message(change: &Change) -> String {
    let mut sentences =
        vec![format!("{}: {}; {}.", change.tier, escape::line(&change.headline), escape::line(&change.place))];
    sentences.push(escape::line(&change.consequence));
    sentences.extend(change.remedy.as_deref().map(escape::line));
    if !change.operations.is_empty() {
        sentences.push(format!("Operations: {}.", phrases::operations(&change.operations, escape::line)));
    }
    sentences.join(" ")
}

/// A place. GitHub requires a line; what has none is shown at the first.
fn location(FilePlace { file, line, column }: FilePlace<'_>) -> Value {
    let mut region = json!({"startLine": line.unwrap_or(1).max(1)});
    if let Some(column) = line.and(column) {
        region["startColumn"] = json!(column.max(1));
    }
    json!({"physicalLocation": {"artifactLocation": {"uri": uri(file)}, "region": region}})
}

/// A path as a URI: relative to the root of the repository, or of the scheme `file` if it is absolute.
fn uri(file: &str) -> String {
    let path = phrases::path(file);
    let encoded = utf8_percent_encode(&path, PATH);
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded.to_string() }
}

/// Findings have no identity of their own; rule and place in the tree are what edits elsewhere leave alone.
fn fingerprint(finding: &Finding) -> Fingerprint {
    Fingerprint::of([finding.rule.id, &finding.pointer.to_string()])
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
