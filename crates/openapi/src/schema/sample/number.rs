//! Numbers within bounds.

use super::super::bounds::Bound;
use super::super::resolved::Schema;
use super::no_sample::{NoSample, no};
use document::{Node, Number};

/// A whole number within the bounds: 0 if it is, else the nearest to it; then the next ones.
pub(super) fn integer(schema: &Schema<'_>, index: usize) -> Result<Number, NoSample> {
    let outside = || no("no number is within its bounds");
    let bounds = schema.bounds();
    let least = bounds.lower.as_ref().map_or(Some(i64::MIN), first_integer).ok_or_else(outside)?;
    let most = bounds.upper.as_ref().map_or(Some(i64::MAX), last_integer).ok_or_else(outside)?;
    let step = step(schema)?;
    let step = step.map_or(Some(1), |step| step.as_i64().or_else(|| whole_step(&step))).ok_or_else(outside)?;
    let index = i64::try_from(index).map_err(|_| outside())?;
    let offset = index.checked_mul(step).ok_or_else(outside)?;
    // Upwards from the first multiple that is not below 0 and the lower bound, else downwards.
    let up = round_up(least.max(0), step).and_then(|first| first.checked_add(offset)).filter(|value| *value <= most);
    let down = || {
        let first = most.min(0).checked_div(step)?.checked_mul(step)?;
        first.checked_sub(offset).filter(|value| *value >= least)
    };
    up.or_else(down).map(Number::from).ok_or_else(outside)
}

/// The first whole number that a lower bound allows.
fn first_integer(bound: &Bound) -> Option<i64> {
    match bound.value.as_i64() {
        Some(value) if bound.is_exclusive => value.checked_add(1),
        Some(value) => Some(value),
        None => whole(bound.value.to_f64().ceil()),
    }
}

/// The last whole number that an upper bound allows.
fn last_integer(bound: &Bound) -> Option<i64> {
    match bound.value.as_i64() {
        Some(value) if bound.is_exclusive => value.checked_sub(1),
        Some(value) => Some(value),
        None => whole(bound.value.to_f64().floor()),
    }
}

fn whole(value: f64) -> Option<i64> {
    // Beyond this, doubles are not exact.
    (value.abs() < 9e15).then_some(value as i64).or(match value {
        value if value <= i64::MIN as f64 => Some(i64::MIN),
        value if value >= i64::MAX as f64 => Some(i64::MAX),
        _ => None,
    })
}

fn round_up(value: i64, step: i64) -> Option<i64> {
    let rest = value.checked_rem(step)?;
    if rest == 0 { Some(value) } else { value.checked_add(step - rest) }
}

/// A whole number that is a multiple of a step that is none, as 3 is of 1.5.
fn whole_step(step: &Number) -> Option<i64> {
    (1..=1000)
        .find(|times| (step.to_f64() * *times as f64).fract() == 0.0)
        .and_then(|times| whole(step.to_f64() * times as f64))
}

/// A number within the bounds.
pub(super) fn number(schema: &Schema<'_>, index: usize) -> Result<Number, NoSample> {
    // A whole number is the plainest, if there is one.
    if let Ok(integer) = integer(schema, index) {
        return Ok(integer);
    }
    let outside = || no("no number is within its bounds");
    let bounds = schema.bounds();
    let float = |bound: &Option<Bound>| bound.as_ref().map(|bound| bound.value.to_f64());
    let is_allowed =
        |value: &f64| {
            let above = bounds.lower.as_ref().is_none_or(|bound| {
                *value > bound.value.to_f64() || *value == bound.value.to_f64() && !bound.is_exclusive
            });
            let below = bounds.upper.as_ref().is_none_or(|bound| {
                *value < bound.value.to_f64() || *value == bound.value.to_f64() && !bound.is_exclusive
            });
            above && below
        };
    let (least, most) = (float(&bounds.lower), float(&bounds.upper));
    if let Some(step) = step(schema)?.map(|step| step.to_f64()) {
        let first = (least.or(most).unwrap_or(0.0) / step).ceil();
        let candidates = (-1..=1).map(|offset| (first + f64::from(offset) + index as f64) * step);
        return candidates.into_iter().find(is_allowed).and_then(from_double).ok_or_else(outside);
    }
    let middle = least.zip(most).map(|(least, most)| least + (most - least) / (2.0 + index as f64));
    let ends = if index == 0 { [least, most] } else { [None, None] };
    let candidates = [ends[0], middle, ends[1]];
    candidates.into_iter().flatten().find(is_allowed).and_then(from_double).ok_or_else(outside)
}

/// The `multipleOf` of a schema, if it has one that is above 0; the largest, if it has several.
fn step(schema: &Schema<'_>) -> Result<Option<Number>, NoSample> {
    let steps = schema.keywords("multipleOf").filter_map(Node::as_number);
    match steps.max() {
        Some(step) if step <= Number::from(0) => Err(no("`multipleOf` is not above 0")),
        step => Ok(step),
    }
}

fn from_double(value: f64) -> Option<Number> {
    Number::parse(&serde_json::Number::from_f64(value)?.to_string())
}
