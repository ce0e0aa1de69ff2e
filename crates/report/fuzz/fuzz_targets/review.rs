//! Whatever two texts hold, they are read, listed as facts, compared, checked and reported, or refused; nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lint::{RepositoryFiles, Settings};
use openapi::Document;
use report::{Display, Format, Sources};

/// Separates the two texts of an input.
const SEPARATOR: &str = "\n=====\n";

fuzz_target!(|input: &str| {
    let (base, head) = input.split_once(SEPARATOR).unwrap_or((input, input));
    let (Ok(old), Ok(new)) = (Document::parse("base", base), Document::parse("head", head)) else { return };
    let sources: Sources = [("base", base), ("head", head)].into_iter().collect();
    let findings = lint::check_with(&new, &RepositoryFiles::default(), &Settings::default());
    let short = Display { snapshots: Some(head), has_colours: true, has_details: false, width: Some(40) };
    let displays = [short, Display { has_details: true, ..Display::default() }];
    for format in Format::ALL {
        report::findings(&findings, format, &sources, short);
    }
    let Ok(facts) = review::facts(&new) else { return };
    assert!(facts.iter().map(ToString::to_string).is_sorted());
    assert!(review::compare(&new, &new, &[]).expect("it has facts").changes.is_empty());
    if let Ok(review) = review::compare(&old, &new, &[]) {
        for (format, display) in Format::ALL.into_iter().flat_map(|format| displays.map(|display| (format, display))) {
            report::review(&review, format, &sources, display);
        }
    }
});
