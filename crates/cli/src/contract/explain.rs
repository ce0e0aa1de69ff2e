//! `contract explain`: what a rule means.

use clap::Args;

use review::RuleId;

use crate::examples;
use crate::failure::Failure;
use crate::output;

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("One rule", "defender-actions contract explain request-max-length-tightened"),
    ("The list of all rules", "defender-actions contract explain"),
];

/// What to explain.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct ExplainCommand {
    /// The id of the rule, as in `response-optional-property-removed`.
    rule: Option<String>,
}

impl ExplainCommand {
    /// Prints a rule in full, or the list of all, on stdout.
    pub fn run(self) -> Result<(), Failure> {
        let text = match &self.rule {
            Some(id) => rule(id)?,
            None => list(),
        };
        Ok(output::lines(text.lines())?)
    }
}

/// A rule in full.
fn rule(id: &str) -> Result<String, Failure> {
    if let Ok(rule) = id.parse::<RuleId>() {
        let remedy = rule.remedy().map(|remedy| format!("To keep it compatible: {remedy}\n")).unwrap_or_default();
        let because = rule.because().map(|because| format!("Why: {because}\n")).unwrap_or_default();
        let extensions = rule.extensions().map(|(name, reader)| format!("  {name}: {reader}\n")).collect::<String>();
        let (tier, about, consequence) = (rule.tier(), rule.about(), rule.consequence());
        return Ok(format!("{rule} ({tier})\n{about}\n{consequence}\n{remedy}{because}{extensions}"));
    }
    if let Some(rule) = lint::rules().find(|rule| rule.id == id) {
        let section = rule.section.map(|section| format!("OpenAPI 3.0.3, {section}\n")).unwrap_or_default();
        return Ok(format!("{} (check, {})\n{}\n{section}", rule.id, rule.severity, rule.summary));
    }
    let known: Vec<String> = ids().filter(|known| id.split('-').all(|word| known.contains(word))).collect();
    let help = match known.len() {
        0 => "`contract explain` lists all rules".to_owned(),
        _ => format!("did you mean {}?", known[..known.len().min(5)].join(", ")),
    };
    Err(Failure::input(format!("there is no rule `{id}`; {help}")))
}

fn ids() -> impl Iterator<Item = String> {
    let of_check = lint::rules().map(|rule| rule.id.to_owned());
    review::rules().map(|rule| rule.to_string()).chain(of_check)
}

/// One rule a line: its tier, its id, what it looks at.
fn list() -> String {
    let of_diff = review::rules().map(|rule| format!("{:<10}  {rule:<44}  {}\n", rule.tier(), rule.about()));
    let of_check = lint::rules().map(|rule| format!("{:<10}  {:<44}  {}\n", rule.severity, rule.id, rule.summary));
    of_diff.chain(of_check).collect()
}
