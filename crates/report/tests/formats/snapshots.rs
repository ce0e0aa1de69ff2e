//! Each format, as a reviewer reads it.

use report::Format;
use test_support::assert_snapshots;

use crate::sample::{findings_shown, shown};

#[test]
fn every_format_shows_a_review_and_findings() {
    let version = format!("\"semanticVersion\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let steady = |text: String| text.replace(&version, "\"semanticVersion\": \"[VERSION]\"");
    let reports = Format::ALL.into_iter().flat_map(|format| {
        let findings = (format!("findings-{format}"), steady(findings_shown(format)));
        [(format.name().to_owned(), steady(shown(format))), findings]
    });
    let schemas = [("schema", report::review_schema()), ("findings-schema", report::findings_schema())];
    let schemas = schemas.map(|(name, schema)| (name.to_owned(), format!("{schema:#}\n")));
    assert_snapshots("review/formats", reports.chain(schemas));
}
