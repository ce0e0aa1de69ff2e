//! How a JSON value differs after its path through a client.

use serde_json::{Number, Value};

/// One place at which what was received is not what was sent.
#[derive(Debug, PartialEq)]
pub(super) enum ReplyDifference {
    /// The data are the same, and written in another way.
    Spelling(Spelling),
    /// Something was lost or changed: where, and how.
    Loss(String),
}

/// Ways of writing the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spelling {
    /// A property that was null is missing.
    NullIsMissing,
    /// A property that was missing is null.
    MissingIsNull,
    /// A whole number with a fraction of zero, or without.
    Number,
    /// A time with more or fewer zeros, or another sign for UTC.
    Time,
}

/// How a loss ends of which nothing is left.
pub const AS_NOTHING: &str = "was received as nothing";

/// What was lost or changed, in sentences: where, and how.
pub fn losses(sent: &Value, received: &Value) -> Vec<String> {
    let loss = |difference| match difference {
        ReplyDifference::Loss(loss) => Some(loss),
        ReplyDifference::Spelling(_) => None,
    };
    differences(sent, received).into_iter().filter_map(loss).collect()
}

/// Every difference, in the order of the places.
pub(super) fn differences(sent: &Value, received: &Value) -> Vec<ReplyDifference> {
    let mut found = Vec::new();
    collect("", Some(sent), Some(received), &mut found);
    found
}

fn collect(place: &str, sent: Option<&Value>, received: Option<&Value>, found: &mut Vec<ReplyDifference>) {
    match (sent, received) {
        (Some(sent), Some(received)) if sent == received => {}
        (Some(Value::Null), None) => found.push(ReplyDifference::Spelling(Spelling::NullIsMissing)),
        (None, Some(Value::Null)) => found.push(ReplyDifference::Spelling(Spelling::MissingIsNull)),
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            let added = after.keys().filter(|name| !before.contains_key(*name));
            let mut names: Vec<_> = before.keys().chain(added).collect();
            names.sort();
            for name in names {
                let place = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                collect(&place, before.get(name), after.get(name), found);
            }
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                collect(&format!("{place}[{index}]"), Some(before), Some(after), found);
            }
        }
        (Some(Value::Number(before)), Some(Value::Number(after))) if is_same_number(before, after) => {
            found.push(ReplyDifference::Spelling(Spelling::Number));
        }
        (Some(Value::String(before)), Some(Value::String(after))) if is_same_time(before, after) => {
            found.push(ReplyDifference::Spelling(Spelling::Time));
        }
        _ => {
            let show = |value: Option<&Value>| value.map_or("nothing".to_owned(), |value| format!("`{value}`"));
            let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
            found.push(ReplyDifference::Loss(format!("{place}{} was received as {}", show(sent), show(received))));
        }
    }
}

/// Whether one is whole and the other has a fraction of zero; beyond 2⁵³ a fraction is no whole number to the last digit.
fn is_same_number(before: &Number, after: &Number) -> bool {
    let (whole, fraction) = if before.is_f64() { (after, before) } else { (before, after) };
    let exact = whole.as_i64().filter(|whole| whole.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS);
    exact.is_some_and(|whole| fraction.as_f64() == Some(whole as f64))
}

/// Whether two texts are one time in UTC, to the last digit.
fn is_same_time(before: &str, after: &str) -> bool {
    time(before).is_some_and(|before| time(after) == Some(before))
}

/// A time in UTC without what may be written in several ways: `2022-12-04T12:15:40`, and the digits of the fraction.
fn time(text: &str) -> Option<(&str, &str)> {
    let text = ["Z", "+00:00"].iter().find_map(|utc| text.strip_suffix(utc))?;
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    let shape = "dddd-dd-ddTdd:dd:dd";
    let fits =
        |(letter, expected): (char, char)| if expected == 'd' { letter.is_ascii_digit() } else { letter == expected };
    let is_time = seconds.len() == shape.len() && seconds.chars().zip(shape.chars()).all(fits);
    (is_time && fraction.bytes().all(|digit| digit.is_ascii_digit()))
        .then_some((seconds, fraction.trim_end_matches('0')))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn found(sent: Value, received: Value) -> Vec<ReplyDifference> {
        differences(&sent, &received)
    }

    #[test]
    fn the_same_is_no_difference() {
        let value = json!({ "a": [1, { "b": null }], "c": 9007199254740993_u64 });
        assert_eq!(found(value.clone(), value), []);
    }

    #[test]
    fn null_and_missing_are_spellings() {
        assert_eq!(found(json!({ "a": null }), json!({})), [ReplyDifference::Spelling(Spelling::NullIsMissing)]);
        assert_eq!(found(json!({}), json!({ "a": null })), [ReplyDifference::Spelling(Spelling::MissingIsNull)]);
    }

    #[test]
    fn a_time_is_the_same_to_the_last_digit_only() {
        let sent = || json!("2022-12-04T12:15:40.6052020Z");
        for same in ["2022-12-04T12:15:40.605202Z", "2022-12-04T12:15:40.605202000+00:00"] {
            assert_eq!(found(sent(), json!(same)), [ReplyDifference::Spelling(Spelling::Time)], "{same}");
        }
        for other in
            ["2022-12-04T12:15:40.6052021Z", "2022-12-04T12:15:40.605Z", "2022-12-04T13:15:40.605202+01:00", "Z"]
        {
            assert!(matches!(found(sent(), json!(other))[..], [ReplyDifference::Loss(_)]), "{other}");
        }
    }

    #[test]
    fn what_is_no_time_is_no_other_spelling_of_one() {
        assert!(matches!(found(json!("2022Z"), json!("2022.0Z"))[..], [ReplyDifference::Loss(_)]));
    }

    #[test]
    fn a_whole_number_may_have_a_fraction_of_zero() {
        for (sent, received) in [(json!(1), json!(1.0)), (json!(-2.0), json!(-2))] {
            assert_eq!(found(sent, received), [ReplyDifference::Spelling(Spelling::Number)]);
        }
        let large = 9_007_199_254_740_993_u64;
        for (sent, received) in [(json!(large), json!(large as f64)), (json!(1), json!(1.5)), (json!(1.5), json!(2.5))]
        {
            assert!(matches!(found(sent, received)[..], [ReplyDifference::Loss(_)]));
        }
    }

    #[test]
    fn losses_say_where_and_how() {
        let sent = json!({ "a": { "b": [1, 2] }, "gone": "x" });
        let received = json!({ "a": { "b": [1, "2"] }, "more": true });
        let losses = [
            "a.b[1]: `2` was received as `\"2\"`",
            "gone: `\"x\"` was received as nothing",
            "more: nothing was received as `true`",
        ];
        assert_eq!(found(sent, received), losses.map(|loss| ReplyDifference::Loss(loss.to_owned())));
        assert_eq!(found(json!(1), json!(2)), [ReplyDifference::Loss("`1` was received as `2`".to_owned())]);
        assert_eq!(
            found(json!([1]), json!([1, 2])),
            [ReplyDifference::Loss("`[1]` was received as `[1,2]`".to_owned())]
        );
    }
}
