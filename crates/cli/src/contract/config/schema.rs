//! The JSON Schema of a file of configuration.

use lint::{Profile, Severity};
use review::Tier;
use serde_json::{Map, Value, json};

use super::settings::failing_tiers;

/// The schema: every rule by its id, so that an editor completes and explains them.
pub fn schema() -> Value {
    let off = "off";
    let tiers: Vec<&str> = Tier::ALL.iter().map(|tier| tier.name()).chain([off]).collect();
    let severities: Vec<&str> = Severity::ALL.iter().map(|severity| severity.name()).chain([off]).collect();
    let of_diff: Map<String, Value> = review::rules()
        .map(|rule| (rule.to_string(), json!({"$ref": "#/$defs/reviewRule", "description": rule.about()})))
        .collect();
    let of_check: Map<String, Value> = lint::rules()
        .map(|rule| (rule.id.to_owned(), json!({"$ref": "#/$defs/lintRule", "description": rule.summary})))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration",
        "description": "What a team says of the review and the check of its contract.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "diff": {
                "description": "The review of changes.",
                "type": ["object", "null"],
                "additionalProperties": false,
                "properties": {
                    "fail-on": {
                        "description": "The least grave change that fails.",
                        "enum": failing_tiers().map(|(name, _)| name),
                    },
                    "treat": {
                        "description": "The tiers of extensions that the team's own tools read; a `*` at the end of a name stands for any end.",
                        "type": ["object", "null"],
                        "propertyNames": {"pattern": r"^x-[^*]+\*?$"},
                        "additionalProperties": {"enum": Tier::ALL.iter().map(|tier| tier.name()).collect::<Vec<_>>()},
                    },
                    "rules": {
                        "description": "Rules that have another tier, or are off.",
                        "type": ["object", "null"],
                        "additionalProperties": false,
                        "properties": of_diff,
                    },
                },
            },
            "check": {
                "description": "The check.",
                "type": ["object", "null"],
                "additionalProperties": false,
                "properties": {
                    "profile": {
                        "description": "How grave the rules are: each by what it is about, or all of them errors.",
                        "enum": Profile::ALL.map(Profile::name),
                    },
                    "fail-on": {
                        "description": "The least grave finding that fails.",
                        "enum": Severity::ALL.map(Severity::name),
                    },
                    "rules": {
                        "description": "Rules that have another severity, or are off.",
                        "type": ["object", "null"],
                        "additionalProperties": false,
                        "properties": of_check,
                    },
                },
            },
        },
        "$defs": {
            "reason": {"description": "Why, in a sentence.", "type": "string", "pattern": r"\S"},
            "reviewRule": {
                "type": "object",
                "additionalProperties": false,
                "required": ["tier", "reason"],
                "properties": {"tier": {"enum": tiers}, "reason": {"$ref": "#/$defs/reason"}},
            },
            "lintRule": {
                "type": "object",
                "additionalProperties": false,
                "required": ["severity", "reason"],
                "properties": {"severity": {"enum": severities}, "reason": {"$ref": "#/$defs/reason"}},
            },
        },
    })
}
