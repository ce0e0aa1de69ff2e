//! What schemas are composed of, and which alternatives of them are none.

use openapi::{SpecVersion, is_null};

use crate::graph::{Graph, GraphEntry, Id};

/// What a member of `oneOf` or `anyOf` is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AlternativeRole {
    /// Null, which the other members need not allow.
    Null,
    /// The only one besides null: what it says holds of every value that is not null.
    Member,
    /// One of several.
    Alternative,
}

/// How many members `oneOf` or `anyOf` of a schema has, of each role.
#[derive(Clone, Copy, Default)]
struct Counts {
    nulls: usize,
    others: usize,
}

/// The roles of the members of `oneOf` and `anyOf` of a schema.
pub(super) struct AlternativeRoles {
    one_of: Counts,
    any_of: Counts,
}

impl<'a> Graph<'a> {
    /// What says the same of a schema as if it were written in it: members of `allOf`, what `$ref` leads to beside other
    /// keywords, and the only alternative to null.
    pub fn members_of(&self, id: Id) -> impl Iterator<Item = &GraphEntry<'a>> {
        let roles = self.roles_of_alternatives(id);
        let is_member = move |entry: &&GraphEntry<'a>| match entry.field {
            "allOf" | "$ref" => entry.target().is_some(),
            "oneOf" | "anyOf" => roles.of(self, entry) == AlternativeRole::Member,
            _ => false,
        };
        self.node(id).entries.iter().filter(is_member)
    }

    /// The roles of the alternatives of a schema. OpenAPI 3.0 has no schema of null.
    pub(super) fn roles_of_alternatives(&self, id: Id) -> AlternativeRoles {
        let count = |field: &str| {
            let mut counts = Counts::default();
            if self.version() != SpecVersion::V3_0 {
                for entry in self.node(id).all(field) {
                    let count = if self.allows_null_alone(entry) { &mut counts.nulls } else { &mut counts.others };
                    *count += 1;
                }
            }
            counts
        };
        AlternativeRoles { one_of: count("oneOf"), any_of: count("anyOf") }
    }

    fn allows_null_alone(&self, entry: &GraphEntry<'a>) -> bool {
        entry.target().is_some_and(|target| is_null(self.document.root(), self.node(target).written))
    }
}

impl AlternativeRoles {
    /// What a member of `oneOf` or `anyOf` of the schema is.
    pub fn of<'a>(&self, graph: &Graph<'a>, entry: &GraphEntry<'a>) -> AlternativeRole {
        let counts = if entry.field == "oneOf" { self.one_of } else { self.any_of };
        match (counts.nulls, counts.others) {
            (0, _) | (_, 0) => AlternativeRole::Alternative,
            _ if graph.allows_null_alone(entry) => AlternativeRole::Null,
            (_, 1) => AlternativeRole::Member,
            _ => AlternativeRole::Alternative,
        }
    }
}
