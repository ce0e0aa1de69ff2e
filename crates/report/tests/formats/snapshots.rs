//! Each format, as a reviewer reads it.

#[path = "../../../../tests/snapshot/mod.rs"]
mod snapshot;

use std::path::Path;

use report::Format;
use snapshot::Folder;

use crate::sample::{findings_shown, shown};

#[test]
fn every_format_shows_a_review_and_findings() {
    let mut folder = Folder::new(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."), "review/formats");
    let version = format!("\"semanticVersion\": \"{}\"", env!("CARGO_PKG_VERSION"));
    for format in Format::ALL {
        let steady = |text: String| text.replace(&version, "\"semanticVersion\": \"[VERSION]\"");
        folder.assert(format.name(), &steady(shown(format)));
        folder.assert(&format!("findings-{format}"), &steady(findings_shown(format)));
    }
    folder.assert("schema", &format!("{:#}\n", report::review_schema()));
    folder.assert("findings-schema", &format!("{:#}\n", report::findings_schema()));
    folder.finish();
}
