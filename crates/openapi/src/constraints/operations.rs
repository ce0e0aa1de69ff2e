//! Ids and responses of operations.

use std::collections::HashMap;

use super::reporter::ViolationReporter;
use crate::operation::Operation;
use crate::spec::ObjectKind;
use crate::violation::Constraint;

pub(super) fn check(reporter: &mut ViolationReporter<'_>) {
    ids(reporter);
    for object in reporter.objects.of(ObjectKind::Responses) {
        let keys = object.node.as_object().into_iter().flat_map(|responses| responses.keys());
        if keys.into_iter().all(|key| key.starts_with("x-")) {
            let message = "an operation needs at least one response";
            reporter.report(Constraint::ResponsesEmpty, &object.pointer, message);
        }
    }
}

fn ids(reporter: &mut ViolationReporter<'_>) {
    let mut seen: HashMap<String, &Operation> = HashMap::new();
    let mut seen_in_lower_case: HashMap<String, &Operation> = HashMap::new();
    for operation in reporter.operations {
        let Some(id) = operation.id() else {
            let message = "the operation has no operationId; methods, commands and examples are named after it";
            reporter.report(Constraint::OperationIdMissing, operation.pointer(), message);
            continue;
        };
        let pointer = operation.pointer().child("operationId");
        let is_camel_case = id.starts_with(|first: char| first.is_ascii_alphabetic())
            && id.chars().all(|letter| letter.is_ascii_alphanumeric());
        if !is_camel_case {
            let message = format!("`{id}` is not a camelCase name of letters and digits");
            reporter.report(Constraint::OperationIdForm, &pointer, message);
        }
        // The specification tells ids apart by case; names that are made of them may not.
        let same = seen.insert(id.to_owned(), operation);
        let alike = seen_in_lower_case.insert(id.to_lowercase(), operation).filter(|_| same.is_none());
        for (constraint, other) in [(Constraint::OperationIdUnique, same), (Constraint::OperationIdCase, alike)] {
            if let Some(other) = other {
                let message = format!("`{id}` already names an operation, of {}", other.path());
                reporter.report(constraint, &pointer, message);
            }
        }
    }
}
