//! Each format, as a reviewer reads it.

use report::Format;
use test_support::assert_snapshots;

use crate::sample::{details, findings_shown, shown};

#[test]
fn every_format_shows_a_review_and_findings() {
    let version = format!("\"semanticVersion\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let steady = |text: String| text.replace(&version, "\"semanticVersion\": \"[VERSION]\"");
    let of_format = |format: Format| {
        [
            (format.name().to_owned(), steady(shown(format))),
            (format!("findings-{format}"), steady(findings_shown(format))),
        ]
    };
    let schemas = [
        ("text-details".to_owned(), details()),
        ("schema".to_owned(), format!("{:#}\n", report::review_schema())),
        ("findings-schema".to_owned(), format!("{:#}\n", report::findings_schema())),
    ];
    assert_snapshots("review/formats", Format::ALL.into_iter().flat_map(of_format).chain(schemas));
}
