//! How the scenarios of every operation are derived from its examples and from the rules.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use openapi::Contract;
use serde_json::Value;

use super::call::{Call, Scenario, ServiceAnswer};
use super::examples::{self, Examples};
use super::file::{AnswerRule, ScenarioFile, ScenarioRule};

/// Derives every scenario of every operation.
///
/// # Errors
///
/// A file that cannot be read, an operation without an example to start from, a rule that fits no operation, two
/// scenarios of one name.
pub fn scenarios(contract: &Contract, file: &Path) -> Result<Vec<Scenario>> {
    let file = ScenarioFile::read(file)?;
    let mut found: Vec<Scenario> = Vec::new();
    let operations = contract.operations().iter();
    let operations: Vec<_> = operations.map(|it| Examples::of(contract, it)).collect::<Result<_>>()?;
    for rule in &file.scenarios {
        let before = found.len();
        for examples in &operations {
            let of_rule = of_rule(&file, rule, examples);
            found.extend(of_rule.with_context(|| format!("`{}` of `{}`", rule.name, examples.operation.name()))?);
        }
        if found.len() == before {
            bail!("the scenario `{}` fits no operation; if that stays so, delete it", rule.name);
        }
    }
    for (index, scenario) in found.iter().enumerate() {
        let same = |other: &Scenario| other.name == scenario.name && other.call.operation == scenario.call.operation;
        if found[..index].iter().any(same) {
            bail!("`{}` has two scenarios of the name `{}`", scenario.call.operation, scenario.name);
        }
    }
    Ok(found)
}

/// The scenarios that a rule makes for one operation: each of its calls with each of its answers; none if it does not fit.
fn of_rule(file: &ScenarioFile, rule: &ScenarioRule, examples: &Examples<'_>) -> Result<Vec<Scenario>> {
    let answers = answers(file, rule, examples)?;
    let mut scenarios = Vec::new();
    for (of_call, call) in calls(rule, examples) {
        for (of_answer, answer) in &answers {
            let parts = [&rule.name, of_answer, &of_call].into_iter().filter(|part| !part.is_empty());
            let name = parts.map(String::as_str).collect::<Vec<_>>().join(" ");
            scenarios.push(Scenario { name, call: call.clone(), answer: answer.clone() });
        }
    }
    Ok(scenarios)
}

/// The calls of a rule, each with what it adds to the name.
fn calls(rule: &ScenarioRule, examples: &Examples<'_>) -> Vec<(String, Call)> {
    let call = |body: Option<Value>| Call {
        operation: examples.operation.name().to_owned(),
        parameters: examples.parameters.clone(),
        body,
    };
    let Some(first) = examples.requests.first() else {
        return if rule.request.is_none() { vec![(String::new(), call(None))] } else { Vec::new() };
    };
    if rule.every_request {
        return examples.requests.iter().map(|it| (it.name.clone(), call(Some(it.body.clone())))).collect();
    }
    let mut body = first.body.clone();
    if let Some(change) = &rule.request
        && change.apply(&first.schema, &mut body) == 0
    {
        return Vec::new();
    }
    vec![(String::new(), call(Some(body)))]
}

/// The answers of a rule, each with what it adds to the name.
fn answers(
    file: &ScenarioFile,
    rule: &ScenarioRule,
    examples: &Examples<'_>,
) -> Result<Vec<(String, Option<ServiceAnswer>)>> {
    let answer = |status, content_type, body| {
        Some(ServiceAnswer { status, content_type, headers: BTreeMap::new(), body, sent: rule.sent })
    };
    let json = |status, value: &Value| answer(status, Some(file.content_type.clone()), value.to_string());
    Ok(match &rule.answer {
        AnswerRule::Simulator => vec![(String::new(), None)],
        AnswerRule::Documented => {
            examples.answers.iter().map(|(status, it)| (it.name.clone(), json(*status, &it.body))).collect()
        }
        AnswerRule::WithoutBody => {
            let status = examples.operation.success_without_body().map(|response| examples::success(response.status));
            status.map(|status| (String::new(), answer(status, None, String::new()))).into_iter().collect()
        }
        AnswerRule::Success(change) => {
            let Some((status, fullest)) = examples.fullest_answer() else { return Ok(Vec::new()) };
            let mut body = fullest.body.clone();
            let places = change.apply(&fullest.schema, &mut body);
            if places == 0 { Vec::new() } else { vec![(String::new(), json(*status, &body))] }
        }
        AnswerRule::Errors { ranges } => {
            let errors = examples::errors(examples.operation, ranges)?;
            errors.iter().map(|(status, body)| (status.to_string(), json(*status, body))).collect()
        }
        AnswerRule::Gateway(answer) => {
            let answer = ServiceAnswer { sent: rule.sent.or(answer.sent), ..answer.clone() };
            vec![(String::new(), Some(answer))]
        }
    })
}
