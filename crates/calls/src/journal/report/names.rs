//! What the contract says of the values of a call: which name what it acts on, and which of an answer is the action's id.

use std::collections::BTreeMap;

use openapi::{Body, Contract, Node, Operation, ParameterLocation, Schema};
use serde_json::{Map, Value};

/// The names of all operations.
#[derive(Debug)]
pub struct Names(BTreeMap<String, OperationNames>);

#[derive(Debug)]
struct OperationNames {
    /// Parameters, and properties of the body.
    target: Vec<String>,
    /// Properties of a success.
    action_id: Vec<String>,
}

impl Names {
    /// Those of a contract.
    pub fn of(contract: &Contract) -> Self {
        let operations = contract.operations().iter();
        Self(operations.map(|operation| (operation.name().to_owned(), OperationNames::of(operation))).collect())
    }

    /// What a call acts on; all parameters, if the contract does not know the operation.
    pub fn target(
        &self,
        operation: &str,
        parameters: &Map<String, Value>,
        body: &Map<String, Value>,
    ) -> Map<String, Value> {
        let Some(names) = self.0.get(operation) else { return parameters.clone() };
        let value = |name: &String| Some((name.clone(), parameters.get(name).or_else(|| body.get(name))?.clone()));
        names.target.iter().filter_map(value).collect()
    }

    /// The id of an action; `None` if it has none.
    pub fn action_id(&self, operation: &str, action: &Value) -> Option<String> {
        let names = self.0.get(operation)?;
        let id = names.action_id.iter().find_map(|name| action.get(name)?.as_str());
        id.map(str::to_owned)
    }
}

impl OperationNames {
    fn of(operation: &Operation) -> Self {
        let parameters = operation.parameters().into_iter();
        let in_path = parameters.filter(|parameter| parameter.location() == ParameterLocation::Path);
        let in_path: Vec<_> = in_path.map(|parameter| parameter.name().to_owned()).collect();
        let request = operation.request_body().and_then(|request| request.body());
        let successes = operation.successes();
        let answers: Vec<_> = successes.iter().filter_map(|response| response.body()).collect();
        let mut action_id: Vec<_> = answers.iter().flat_map(|answer| marked(answer, "x-action-id")).collect();
        action_id.dedup();
        Self {
            target: in_path.into_iter().chain(request.iter().flat_map(|body| marked(body, "x-identifier"))).collect(),
            action_id,
        }
    }
}

/// The properties of a JSON body that have a keyword.
fn marked(body: &Body<'_>, keyword: &str) -> Vec<String> {
    let Some(schema) = body.json().and_then(|content| content.schema()) else { return Vec::new() };
    let properties = Schema::of(schema.root, schema.node).properties().into_iter();
    let is_marked = |node: &Node| node.as_bool() != Some(false);
    let marked = properties.filter(|(_, property)| property.keyword(keyword).is_some_and(is_marked));
    marked.map(|(name, _)| name.to_owned()).collect()
}
