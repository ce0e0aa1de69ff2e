//! Three independent oracles of every body: the contract's schema, the generated type's decoder, and the schema that is
//! derived from the type. They agree on every example and on every mutation of each, but for what the tables here say.
//!
//! Mutations are made from the examples and the contract's schemas alone, so a new operation is tested as soon as it is
//! in the contract.

#[path = "oracles/body_mutations.rs"]
mod body_mutations;
#[path = "oracles/nodes.rs"]
mod nodes;
#[path = "oracles/oracle.rs"]
mod oracle;
#[path = "oracles/schema_mutations.rs"]
mod schema_mutations;
#[path = "oracles/values.rs"]
mod values;

use std::collections::BTreeMap;
use std::mem;

use body_mutations::Kind;
use nodes::Place;
use openapi::{Contract, Schema};
use oracle::Verdict::{Accepts, Refuses};
use oracle::{Answers, Difference, Loss, Oracles, Tables, Trial, trials, validator, verdict};
use schema_mutations::schema_mutations;
use serde_json::{Value, json};
use test_support::{BodyExample, contract, derived_schema, examples};

/// Where the verdicts of the contract's schema, the decoder and the derived schema differ by design.
const DIFFERENCES: &[Difference] = &[
    Difference {
        mutation: Kind::Null,
        place: Place::OptionalNotNullable,
        verdicts: [Refuses, Accepts, Accepts],
        reason: "the service sends null where it has no value, so the client takes it as missing",
    },
    Difference {
        mutation: Kind::NoGuid,
        place: Place::Anywhere,
        verdicts: [Refuses, Accepts, Accepts],
        reason: "an id is a plain string to the client, which keeps its letter case (fixup `uuids_stay_as_received`)",
    },
    Difference {
        mutation: Kind::LooseDateTime,
        place: Place::Anywhere,
        verdicts: [Refuses, Accepts, Refuses],
        reason: "chrono reads more than RFC 3339: blanks, `UTC`, single digits, years with a sign",
    },
    Difference {
        mutation: Kind::ObjectAsArray,
        place: Place::SilentAboutUnknown,
        verdicts: [Refuses, Accepts, Refuses],
        reason: "serde reads a struct from the array of its fields too; requests only, which nobody decodes",
    },
    Difference {
        mutation: Kind::IntegerAsFloat,
        place: Place::Anywhere,
        verdicts: [Accepts, Refuses, Accepts],
        reason: "to JSON Schema 1.0 is an integer, to serde it is not; the service writes integers without a point",
    },
];

/// What the decoder takes by design, and does not write again unchanged.
const LOSSES: &[Loss] = &[
    Loss {
        mutation: Kind::ObjectAsArray,
        place: Place::SilentAboutUnknown,
        reason: "what serde read from an array is written as the object that it should have been",
    },
    Loss {
        mutation: Kind::UnknownProperty,
        place: Place::SilentAboutUnknown,
        reason: "a request has no place for a property that the contract does not know; only answers keep them",
    },
    Loss {
        mutation: Kind::FinerDateTime,
        place: Place::Anywhere,
        reason: "a time has nanoseconds; the service sends six or seven digits",
    },
    Loss {
        mutation: Kind::DateTimeBeyondYears,
        place: Place::Anywhere,
        reason: "a time is written in UTC, where the first and the last day of the years 0 to 9999 can be out of them",
    },
];

const TABLES: Tables = Tables { differences: DIFFERENCES, losses: LOSSES };

/// The oracles of each schema, each made once.
fn oracles(contract: &Contract, examples: &[BodyExample]) -> BTreeMap<String, Oracles> {
    let mut oracles = BTreeMap::new();
    for example in examples {
        oracles.entry(example.schema.to_string()).or_insert_with(|| Oracles::of(contract, example));
    }
    oracles
}

/// The schema of an example.
fn schema<'a>(contract: &'a Contract, example: &'a BodyExample) -> Schema<'a> {
    Schema::of(contract.root(), &example.schema)
}

/// An example of each type. Mutations add what it lacks, so any will do.
fn an_example_of_each_type(contract: &Contract) -> Vec<BodyExample> {
    let by_type: BTreeMap<_, _> = examples(contract).into_iter().map(|it| (it.type_name.clone(), it)).collect();
    by_type.into_values().collect()
}

/// What is found in the example of the most properties, with oracles of which one is replaced.
fn findings_with(replace: impl Fn(&mut Oracles, Value)) -> Vec<String> {
    let contract = contract();
    let examples = examples(&contract);
    let size = |example: &&BodyExample| schema(&contract, example).properties().len();
    let example = examples.iter().max_by_key(size).unwrap();
    let mut oracles = Oracles::of(&contract, example);
    replace(&mut oracles, contract.json_schema(&example.schema));
    TABLES.findings(&trials(&contract, example, &oracles))
}

#[test]
fn every_oracle_accepts_every_example() {
    let contract = contract();
    let examples = examples(&contract);
    let oracles = oracles(&contract, &examples);
    for example in &examples {
        let oracles = &oracles[&example.schema.to_string()];
        let Answers { contract, decoder, derived, loss } = oracles.answer(&schema(&contract, example), &example.value);
        assert_eq!((contract, decoder, derived, loss), (Ok(()), Ok(()), Ok(()), None), "{}", example.path());
    }
}

