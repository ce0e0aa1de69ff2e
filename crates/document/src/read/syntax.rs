//! Which syntax a text has.

use super::failure::{ReadError, ReadFailure};
use super::limits::ReadBudget;
use super::{json, yaml};
use crate::tree::Node;

/// Reads a text that holds one document, YAML or JSON.
///
/// What begins as JSON does is JSON, if it has the syntax of JSON to its end: YAML, which allows more, says less of what
/// is wrong with it. All the same it may be YAML in its flow style. Of two syntax errors the one that comes later in the
/// text is reported. What the text takes is taken from the budget.
pub(crate) fn read(text: &str, budget: &mut ReadBudget) -> Result<Node, ReadError> {
    let (root, left) = read_within(text, budget)?;
    *budget = left;
    Ok(root)
}

fn read_within(text: &str, budget: &ReadBudget) -> Result<(Node, ReadBudget), ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.trim_start_matches([' ', '\t', '\r', '\n']).starts_with(['{', '[']) {
        return yaml::read(text, budget).map_err(|(ReadFailure::Syntax(error) | ReadFailure::Content(error))| error);
    }
    let as_json = match json::read(text, budget) {
        Ok(read) => return Ok(read),
        Err(ReadFailure::Content(error)) => return Err(error),
        Err(ReadFailure::Syntax(error)) => error,
    };
    match yaml::read(text, budget) {
        Ok(read) => Ok(read),
        Err(ReadFailure::Syntax(as_yaml)) if as_yaml.position <= as_json.position => Err(as_json),
        Err(ReadFailure::Syntax(error) | ReadFailure::Content(error)) => Err(error),
    }
}
