//! Rules of this project: what a contract of ours has, and the specification does not ask for.

use std::collections::HashSet;

use serde_json::Value;

use super::context::{Context, Findings, elements, members, text};
use super::nodes::Node;
use openapi::Operation;
use openapi::pointer;

/// Keywords of a schema, and the types of which they say something.
const KEYWORDS: [(&[&str], &[&str]); 5] = [
    (&["minLength", "maxLength", "pattern"], &["string"]),
    (&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"], &["integer", "number"]),
    (&["items", "minItems", "maxItems", "uniqueItems"], &["array"]),
    (&["properties", "additionalProperties", "minProperties", "maxProperties", "required"], &["object"]),
    (&["x-extensible-enum"], &["string"]),
];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let declared: HashSet<&str> = elements(context.root, "tags").filter_map(|tag| text(tag, "name")).collect();
    for operation in &context.operations {
        let node = operation.node(context.root);
        if is_blank(node, "summary") {
            findings.report("summary-missing", &operation.pointer, "the operation has no summary");
        }
        tags(operation, node, &declared, findings);
        if node.get("security").or(context.root.get("security")).is_none() {
            let message = "nothing says which security the operation needs, here or for the whole document";
            findings.report("security-missing", &operation.pointer, message);
        }
        let is_error = |status: &str| status.starts_with(['4', '5']) || status == "default";
        if !members(node, "responses").any(|(status, _)| is_error(status)) {
            let place = pointer::child(&operation.pointer, "responses");
            findings.report("error-response-missing", &place, "no response tells what an error looks like");
        }
        examples(context, operation, node, findings);
    }
    for node in context.nodes.iter().filter(|node| node.object == "Schema") {
        descriptions(context, node, findings);
        keywords(node, findings);
    }
}

fn is_blank(node: &Value, key: &str) -> bool {
    text(node, key).unwrap_or_default().trim().is_empty()
}

fn tags(operation: &Operation, node: &Value, declared: &HashSet<&str>, findings: &mut Findings<'_>) {
    let tags: Vec<&str> = elements(node, "tags").filter_map(Value::as_str).collect();
    if tags.is_empty() {
        findings.report("tags-missing", &operation.pointer, "the operation has no tag");
    }
    let place = pointer::child(&operation.pointer, "tags");
    for (index, tag) in tags.into_iter().enumerate().filter(|(_, tag)| !declared.contains(tag)) {
        let message = format!("the tag `{tag}` is not declared by the document");
        findings.report("tag-undeclared", &pointer::element(&place, index), message);
    }
}

/// The body of the request has an example, and so has one of the answers that succeed, if any has a body.
fn examples(context: &Context<'_>, operation: &Operation, node: &Value, findings: &mut Findings<'_>) {
    let has_body = |holder: &Value| members(holder, "content").next().is_some();
    let has_example = |holder: &Value| {
        members(holder, "content").any(|(_, media)| {
            let schema = media.get("schema").map(|schema| openapi::references::resolve(context.root, schema));
            let examples = media.get("examples").and_then(Value::as_object);
            media.get("example").is_some()
                || examples.is_some_and(|examples| !examples.is_empty())
                || schema.is_some_and(|schema| schema.get("example").is_some())
        })
    };
    let resolve = |value| openapi::references::resolve(context.root, value);
    if let Some(body) = node.get("requestBody").map(resolve)
        && has_body(body)
        && !has_example(body)
    {
        let place = pointer::child(&operation.pointer, "requestBody");
        findings.report("example-missing", &place, "the body of the request has no example");
    }
    let successes = members(node, "responses").filter(|(status, _)| status.starts_with('2'));
    let bodies: Vec<&Value> = successes.map(|(_, response)| resolve(response)).filter(|body| has_body(body)).collect();
    if !bodies.is_empty() && !bodies.into_iter().any(has_example) {
        let place = pointer::child(&operation.pointer, "responses");
        findings.report("example-missing", &place, "no answer of success has an example");
    }
}

fn descriptions(context: &Context<'_>, node: &Node<'_>, findings: &mut Findings<'_>) {
    let place = pointer::child(&node.pointer, "properties");
    for (name, property) in members(node.value, "properties").filter(|(_, property)| !is_described(context, property)) {
        let message = match text(property, "$ref") {
            Some(reference) => format!("neither the property `{name}` nor `{reference}` has a description"),
            None => format!("the property `{name}` has no description"),
        };
        findings.report("property-description", &pointer::child(&place, name), message);
    }
}

/// Whether a schema, or one that it is or extends, has a description.
fn is_described(context: &Context<'_>, schema: &Value) -> bool {
    let mut seen = HashSet::new();
    let mut pending = vec![schema];
    while let Some(schema) = pending.pop() {
        let schema = openapi::references::resolve(context.root, schema);
        if !is_blank(schema, "description") {
            return true;
        }
        if seen.insert(std::ptr::from_ref(schema)) {
            pending.extend(elements(schema, "allOf"));
        }
    }
    false
}

fn keywords(node: &Node<'_>, findings: &mut Findings<'_>) {
    let Some(kind) = text(node.value, "type") else { return };
    for (keywords, _) in KEYWORDS.iter().filter(|(_, types)| !types.contains(&kind)) {
        for keyword in keywords.iter().filter(|keyword| node.value.get(keyword).is_some()) {
            let message = format!("`{keyword}` says nothing of a value of type `{kind}`");
            findings.report("keyword-without-effect", &pointer::child(&node.pointer, keyword), message);
        }
    }
}