#[test]
fn the_oracles_agree_on_every_mutation_of_every_example() {
    let contract = contract();
    let examples = examples(&contract);
    let oracles = oracles(&contract, &examples);
    let mut all = Vec::new();
    for example in &examples {
        let trials = trials(&contract, example, &oracles[&example.schema.to_string()]);
        let is_large = schema(&contract, example).properties().len() >= 10;
        let enough = if is_large { 200 } else { 20 };
        assert!(trials.len() >= enough, "{} has {} mutations", example.path(), trials.len());
        all.extend(trials);
    }
    let findings = TABLES.findings(&all);
    assert!(findings.is_empty(), "{} findings:\n{}", findings.len(), findings.join("\n"));
}

#[test]
fn a_rule_more_or_less_in_a_schema_is_found() {
    let contract = contract();
    for example in an_example_of_each_type(&contract) {
        let mut trials = trials(&contract, &example, &Oracles::of(&contract, &example));
        for (what, schema) in schema_mutations(&derived_schema(&example.type_name)) {
            let derived = validator(&schema);
            let is_noticed =
                |trial: &&mut Trial| derived.is_valid(&trial.mutation.body) != trial.answers.derived.is_ok();
            let Some(trial) = trials.iter_mut().find(is_noticed) else {
                panic!("{}: no mutation notices {what}", example.type_name)
            };
            let mutated = verdict(&derived, &trial.mutation.body);
            let derived = mem::replace(&mut trial.answers.derived, mutated);
            assert!(TABLES.finding(trial).is_some(), "{}: nobody finds {what}", example.type_name);
            trial.answers.derived = derived;
        }
    }
}

#[test]
fn a_row_less_or_more_in_a_table_is_found() {
    let contract = contract();
    let examples = an_example_of_each_type(&contract);
    let trials = examples.iter().flat_map(|example| trials(&contract, example, &Oracles::of(&contract, example)));
    let trials: Vec<_> = trials.collect();
    let assert_found = |kind: Kind, tables: Tables| {
        let findings = tables.findings(&trials);
        let kind = format!(", {kind:?}, ");
        assert!(findings.iter().any(|finding| finding.contains(&kind)), "{kind}: {findings:#?}");
    };
    for (index, row) in DIFFERENCES.iter().enumerate() {
        let others = [&DIFFERENCES[..index], &DIFFERENCES[index + 1..]].concat();
        assert_found(row.mutation, Tables { differences: &others, ..TABLES });
    }
    for (index, row) in LOSSES.iter().enumerate() {
        let others = [&LOSSES[..index], &LOSSES[index + 1..]].concat();
        assert_found(row.mutation, Tables { losses: &others, ..TABLES });
    }
    // A row for what all oracles agree on, and one for what another row says already.
    let agreed = Difference { mutation: Kind::Guid, place: Place::Anywhere, ..DIFFERENCES[0] };
    assert_found(Kind::Guid, Tables { differences: &[DIFFERENCES, &[agreed]].concat(), ..TABLES });
    let again = Difference { reason: "again", ..DIFFERENCES[0] };
    let findings = Tables { differences: &[DIFFERENCES, &[again]].concat(), ..TABLES }.findings(&trials);
    assert_eq!(findings, ["no mutation needs the row: again"]);
}

#[test]
fn an_oracle_that_does_not_look_is_found() {
    let anything = || validator(&json!({}));
    let everyone = findings_with(|oracles, _| {
        *oracles = Oracles { contract: anything(), derived: anything(), decoder: Box::new(|body| Ok(body.clone())) };
    });
    assert!(everyone.iter().any(|finding| finding.contains("expected [Refuses, Refuses, Refuses]")), "{everyone:#?}");
    let without_formats = findings_with(|oracles, schema| {
        oracles.contract = jsonschema::draft202012::options().should_validate_formats(false).build(&schema).unwrap();
    });
    assert!(without_formats.iter().any(|finding| finding.contains("NoDateTime")), "{without_formats:#?}");
}

#[test]
fn a_decoder_that_loses_something_is_found() {
    let remove = |is_lost: fn(&str, &Value) -> bool| {
        move |body: &mut Value| body.as_object_mut().unwrap().retain(|name, value| !is_lost(name, value))
    };
    assert_is_found("an unknown property", remove(|name, _| name == "unknownProperty"));
    assert_is_found("null of an unknown property", remove(|_, value| value.is_null()));
    assert_is_found("an empty array", remove(|_, value| *value == json!([])));
    let edit = |property: &'static str, edit: fn(&str) -> String| {
        move |body: &mut Value| {
            if let Some(Value::String(text)) = body.get_mut(property) {
                *text = edit(text);
            }
        }
    };
    assert_is_found("letter case", edit("id", |id| id.to_lowercase()));
    assert_is_found("a digit of a time", edit("creationDateTimeUtc", |time| time.replace("029", "02")));
    assert_is_found("the zone of a time", edit("creationDateTimeUtc", |time| time.replace("T10:15:40", "T12:15:40")));
}

fn assert_is_found(what: &str, lose: impl Fn(&mut Value) + Copy + 'static) {
    let findings = findings_with(|oracles, _| {
        let decode = mem::replace(&mut oracles.decoder, Box::new(|_| unreachable!()));
        oracles.decoder = Box::new(move |body| {
            let mut written = decode(body)?;
            lose(&mut written);
            Ok(written)
        });
    });
    assert!(findings.iter().any(|finding| finding.contains("does not keep it")), "nobody finds {what} lost");
}
