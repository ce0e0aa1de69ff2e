//! Which of two values of a fact lets less through.

use std::cmp::Ordering::{self, Equal, Greater, Less};

use openapi::{Node, Number};

use crate::place::{self, Values};
use crate::policy::{Kind, Verb};

/// What happened to a fact that is there before and after; `None` if it states the same.
pub(crate) fn verb(kind: Kind, old: &Values, new: &Values) -> Option<Verb> {
    if old.keys().eq(new.keys()) {
        return None;
    }
    // A value that must hold besides the others tightens.
    if old.keys().all(|value| new.contains_key(value)) && kind.is_ordered() {
        return Some(Verb::Tightened);
    }
    if new.keys().all(|value| old.contains_key(value)) && kind.is_ordered() {
        return Some(Verb::Loosened);
    }
    let (old, new) = (place::value(old), place::value(new));
    Some(match tightness(kind, &old, &new) {
        Some(Greater) => Verb::Tightened,
        Some(Less) => Verb::Loosened,
        _ => Verb::Changed,
    })
}

/// Of several bounds that all hold, keeps the one that lets least through; other values all count.
pub(crate) fn keep_tightest(kind: Kind, values: &mut Values) {
    let is_bound = matches!(
        kind,
        Kind::MaxLength
            | Kind::MinLength
            | Kind::Maximum
            | Kind::Minimum
            | Kind::MaxItems
            | Kind::MinItems
            | Kind::MaxProperties
            | Kind::MinProperties
            | Kind::MinContains
            | Kind::MaxContains
    );
    while is_bound && values.len() > 1 {
        let mut pairs = values.iter();
        let (Some((first, a)), Some((second, b))) = (pairs.next(), pairs.next()) else { return };
        let looser = match tightness(kind, a, b) {
            Some(Greater) => first.clone(),
            _ => second.clone(),
        };
        values.remove(&looser);
    }
}

/// `Greater` if the new value lets less through than the old one; `None` if they cannot be compared.
fn tightness(kind: Kind, old: &Node, new: &Node) -> Option<Ordering> {
    match kind {
        Kind::MaxLength | Kind::MaxItems | Kind::MaxProperties | Kind::MaxContains => {
            Some(old.as_number()?.cmp(&new.as_number()?))
        }
        Kind::MinLength | Kind::MinItems | Kind::MinProperties | Kind::MinContains => {
            Some(new.as_number()?.cmp(&old.as_number()?))
        }
        Kind::Maximum | Kind::Minimum => {
            let ((old, old_is_exclusive), (new, new_is_exclusive)) = (bound(old)?, bound(new)?);
            let order = if kind == Kind::Maximum { old.cmp(&new) } else { new.cmp(&old) };
            Some(order.then(new_is_exclusive.cmp(&old_is_exclusive)))
        }
        Kind::MultipleOf => {
            let (old, new) = (old.as_number()?.to_f64(), new.as_number()?.to_f64());
            match (divides(old, new), divides(new, old)) {
                (true, true) => Some(Equal),
                (true, false) => Some(Greater),
                (false, true) => Some(Less),
                (false, false) => None,
            }
        }
        Kind::Type => types(old, new),
        Kind::Format => rank(&[("int32", "int64"), ("float", "double")], old, new),
        Kind::Alternatives => rank(&[("oneOf", "anyOf")], old, new),
        _ => None,
    }
}

/// The last integer that a bound allows; `None` for one that is too large to say.
pub(crate) fn whole_bound(kind: Kind, bound: &Number, is_exclusive: bool) -> Option<i64> {
    let is_maximum = kind == Kind::Maximum;
    if let Some(whole) = bound.as_i64() {
        return match (is_exclusive, is_maximum) {
            (false, _) => Some(whole),
            (true, true) => whole.checked_sub(1),
            (true, false) => whole.checked_add(1),
        };
    }
    let text = bound.canonical();
    let (whole, _) = text.split_once('.')?;
    let (towards_zero, is_negative) = (whole.parse::<i64>().ok()?, text.starts_with('-'));
    match (is_maximum, is_negative) {
        (true, true) => towards_zero.checked_sub(1),
        (false, false) => towards_zero.checked_add(1),
        _ => Some(towards_zero),
    }
}

/// Whether every integer is a multiple of a number.
pub(crate) fn divides_one(divisor: &Number) -> bool {
    divides(divisor.to_f64(), 1.0)
}

/// Whether the one is a multiple of the other: 0.3 is three times 0.1, whatever binary fractions make of it.
fn divides(small: f64, large: f64) -> bool {
    let times = large / small;
    small != 0.0 && times.abs() >= 1.0 && (times - times.round()).abs() <= times.abs() * 2.0 * f64::EPSILON
}

/// The order of two lists of types: which of them has all that the other has. A whole number is a number; null is said
/// elsewhere.
fn types(old: &Node, new: &Node) -> Option<Ordering> {
    let list = |value: &Node| -> Vec<String> {
        let names = value.as_array().unwrap_or(std::slice::from_ref(value)).iter().filter_map(Node::as_str);
        names.filter(|name| *name != "null").map(str::to_owned).collect()
    };
    let (old, new) = (list(old), list(new));
    let allows =
        |all: &[String], name: &str| all.iter().any(|known| known == name || known == "number" && name == "integer");
    let has_all = |all: &[String], some: &[String]| some.iter().all(|name| allows(all, name));
    match (has_all(&old, &new), has_all(&new, &old)) {
        (true, true) => Some(Equal),
        (true, false) => Some(Greater),
        (false, true) => Some(Less),
        (false, false) => None,
    }
}

/// The order of two words, by pairs of which the first lets less through.
fn rank(pairs: &[(&str, &str)], old: &Node, new: &Node) -> Option<Ordering> {
    let (old, new) = (old.as_str()?, new.as_str()?);
    if pairs.contains(&(new, old)) {
        Some(Greater)
    } else if pairs.contains(&(old, new)) {
        Some(Less)
    } else {
        None
    }
}

fn bound(value: &Node) -> Option<(Number, bool)> {
    match value.get("exclusive") {
        Some(bound) => Some((bound.as_number()?, true)),
        None => Some((value.as_number()?, false)),
    }
}
