//! The oracles, what they answer to a mutation, and whether the tables expect it.

use std::ptr;

use chrono::{DateTime, FixedOffset};
use jsonschema::Validator;
use openapi::{Contract, Schema};
use serde_json::Value;

use test_support::{BodyExample, derived_schema, round_trip};

use crate::body_mutations::{Kind, Mutation, mutations};
use crate::nodes::Place;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accepts,
    Refuses,
}

impl Verdict {
    fn of(answer: &Result<(), String>) -> Self {
        if answer.is_ok() { Self::Accepts } else { Self::Refuses }
    }
}

/// Reads a body and writes it again.
pub type Decoder = Box<dyn Fn(&Value) -> Result<Value, String>>;

pub struct Oracles {
    /// The contract's schema.
    pub contract: Validator,
    /// The generated type.
    pub decoder: Decoder,
    /// The schema that is derived from the generated type.
    pub derived: Validator,
}

/// What the oracles say of a body: nothing, or why they refuse it.
pub struct Answers {
    pub contract: Result<(), String>,
    pub decoder: Result<(), String>,
    pub derived: Result<(), String>,
    /// What the decoder reads, and does not write unchanged, or writes so that it is not valid any more.
    pub loss: Option<String>,
}

impl Oracles {
    pub fn of(contract: &Contract, example: &BodyExample) -> Self {
        let type_name = example.type_name.clone();
        Self {
            contract: validator(&contract.json_schema(&example.schema)),
            derived: validator(&derived_schema(&type_name)),
            decoder: Box::new(move |body| round_trip(&type_name, body)),
        }
    }

    /// Their answers to a body of a schema.
    pub fn answer(&self, schema: &Schema, body: &Value) -> Answers {
        let contract = verdict(&self.contract, body);
        let decoder = (self.decoder)(body);
        let loss = decoder.as_ref().ok().and_then(|written| {
            let invalid = contract.is_ok().then(|| verdict(&self.contract, written).err()).flatten();
            lost(Some(schema), body, written).or(invalid.map(|error| format!("not valid when written: {error}")))
        });
        Answers { contract, decoder: decoder.map(drop), derived: verdict(&self.derived, body), loss }
    }
}

/// An oracle by a JSON Schema, formats too.
pub fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

pub fn verdict(validator: &Validator, body: &Value) -> Result<(), String> {
    validator.validate(body).map_err(|error| format!("{} at `{}`", error.masked(), error.instance_path()))
}

/// A mutation, and what the oracles answer.
pub struct Trial<'a> {
    example: &'a BodyExample,
    pub mutation: Mutation<'a>,
    pub answers: Answers,
}

/// The oracles on every mutation of an example.
pub fn trials<'a>(contract: &'a Contract, example: &'a BodyExample, oracles: &Oracles) -> Vec<Trial<'a>> {
    let schema = crate::schema(contract, example);
    let mutations = mutations(&schema, &example.value).into_iter();
    mutations.map(|mutation| Trial { example, answers: oracles.answer(&schema, &mutation.body), mutation }).collect()
}

/// A row of the table of verdicts that differ by design.
#[derive(Clone, Copy)]
pub struct Difference {
    pub mutation: Kind,
    pub place: Place,
    /// Of the contract's schema, the decoder, and the derived schema.
    pub verdicts: [Verdict; 3],
    pub reason: &'static str,
}

/// A row of the table of what the decoder reads, and does not write again unchanged.
#[derive(Clone, Copy)]
pub struct Loss {
    pub mutation: Kind,
    pub place: Place,
    pub reason: &'static str,
}

/// What differs by design.
#[derive(Clone, Copy)]
pub struct Tables<'t> {
    pub differences: &'t [Difference],
    pub losses: &'t [Loss],
}

impl<'t> Tables<'t> {
    /// Each trial that is not as the tables say, and each row that no trial needs.
    pub fn findings(self, trials: &[Trial]) -> Vec<String> {
        let is_needed =
            |row: &Difference| trials.iter().filter_map(|it| self.difference(it)).any(|it| ptr::eq(it, row));
        let differences = self.differences.iter().filter(|row| !is_needed(row)).map(|row| row.reason);
        let is_needed = |row: &Loss| trials.iter().filter_map(|it| self.loss(it)).any(|it| ptr::eq(it, row));
        let losses = self.losses.iter().filter(|row| !is_needed(row)).map(|row| row.reason);
        let unneeded = differences.chain(losses).map(|reason| format!("no mutation needs the row: {reason}"));
        trials.iter().filter_map(|trial| self.finding(trial)).chain(unneeded).collect()
    }

