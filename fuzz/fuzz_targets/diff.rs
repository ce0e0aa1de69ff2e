//! Whatever texts hold, they are read, listed as facts, compared, checked and reported, or refused; nothing panics. A text
//! may consist of several files.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use lint::{RepositoryFiles, Settings};
use openapi::Document;
use openapi::bundle::{self, Bundle, FilePath};
use report::{Display, Format, Sources};

/// Separates the two texts of an input.
const SEPARATOR: &str = "\n=====\n";

/// Begins a file besides the first in a text; the rest of the line is its path.
const FILE: &str = "\n--- ";

/// A document, put together of the files of a text.
fn document(name: &str, text: &str) -> Option<Bundle> {
    let mut files = text.split(FILE);
    let document = Document::parse(name, files.next()?).ok()?;
    let files = files.filter_map(|file| file.split_once('\n'));
    let mut files: BTreeMap<String, String> = files.map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    Some(bundle::bundle(document, FilePath::new(name)?, &mut files))
}

fuzz_target!(|input: &str| {
    let (base, head) = input.split_once(SEPARATOR).unwrap_or((input, input));
    let (Some(old), Some(new)) = (document("base.yaml", base), document("head.yaml", head)) else { return };
    let files = old.files.iter().chain(&new.files).map(|file| (file.name.as_str(), file.text.as_str()));
    let sources: Sources = [("base.yaml", base), ("head.yaml", head)].into_iter().chain(files).collect();
    let (old, new) = (&old.document, &new.document);
    let findings = lint::check_with(new, &RepositoryFiles::default(), &Settings::default());
    let short = Display { snapshots: Some(head), has_colours: true, has_details: false, width: Some(40) };
    let displays = [short, Display { has_details: true, ..Display::default() }];
    for format in Format::ALL {
        report::findings(&findings, format, &sources, short);
    }
    let Ok(facts) = review::facts(new) else { return };
    assert!(facts.iter().map(ToString::to_string).is_sorted());
    assert!(review::compare(new, new, &[]).expect("it has facts").changes.is_empty());
    if let Ok(review) = review::compare(old, new, &[]) {
        for (format, display) in Format::ALL.into_iter().flat_map(|format| displays.map(|display| (format, display))) {
            report::review(&review, format, &sources, display);
        }
    }
});
