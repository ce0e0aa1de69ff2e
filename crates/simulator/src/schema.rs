//! Walks the schemas of a contract beside a value, with references followed and `allOf` seen as one.

use openapi::Contract;
use serde_json::Value;

/// Which members of `oneOf` and `anyOf` a walk looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Branches {
    /// Every one: a value that exists may follow any.
    Every,
    /// The first one: a value that is made follows one.
    First,
}

/// The object schemas that together describe one value.
pub(crate) struct Schemas<'a> {
    contract: &'a Contract,
    branches: Branches,
    pub(crate) nodes: Vec<&'a Value>,
}

impl<'a> Schemas<'a> {
    /// The schema of a node of the contract, which may be a reference.
    pub(crate) fn of(contract: &'a Contract, schema: &'a Value, branches: Branches) -> Self {
        Self::gather(contract, branches, [schema])
    }

    /// The schema of one property: what `properties` says, else what `additionalProperties` says.
    pub(crate) fn property(&self, name: &str) -> Self {
        let mut found: Vec<_> = self.all(|node| node.get("properties")?.get(name));
        if found.is_empty() {
            found = self.all(|node| node.get("additionalProperties"));
        }
        Self::gather(self.contract, self.branches, found)
    }

    /// The schema of the elements.
    pub(crate) fn items(&self) -> Self {
        Self::gather(self.contract, self.branches, self.all(|node| node.get("items")))
    }

    /// The schema of the value at a JSON pointer.
    pub(crate) fn at(self, pointer: &str) -> Self {
        pointer.split('/').skip(1).fold(self, |schemas, token| {
            let token = token.replace("~1", "/").replace("~0", "~");
            if schemas.keyword("items").is_some() && token.parse::<usize>().is_ok() {
                schemas.items()
            } else {
                schemas.property(&token)
            }
        })
    }

    /// The first value of a keyword.
    pub(crate) fn keyword(&self, keyword: &str) -> Option<&'a Value> {
        self.nodes.iter().find_map(|node| node.get(keyword))
    }

    fn all(&self, pick: impl Fn(&'a Value) -> Option<&'a Value>) -> Vec<&'a Value> {
        self.nodes.iter().copied().filter_map(pick).collect()
    }

    fn gather(contract: &'a Contract, branches: Branches, schemas: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut gathered = Self { contract, branches, nodes: Vec::new() };
        for schema in schemas {
            gathered.add(schema);
        }
        gathered
    }

    fn add(&mut self, schema: &'a Value) {
        let node = self.contract.resolve(schema);
        // A schema may contain itself by way of `allOf`.
        if self.nodes.iter().any(|seen| std::ptr::eq(*seen, node)) {
            return;
        }
        self.nodes.push(node);
        for (keyword, limit) in [("allOf", false), ("oneOf", true), ("anyOf", true)] {
            let limit = if limit && self.branches == Branches::First { 1 } else { usize::MAX };
            let members = node.get(keyword).and_then(Value::as_array);
            for member in members.into_iter().flatten().take(limit) {
                self.add(member);
            }
        }
    }
}
