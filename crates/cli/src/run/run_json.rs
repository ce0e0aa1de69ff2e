//! What a run prints for programs, with `--output json`.

use calls::list::ListErrors;
use calls::run::{Plan, RunSummary};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::{Value, json};

use crate::call_json::UnsentRequest;

/// What a run would do.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DryRun {
    /// How many calls, and how long they take at least.
    pub plan: Plan,
    /// The first requests that would be sent.
    pub first_requests: Vec<UnsentRequest>,
}

/// JSON Schema of what a run prints with `--output json`.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let (summary, dry_run) = (generator.subschema_for::<RunSummary>(), generator.subschema_for::<DryRun>());
    let errors = generator.subschema_for::<ListErrors>();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Run",
        "description": "What a run prints with `--output json`: its result; with `--dry-run` what it would do; or what is wrong with its list, of which nothing was sent then.",
        "oneOf": [summary, dry_run, errors],
        "$defs": generator.definitions(),
    })
}
