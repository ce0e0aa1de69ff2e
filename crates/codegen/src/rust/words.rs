//! What the contract says of the things that the generated code has, by their names in Rust.

use std::collections::BTreeMap;

use heck::{ToSnakeCase, ToUpperCamelCase};
use openapi::{Contract, Node, Operation, Schema};

/// The words of a contract.
pub(super) struct Words<'a> {
    root: &'a Node,
    operations: &'a [Operation],
    /// The schemas by the names that typify gives their types.
    schemas: BTreeMap<String, Schema<'a>>,
}

impl<'a> Words<'a> {
    pub(super) fn of(contract: &'a Contract) -> Self {
        let mut words = Self { root: contract.root(), operations: contract.operations(), schemas: BTreeMap::new() };
        for (name, schema) in words.root["components"].members("schemas") {
            words.add(name.to_upper_camel_case(), Schema::of(words.root, schema));
        }
        for operation in words.operations {
            let body = operation.request_body().and_then(|request| request.body()?.json()?.schema());
            let response = operation.success_with_body().and_then(|response| response.body()?.json()?.schema());
            for (suffix, schema) in [("Body", body), ("Response", response)] {
                let Some(schema) = schema.filter(|schema| schema.get("$ref").is_none()) else { continue };
                words.add(operation.name().to_upper_camel_case() + suffix, Schema::of(words.root, schema.node));
            }
        }
        words
    }

    /// Adds a schema, and those written inline within it, which are called by their places.
    fn add(&mut self, name: String, schema: Schema<'a>) {
        if self.schemas.contains_key(&name) {
            return;
        }
        let properties: Vec<_> = schema.parts().iter().flat_map(|part| part.members("properties")).collect();
        let items: Vec<_> = schema.keywords("items").collect();
        self.schemas.insert(name.clone(), schema);
        // A reference leads to a type of its own, and a composition to the types of its parts.
        let is_inline = |node: &Node| ["$ref", "allOf", "oneOf", "anyOf"].iter().all(|key| node.get(key).is_none());
        for (property, node) in properties.into_iter().filter(|(_, node)| is_inline(node)) {
            self.add(format!("{name}{}", property.to_upper_camel_case()), Schema::of(self.root, node));
        }
        for node in items.into_iter().filter(|node| is_inline(node)) {
            self.add(format!("{name}Item"), Schema::of(self.root, node));
        }
    }

    /// The operation whose builder, or whose method, has this name.
    pub(super) fn operation(&self, name: &str) -> Option<&'a Operation> {
        let mut operations = self.operations.iter();
        operations.find(|it| it.name().to_upper_camel_case() == name || it.name().to_snake_case() == name)
    }

    /// The operation whose body is of this type.
    pub(super) fn operation_of_body(&self, type_name: &str) -> Option<&'a Operation> {
        self.operations.iter().find(|operation| self.body_type(operation).as_deref() == Some(type_name))
    }

    /// The name of the type of an operation's body.
    pub(super) fn body_type(&self, operation: &Operation) -> Option<String> {
        let schema = operation.request_body()?.body()?.json()?.schema()?;
        let reference = schema.text("$ref").and_then(|reference| reference.rsplit('/').next());
        let inline = || operation.name().to_upper_camel_case() + "Body";
        Some(reference.map_or_else(inline, ToUpperCamelCase::to_upper_camel_case))
    }

    /// What the contract says of a type.
    pub(super) fn schema(&self, type_name: &str) -> Option<&Schema<'a>> {
        self.schemas.get(type_name)
    }

    /// The description of a type.
    pub(super) fn of_type(&self, type_name: &str) -> Option<String> {
        self.schema(type_name).and_then(description)
    }

    /// The description of a property, and that it is deprecated.
    pub(super) fn of_property(&self, type_name: &str, property: &str) -> Option<String> {
        let schema = self.schema(type_name)?.named_property(property)?;
        let is_deprecated = schema.keyword("deprecated").and_then(Node::as_bool) == Some(true);
        let notice = is_deprecated.then(|| "The contract marks it as deprecated.".to_owned());
        let paragraphs: Vec<String> = description(&schema).into_iter().chain(notice).collect();
        (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"))
    }

    /// The description of an operation's parameter, by its name in Rust.
    pub(super) fn of_parameter(&self, operation: &Operation, name: &str) -> Option<String> {
        let parameters = operation.parameters();
        let parameter = parameters.iter().find(|parameter| parameter.name().to_snake_case() == name)?;
        let own = parameter.at.text("description").map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        own.or_else(|| description(&Schema::of(self.root, parameter.schema()?.node)))
    }
}

fn description(schema: &Schema<'_>) -> Option<String> {
    schema.text("description").map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