    /// Why a trial is not as the tables say, if so.
    pub fn finding(self, trial: &Trial) -> Option<String> {
        trial.finding(self.difference(trial), self.loss(trial))
    }

    fn difference(self, trial: &Trial) -> Option<&'t Difference> {
        self.differences.iter().find(|row| trial.mutation.is(row.mutation, row.place))
    }

    fn loss(self, trial: &Trial) -> Option<&'t Loss> {
        self.losses.iter().find(|row| trial.mutation.is(row.mutation, row.place))
    }
}

impl Trial<'_> {
    /// What is not as it is expected, with all that is needed to find it again.
    fn finding(&self, difference: Option<&Difference>, expected_loss: Option<&Loss>) -> Option<String> {
        let Mutation { kind, node, body, meant, .. } = &self.mutation;
        let Answers { contract, decoder, derived, loss } = &self.answers;
        // Where no row says otherwise, all answer the same: what the contract means.
        let expected = difference.map_or([*meant; 3], |row| row.verdicts);
        let found = [Verdict::of(contract), Verdict::of(decoder), Verdict::of(derived)];
        let finding = if found != expected {
            format!("expected {expected:?}, found {found:?}: {contract:?}, {decoder:?}, {derived:?}")
        } else {
            match (loss, expected_loss) {
                (Some(loss), None) => format!("the decoder does not keep it: {loss}"),
                (None, Some(row)) => format!("nothing is lost, but there is a row: {}", row.reason),
                _ => return None,
            }
        };
        let value = node.value(body).map_or("not there".to_owned(), Value::to_string);
        Some(format!("{} at `{}`, {kind:?}, {value}: {finding}", self.example.path(), node.pointer))
    }
}

/// What differs after decoding and encoding. Only a known property that is null may be left out, and a time be written
/// in another way.
fn lost(schema: Option<&Schema>, before: &Value, after: &Value) -> Option<String> {
    match (before, after) {
        (Value::Object(members), Value::Object(written)) => {
            let known = |name: &str| schema.and_then(|schema| schema.named_property(name));
            let lost = members.iter().find_map(|(name, before)| match written.get(name) {
                Some(after) => lost(known(name).as_ref(), before, after),
                None if before.is_null() && known(name).is_some() => None,
                None => Some(format!("`{name}` is lost")),
            });
            let added = written.keys().find(|name| !members.contains_key(*name));
            lost.or_else(|| added.map(|name| format!("`{name}` is added")))
        }
        (Value::Array(elements), Value::Array(written)) if elements.len() == written.len() => {
            let items = schema.and_then(|schema| schema.items());
            elements.iter().zip(written).find_map(|(before, after)| lost(items.as_ref(), before, after))
        }
        (before, after) if before == after => None,
        // A whole number of a schema that takes fractions: 1 and 1.0.
        (Value::Number(whole), Value::Number(fraction)) if whole.as_i64().map(|it| it as f64) == fraction.as_f64() => {
            let is_exact = whole.as_i64().is_some_and(|whole| whole.unsigned_abs() <= 1 << f64::MANTISSA_DIGITS);
            (!is_exact).then(|| format!("{before} becomes {after}"))
        }
        (before, after) => {
            let is_time = schema.and_then(|schema| schema.text("format")) == Some("date-time");
            let is_kept = is_time && instant(before).is_some() && instant(before) == instant(after);
            (!is_kept).then(|| format!("{before} becomes {after}"))
        }
    }
}

/// Seconds since 1970 of a time, whether it is a leap second, and its fraction in as many digits as it has.
fn instant(time: &Value) -> Option<(i64, bool, &str)> {
    let text = time.as_str()?;
    let time = text.parse::<DateTime<FixedOffset>>().ok()?;
    let fraction = text.split_once('.').map_or("", |(_, rest)| rest);
    let end = fraction.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(fraction.len());
    let is_leap_second = time.timestamp_subsec_nanos() >= 1_000_000_000;
    Some((time.timestamp(), is_leap_second, fraction[..end].trim_end_matches('0')))
}
