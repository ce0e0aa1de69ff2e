//! The values that mutations put in the place of others.

use openapi::{Bound, Bounds, Node, Schema};
use regress::Regex;
use serde_json::{Value, json};

use crate::body_mutations::{Change, Kind};
use crate::oracle::Verdict::{self, Accepts, Refuses};

/// A value of each JSON type; the string is one that a lenient reader could take for a number.
pub fn samples() -> [(&'static str, Value); 6] {
    [
        ("string", json!("7")),
        ("integer", json!(7)),
        ("number", json!(1.5)),
        ("boolean", json!(true)),
        ("array", json!([])),
        ("object", json!({})),
    ]
}

/// Properties that no schema knows; `extra` is what the generated types call the map of them.
pub fn unknown_properties() -> [(&'static str, Value); 6] {
    [
        ("unknownProperty", json!("text")),
        ("extra", json!({ "extra": null })),
        ("additionalProperties", json!(null)),
        ("@odata.type", json!([{ "any": [true, -0.5] }])),
        ("a/b~c", json!(u64::MAX)),
        ("", json!("")),
    ]
}

/// Texts for a string of a schema that is this one now.
pub fn texts(schema: &Schema, current: &str) -> Vec<(Kind, String, Verdict)> {
    let mut texts = lengths(schema);
    let owned = |texts: &[(Kind, &str, Verdict)]| {
        let texts = texts.iter().map(|(kind, text, meant)| (*kind, (*text).to_owned(), *meant));
        texts.collect::<Vec<_>>()
    };
    if schema.keyword("x-extensible-enum").is_some() {
        let values = ["NotYetKnown", "", "Other", &current.to_lowercase(), &format!("{current} ")];
        texts.extend(values.map(|text| (Kind::EnumerationValue, text.to_owned(), Accepts)));
    } else if schema.keyword("enum").is_some() {
        let values = ["NotYetKnown", "", &format!("{current} ")];
        texts.extend(values.map(|text| (Kind::ClosedEnumerationValue, text.to_owned(), Refuses)));
    } else if schema.keyword("pattern").is_some() {
        texts.extend(near(current).map(|text| (Kind::PatternViolated, text, Refuses)));
    } else {
        texts.extend(match schema.text("format") {
            Some("date-time") => owned(DATE_TIMES),
            Some("date") => owned(DATES),
            Some("uuid") => owned(GUIDS),
            Some(_) => Vec::new(),
            None => owned(FREE_TEXTS),
        });
    }
    // A text that breaks a bound, or a near one that matches the pattern, is of no kind of its own.
    let pattern = schema.text("pattern").map(|pattern| Regex::new(pattern).unwrap());
    let (shortest, longest) = (schema.least("minLength"), schema.most("maxLength"));
    texts.retain(|(kind, text, meant)| {
        let length = text.chars().count() as u64;
        let is_bounded = length >= shortest && longest.is_none_or(|longest| length <= longest);
        (*kind == Kind::Length || is_bounded)
            && (*meant == Accepts || pattern.as_ref().is_none_or(|pattern| pattern.find(text).is_none()))
    });
    texts
}

/// Texts at and beyond the limits, of a character that is four bytes of UTF-8 and two units of UTF-16.
fn lengths(schema: &Schema) -> Vec<(Kind, String, Verdict)> {
    let text = |length: u64, meant| (Kind::Length, "\u{1d7d9}".repeat(length.try_into().unwrap()), meant);
    let mut texts = Vec::new();
    let minimum = schema.least("minLength");
    if minimum > 0 {
        texts.extend([text(minimum, Accepts), text(minimum - 1, Refuses)]);
    }
    if let Some(maximum) = schema.most("maxLength") {
        texts.extend([text(maximum, Accepts), text(maximum + 1, Refuses)]);
    }
    texts
}

/// Texts near one that matches a pattern.
fn near(current: &str) -> [String; 10] {
    let (first, rest) = current.split_at(current.chars().next().map_or(0, char::len_utf8));
    let digit = current.find(|digit: char| digit.is_ascii_digit());
    let with_digit = |other: &str| match digit {
        Some(digit) => format!("{}{other}{}", &current[..digit], &current[digit + 1..]),
        None => format!("{current}{other}"),
    };
    [
        String::new(),
        rest.to_owned(),
        format!("{first}{current}"),
        format!("!{rest}"),
        format!(" {rest}"),
        format!("{current}\n"),
        format!("\n{current}"),
        format!("{current}\n{current}"),
        with_digit("\u{0667}"),
        with_digit("\u{ff17}"),
    ]
}

/// The empty text first; the last looks like a time, and is none here.
const FREE_TEXTS: &[(Kind, &str, Verdict)] = &[
    (Kind::FreeText, "", Accepts),
    (Kind::FreeText, " \n\t\u{0}", Accepts),
    (Kind::FreeText, "\u{1d7d9}\u{feff}\u{202e}\"\\", Accepts),
    (Kind::FreeText, "2018-12-04t12:15:40+02:00", Accepts),
];

const GUIDS: &[(Kind, &str, Verdict)] = &[
    (Kind::Guid, "44CFFC15-0E3D-4CBF-96AA-BF76F9B27F5E", Accepts),
    (Kind::Guid, "00000000-0000-0000-0000-000000000000", Accepts),
    (Kind::NoGuid, "", Refuses),
    (Kind::NoGuid, "44cffc150e3d4cbf96aabf76f9b27f5e", Refuses),
    (Kind::NoGuid, "{44cffc15-0e3d-4cbf-96aa-bf76f9b27f5e}", Refuses),
    (Kind::NoGuid, "44cffc15-0e3d-4cbf-96aa-bf76f9b27f5", Refuses),
    (Kind::NoGuid, "44cffc15-0e3d-4cbf-96aa-bf76f9b27f5g", Refuses),
    (Kind::NoGuid, "44cffc15-0e3d-4cbf-96aa-bf76f9b27f5e\n", Refuses),
    (Kind::NoGuid, "1543925740605", Refuses),
];

const DATES: &[(Kind, &str, Verdict)] = &[
    (Kind::Date, "2018-12-04", Accepts),
    (Kind::Date, "2020-02-29", Accepts),
    (Kind::NoDate, "", Refuses),
    (Kind::NoDate, "2018-12-04T12:15:40Z", Refuses),
    (Kind::NoDate, "2018-02-30", Refuses),
    (Kind::NoDate, "04.12.2018", Refuses),
];

/// What RFC 3339 says of each.
const DATE_TIMES: &[(Kind, &str, Verdict)] = &[
    (Kind::DateTime, "2018-12-04T12:15:40Z", Accepts),
    (Kind::DateTime, "2018-12-04T12:15:40.6Z", Accepts),
    (Kind::DateTime, "2018-12-04T12:15:40.605202912Z", Accepts),
    (Kind::DateTime, "2018-12-04t12:15:40.6052029z", Accepts),
    (Kind::DateTime, "2018-12-04T12:15:40.6052029+02:00", Accepts),
    (Kind::DateTime, "2018-12-04T12:15:40.6052029-23:59", Accepts),
    (Kind::DateTime, "2018-12-04T12:15:40-00:00", Accepts),
    (Kind::DateTime, "2020-02-29T00:00:00Z", Accepts),
    (Kind::DateTime, "2016-12-31T23:59:60Z", Accepts),
    (Kind::DateTime, "2016-12-31T23:59:60.5Z", Accepts),
    (Kind::DateTime, "0000-01-01T00:00:00Z", Accepts),
    (Kind::DateTime, "0001-01-01T00:00:00Z", Accepts),
    (Kind::DateTime, "9999-12-31T23:59:59.9999999Z", Accepts),
    (Kind::DateTime, "2017-01-01T01:59:60+02:00", Accepts),
    (Kind::FinerDateTime, "2018-12-04T12:15:40.605202912345Z", Accepts),
    (Kind::DateTimeBeyondYears, "9999-12-31T23:59:59-00:01", Accepts),
    (Kind::DateTimeBeyondYears, "0000-01-01T00:00:00+00:01", Accepts),
    (Kind::NoDateTime, "", Refuses),
    (Kind::NoDateTime, "2018-12-04", Refuses),
    (Kind::NoDateTime, "12:15:40Z", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:15:40", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:15:40.6052029", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:15Z", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:15:40.Z", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:15:40,6052029Z", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:15:40+02", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:15:40+24:00", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:15:40+02:60", Refuses),
    (Kind::NoDateTime, "2018-02-30T00:00:00Z", Refuses),
    (Kind::NoDateTime, "2019-02-29T00:00:00Z", Refuses),
    (Kind::NoDateTime, "2018-13-01T00:00:00Z", Refuses),
    (Kind::NoDateTime, "2018-12-00T00:00:00Z", Refuses),
    (Kind::NoDateTime, "2018-12-04T24:00:00Z", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:60:00Z", Refuses),
    (Kind::NoDateTime, "2018-12-04T12:15:61Z", Refuses),
    (Kind::NoDateTime, "20181204T121540Z", Refuses),
    (Kind::NoDateTime, "10000-01-01T00:00:00Z", Refuses),
    (Kind::NoDateTime, "\u{0662}018-12-04T12:15:40Z", Refuses),
    (Kind::NoDateTime, "Tue, 04 Dec 2018 12:15:40 GMT", Refuses),
    (Kind::NoDateTime, "/Date(1543925740605)/", Refuses),
    (Kind::LooseDateTime, "2018-12-04T12:15:40Z\n", Refuses),
    (Kind::LooseDateTime, " 2018-12-04T12:15:40Z", Refuses),
    (Kind::LooseDateTime, "2018-12-04 12:15:40Z", Refuses),
    (Kind::LooseDateTime, "2018-12-04T12:15:40 UTC", Refuses),
    (Kind::LooseDateTime, "2018-12-04T12:15:40+0200", Refuses),
    (Kind::LooseDateTime, "2018-12-4T12:15:40Z", Refuses),
    (Kind::LooseDateTime, "2018-12-04T12:15:60Z", Refuses),
    (Kind::LooseDateTime, "2018-12-04T12:15:40\u{2212}02:00", Refuses),
    (Kind::LooseDateTime, "+10000-01-01T00:00:00Z", Refuses),
];

/// Numbers for an integer of a schema.
pub fn integers(schema: &Schema) -> Vec<Change> {
    let mut integers = vec![
        (Kind::Integer, json!(0), Accepts),
        (Kind::Integer, json!(-1), Accepts),
        (Kind::Integer, json!(i32::MIN), Accepts),
        (Kind::Integer, json!(i32::MAX), Accepts),
        (Kind::IntegerAsFloat, json!(1.0), Accepts),
        (Kind::IntegerAsFloat, json!(1e3), Accepts),
    ];
    if schema.text("format") == Some("int32") {
        let signless = 0x8007_0005_u32; // The same bits as -2147024891.
        let beyond = [json!(i64::from(i32::MAX) + 1), json!(i64::from(i32::MIN) - 1), json!(signless), json!(u64::MAX)];
        integers.extend(beyond.map(|integer| (Kind::IntegerBeyond32Bits, integer, Refuses)));
    }
    // Typify takes the range of the Rust type alone, so a bound of the contract is not one that the client keeps.
    let bounds = schema.bounds();
    integers.retain(|(_, integer, meant)| *meant == Refuses || is_within(&bounds, integer));
    integers
}

fn is_within(bounds: &Bounds, number: &Value) -> bool {
    let number = Node::from(number).as_number().unwrap();
    let keeps = |bound: &Bound, is_beyond: bool| !(is_beyond || bound.is_exclusive && bound.value == number);
    bounds.lower.as_ref().is_none_or(|bound| keeps(bound, number < bound.value))
        && bounds.upper.as_ref().is_none_or(|bound| keeps(bound, number > bound.value))
}
