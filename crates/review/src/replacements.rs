//! Values of an enumeration under another name: which new one takes the place of which old one.

use std::collections::{BTreeSet, HashMap};

use openapi::Direction;

use crate::change::{Cause, Relation};
use crate::differences::{Difference, Written};
use crate::policy::{Kind, Verb};

/// So many pairs of values are compared letter by letter.
const MANY: usize = 2_500;
/// Values with more letters are not compared letter by letter.
const LONG: usize = 80;

/// Marks each new value that takes the place of an old one of the same enumeration.
pub(crate) fn find(differences: &mut [Difference]) {
    type Enumeration<'d> = (Kind, &'d str, Option<Direction>);
    let mut lists: HashMap<Enumeration<'_>, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (index, difference) in differences.iter().enumerate() {
        let Difference { kind, stable_path, rules, verb, .. } = difference;
        if matches!(kind, Kind::EnumerationValue | Kind::OpenEnumerationValue | Kind::ServerVariableValue) {
            let (gone, new) = lists.entry((*kind, stable_path, *rules)).or_default();
            match verb {
                Verb::Removed => gone.push(index),
                Verb::Added => new.push(index),
                Verb::Changed | Verb::Tightened | Verb::Loosened => {}
            }
        }
    }
    let value = |index: &usize| {
        let difference: &Difference = &differences[*index];
        let at = |written: &Written| written.source.as_ref().map(|source| source.pointer.last().to_owned());
        Value { key: &difference.key, index: at(&difference.base).or_else(|| at(&difference.head)) }
    };
    let mut found: Vec<(usize, Cause)> = Vec::new();
    for (gone, new) in lists.values() {
        let (old_values, new_values) = (gone.iter().map(value).collect(), new.iter().map(value).collect());
        found.extend(pairs(old_values, new_values).into_iter().map(|(old, added)| {
            let fingerprint = differences[gone[old]].fingerprint();
            (new[added], Cause { fingerprint, relation: Relation::Replacement })
        }));
    }
    for (index, cause) in found {
        differences[index].cause = Some(cause);
    }
}

/// A value of an enumeration, and its place in the list.
struct Value<'d> {
    key: &'d str,
    index: Option<String>,
}

/// The values that belong together: spelled alike, or the only ones that differ, at the same place.
fn pairs(old: Vec<Value<'_>>, new: Vec<Value<'_>>) -> Vec<(usize, usize)> {
    if let ([old], [new]) = (&old[..], &new[..])
        && old.index == new.index
    {
        return vec![(0, 0)];
    }
    let letters = |values: &[Value<'_>]| values.iter().map(|value| letters(value.key)).collect::<Vec<_>>();
    let (old, new) = (letters(&old), letters(&new));
    let mut left: BTreeSet<usize> = (0..new.len()).collect();
    let mut pairs = Vec::new();
    let mut by_letters: HashMap<&str, usize> = HashMap::new();
    for (index, letters) in new.iter().enumerate().rev() {
        by_letters.insert(letters, index);
    }
    let mut rest = Vec::new();
    for (index, letters) in old.iter().enumerate() {
        match by_letters.remove(letters.as_str()) {
            Some(same) => {
                left.remove(&same);
                pairs.push((index, same));
            }
            None => rest.push(index),
        }
    }
    if rest.len() * left.len() <= MANY {
        for index in rest {
            if let Some(other) = left.iter().copied().find(|other| is_alike(&old[index], &new[*other])) {
                left.remove(&other);
                pairs.push((index, other));
            }
        }
    }
    pairs
}

/// The letters and digits of a value, in lower case.
fn letters(key: &str) -> String {
    let letters: String = key.chars().filter(|letter| letter.is_alphanumeric()).collect();
    // A value of signs alone is like no other.
    if letters.is_empty() { key.to_owned() } else { letters.to_lowercase() }
}

/// Whether two values differ in few letters, and in no digit.
fn is_alike(old: &str, new: &str) -> bool {
    let digits = |text: &str| text.chars().filter(|letter| letter.is_numeric()).collect::<String>();
    let (old_letters, new_letters): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let longest = old_letters.len().max(new_letters.len());
    (5..=LONG).contains(&longest) && digits(old) == digits(new) && distance(&old_letters, &new_letters) * 5 <= longest
}

/// How many letters have to be added, removed or replaced (Levenshtein).
fn distance(old: &[char], new: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=new.len()).collect();
    for (index, letter) in old.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, other) in new.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[new.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_replaced_by_the_one_that_is_spelled_alike_or_stands_at_its_place() {
        for (old, new, expected) in [
            ("TimeOut", "Timeout", "TimeOut=Timeout"),
            ("a b TimeOut", "x y z Timeout", "TimeOut=Timeout"),
            ("IN_PROGRESS DONE", "InProgress", "IN_PROGRESS=InProgress"),
            ("x Canceled", "Cancelled", "Canceled=Cancelled"),
            ("x Blocked", "Isolated", ""),
            ("Blocked", "Isolated", "Blocked=Isolated"),
            ("x region-1", "region-2", ""),
            ("x Enabled", "Disabled", ""),
            ("x <", ">", ""),
            ("x lowe", "towe", ""),
            ("x lower", "tower", "lower=tower"),
            ("x Canceled Cancelled", "Cancelled1 Cancel", ""),
            ("", "a", ""),
            ("Start Stop Timeout", "STOP START TimedOut", "Start=START Stop=STOP Timeout=TimedOut"),
        ] {
            let (old, new): (Vec<&str>, Vec<&str>) =
                (old.split_whitespace().collect(), new.split_whitespace().collect());
            let values = |keys: &[&'static str]| {
                keys.iter().enumerate().map(|(index, key)| Value { key, index: Some(index.to_string()) }).collect()
            };
            let mut found: Vec<String> =
                pairs(values(&old), values(&new)).into_iter().map(|(a, b)| format!("{}={}", old[a], new[b])).collect();
            found.sort();
            assert_eq!(found.join(" "), expected, "{old:?} {new:?}");
        }
        let many = |start: &'static str| -> Vec<Value<'static>> {
            (0..100).map(|_| Value { key: start, index: None }).collect()
        };
        assert!(pairs(many("Cancelled"), many("Canceled")).is_empty());
    }

    #[test]
    fn the_distance_is_the_number_of_letters_that_differ() {
        for (old, new, expected) in [("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("kitten", "sitting", 3)] {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(distance(&letters(old), &letters(new)), expected, "{old} {new}");
        }
    }
}
