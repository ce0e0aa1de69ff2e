//! The policy: what each kind of change means, as one table.
//!
//! A row is a kind of fact. Its cells say what it means that such a fact is **added**, **removed** or **changed**; a
//! kind that is part of messages has three cells for what consumers send (request) and three for what they receive
//! (response). The rule of thumb behind the cells: a request that is tightened breaks, a response that is loosened
//! breaks, and the reverse does not.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::change::Direction;
use crate::verdicts::*;

/// A kind of fact.
pub(crate) struct Kind {
    /// Its name, part of the ids of its rules.
    pub name: &'static str,
    /// What it is called in a sentence.
    pub noun: &'static str,
    pub surface: Surface,
    pub cells: Cells,
    /// The fields of the specification that it judges, as `Object.field`.
    pub fields: &'static [&'static str],
}

/// Where a kind of fact shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Surface {
    /// In messages, or in how they are sent.
    Wire,
    /// In code that is generated.
    Source,
    /// In texts.
    Docs,
}

pub(crate) enum Cells {
    /// The same for what is sent and what is received, or for what is neither.
    Either([Cell; 3]),
    Each {
        request: [Cell; 3],
        response: [Cell; 3],
    },
}

#[derive(Clone, Copy)]
pub(crate) enum Cell {
    Is(&'static Verdict),
    /// A tighter rule counts as an added one, a looser one as removed.
    ByOrder,
    /// The same, but that some cannot be compared, which is undecided.
    ByOrderIfAny,
    /// Does not happen, and why, for those who read the table and for the test that holds it.
    #[cfg_attr(not(test), allow(dead_code))]
    Never(&'static str),
}

/// What happened to a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verb {
    Added,
    Removed,
    Changed,
    Tightened,
    Loosened,
}

macro_rules! cell {
    (ORDER) => {
        Cell::ByOrder
    };
    (MAYBE) => {
        Cell::ByOrderIfAny
    };
    (FLAG) => {
        Cell::Never("it is there or not")
    };
    (KEY) => {
        Cell::Never("its name is all that it is: another name is another one")
    };
    (ALWAYS) => {
        Cell::Never("it is always there")
    };
    (OTHERS) => {
        Cell::Never("what comes and goes is told on its own")
    };
    (WITHIN) => {
        Cell::Never("what changes within it is told on its own")
    };
    (LIST) => {
        Cell::Never("what it lists is told value by value")
    };
    (AS_ANY) => {
        Cell::Never("told as for an object that may have others")
    };
    ($verdict:ident) => {
        Cell::Is(&$verdict)
    };
}

macro_rules! policy {
    ($($surface:ident $name:literal ($noun:literal)
        [$ra:ident $rr:ident $rc:ident] $([$sa:ident $sr:ident $sc:ident])? $($field:literal)*;)*) => {
        &[$(Kind {
            name: $name,
            noun: $noun,
            surface: Surface::$surface,
            cells: policy!(@ [$ra $rr $rc] $([$sa $sr $sc])?),
            fields: &[$($field),*],
        }),*]
    };
    (@ [$ra:ident $rr:ident $rc:ident]) => { Cells::Either([cell!($ra), cell!($rr), cell!($rc)]) };
    (@ [$ra:ident $rr:ident $rc:ident] [$sa:ident $sr:ident $sc:ident]) => {
        Cells::Each {
            request: [cell!($ra), cell!($rr), cell!($rc)],
            response: [cell!($sa), cell!($sr), cell!($sc)],
        }
    };
}

/// The table. Columns: `[added removed changed]`, of requests and then of responses where these differ.
#[rustfmt::skip]
pub(crate) static POLICY: &[Kind] = policy! {
    // Operations
    Wire   "operation" ("operation")                       [OFFERS GONE WITHIN];
    Wire   "address" ("method and path")                   [ALWAYS ALWAYS GONE];
    Source "operation-id" ("operationId")                  [RENAMES RENAMES RENAMES] "Operation.operationId";
    Source "operation-tag" ("tag")                         [OFFERS RENAMES KEY] "Operation.tags";
    Source "parameter-order" ("order of the parameters")   [OTHERS OTHERS REORDERS];
    Source "deprecated" ("deprecated")                     [WARNS WARNS FLAG]
        "Operation.deprecated" "Parameter.deprecated" "Header.deprecated" "Schema.deprecated";
    Wire   "callback" ("callback")                         [OFFERS GONE WITHIN] "Operation.callbacks" "Callback.*";

    // Servers
    Wire   "server" ("server")                             [OFFERS UNREACHABLE WITHIN]
        "OpenAPI.servers" "Path Item.servers" "Operation.servers" "Link.server" "Server.url";
    Source "default-server" ("first server")               [OTHERS OTHERS REORDERS];
    Wire   "server-variable" ("variable of the server")    [MISLEADS MISLEADS WITHIN] "Server.variables";
    Source "server-variable-name" ("name of the variable") [ALWAYS ALWAYS RENAMES];
    Wire   "server-variable-enumeration" ("closed list of values") [UNREACHABLE OFFERS LIST];
    Wire   "server-variable-value" ("value of the variable") [OFFERS UNREACHABLE KEY] "Server Variable.enum";
    Wire   "server-variable-default" ("default of the variable") [ALWAYS ALWAYS MISLEADS] "Server Variable.default";
    Source "environment" ("x-environment")                 [OFFERS RENAMES RENAMES] "Server.x-environment";
    Wire   "token-scope" ("x-token-scope")                 [MISLEADS MISLEADS MISLEADS] "Server.x-token-scope";
    Wire   "token-url" ("x-token-url")                     [MISLEADS MISLEADS MISLEADS] "Server.x-token-url";

    // Security
    Wire   "security" ("way to sign in")                   [OFFERS LOCKS_OUT WITHIN] "OpenAPI.security" "Operation.security";
    Wire   "security-scope" ("scope")                      [LOCKS_OUT OFFERS KEY] "Security Requirement.scope";
    Wire   "security-scheme" ("security scheme")           [LOCKS_OUT OFFERS WITHIN] "Security Requirement.scheme";
    Wire   "security-type" ("kind of the security scheme") [LOCKS_OUT LOCKS_OUT LOCKS_OUT]
        "Security Scheme.type" "Security Scheme.scheme" "Security Scheme.name" "Security Scheme.in";
    Wire   "security-url" ("address of the security scheme") [MISLEADS MISLEADS MISLEADS]
        "Security Scheme.openIdConnectUrl" "OAuth Flow.authorizationUrl" "OAuth Flow.tokenUrl" "OAuth Flow.refreshUrl";
    Wire   "flow" ("flow")                                 [OFFERS LOCKS_OUT WITHIN]
        "Security Scheme.flows" "OAuth Flows.implicit" "OAuth Flows.password" "OAuth Flows.clientCredentials"
        "OAuth Flows.authorizationCode";
    Wire   "flow-scope" ("scope of the flow")              [OFFERS LOCKS_OUT KEY] "OAuth Flow.scopes";

    // Parameters, bodies, statuses
    Wire   "optional-parameter" ("optional parameter")     [ACCEPTS DROPS WITHIN]     [IGNORED MISSES WITHIN];
    Wire   "required-parameter" ("required parameter")     [REFUSES DROPS WITHIN]     [IGNORED MISSES WITHIN]
        "Path Item.parameters" "Operation.parameters" "Parameter.in";
    Source "parameter-name" ("name of the path's parameter") [ALWAYS ALWAYS RENAMES] "Parameter.name";
    Wire   "style" ("style")                               [RESHAPES RESHAPES RESHAPES]
        "Parameter.style" "Parameter.explode" "Header.style" "Header.explode"
        "Encoding.style" "Encoding.explode" "Encoding.contentType" "Media Type.encoding";
    Wire   "reserved-characters" ("allowReserved")         [RESHAPES RESHAPES FLAG]
        "Parameter.allowReserved" "Header.allowReserved" "Encoding.allowReserved";
    Wire   "empty-value" ("allowEmptyValue")               [ACCEPTS REFUSES FLAG]     [SURPRISES PROMISES FLAG]
        "Parameter.allowEmptyValue" "Header.allowEmptyValue";
    Wire   "optional-body" ("optional body")               [ACCEPTS DROPS WITHIN]     [IGNORED MISSES WITHIN];
    Wire   "required-body" ("required body")               [REFUSES DROPS WITHIN]     [IGNORED MISSES WITHIN]
        "Operation.requestBody";
    Wire   "success-status" ("status of success")          [ACCEPTS REFUSES WITHIN]   [SURPRISES MISSES WITHIN] "Responses.*";
    Wire   "error-status" ("status of an error")           [ACCEPTS REFUSES WITHIN]   [SURPRISES DROPS_NAME WITHIN]
        "Operation.responses" "Responses.default";
    Wire   "covered-status" ("status within a range")      [COVERED COVERED WITHIN]   [COVERED DROPS_NAME WITHIN];
    Wire   "body" ("body")                                 [REFUSES ACCEPTS FLAG]     [RETYPES MISSES FLAG];
    Wire   "media-type" ("media type")                     [ACCEPTS REFUSES WITHIN]   [SURPRISES MISSES WITHIN]
        "Request Body.content" "Response.content" "Parameter.content" "Header.content";
    Wire   "optional-header" ("optional header")           [ACCEPTS DROPS WITHIN]     [IGNORED MISSES WITHIN];
    Wire   "required-header" ("required header")           [REFUSES DROPS WITHIN]     [IGNORED MISSES WITHIN]
        "Response.headers" "Encoding.headers";
    Wire   "link" ("link")                                 [OFFERS MISSES WITHIN] "Response.links";
    Wire   "link-target" ("target of the link")            [RESHAPES RESHAPES RESHAPES]
        "Link.operationRef" "Link.operationId" "Link.parameters" "Link.requestBody";

    // Schemas: what may stand there
    Wire   "schema" ("schema")                             [REFUSES RETYPES WITHIN]   [RETYPES SURPRISES WITHIN]
        "Media Type.schema" "Parameter.schema" "Header.schema";
    Wire   "type" ("type")                                 [REFUSES RETYPES MAYBE]    [RETYPES SURPRISES MAYBE] "Schema.type";
    Wire   "format" ("format")                             [REFUSES RETYPES MAYBE]    [RETYPES SURPRISES MAYBE] "Schema.format";
    Wire   "nullable" ("nullable")                         [RETYPES REFUSES FLAG]     [SURPRISES RETYPES FLAG] "Schema.nullable";
    Wire   "optional-nullable" ("nullable")                [ACCEPTS REFUSES FLAG]     [SURPRISES PROMISES FLAG];
    Wire   "enumeration" ("closed enumeration")            [REFUSES RETYPES LIST]     [RETYPES SURPRISES LIST];
    Wire   "enumeration-value" ("value of the closed enumeration") [ACCEPTS REFUSES KEY] [SURPRISES DROPS_NAME KEY] "Schema.enum";
    Source "open-enumeration" ("open enumeration")         [RETYPES RETYPES LIST];
    Source "open-enumeration-value" ("known value of the open enumeration") [IGNORED DROPS_NAME KEY] "Schema.x-extensible-enum";
    Wire   "default" ("default")                           [RETYPES MEANS_OTHERWISE MEANS_OTHERWISE] [RETYPES MISSES SURPRISES]
        "Schema.default";
    Wire   "error-code" ("x-error-code")                   [PROMISES SURPRISES SURPRISES] "Schema.x-error-code";

    // Schemas: strings and numbers
    Wire   "pattern" ("pattern")                           [REFUSES ACCEPTS MAYBE]    [PROMISES SURPRISES MAYBE] "Schema.pattern";
    Wire   "max-length" ("maxLength")                      [REFUSES ACCEPTS ORDER]    [PROMISES SURPRISES ORDER] "Schema.maxLength";
    Wire   "min-length" ("minLength")                      [REFUSES ACCEPTS ORDER]    [PROMISES SURPRISES ORDER] "Schema.minLength";
    Wire   "maximum" ("maximum")                           [REFUSES ACCEPTS ORDER]    [PROMISES SURPRISES ORDER]
        "Schema.maximum" "Schema.exclusiveMaximum";
    Wire   "minimum" ("minimum")                           [REFUSES ACCEPTS ORDER]    [PROMISES SURPRISES ORDER]
        "Schema.minimum" "Schema.exclusiveMinimum";
    Wire   "multiple-of" ("multipleOf")                    [REFUSES ACCEPTS MAYBE]    [PROMISES SURPRISES MAYBE] "Schema.multipleOf";

    // Schemas: arrays and objects
    Wire   "items" ("items")                               [REFUSES RETYPES WITHIN]   [RETYPES SURPRISES WITHIN] "Schema.items";
    Wire   "max-items" ("maxItems")                        [REFUSES ACCEPTS ORDER]    [PROMISES SURPRISES ORDER] "Schema.maxItems";
    Wire   "min-items" ("minItems")                        [REFUSES ACCEPTS ORDER]    [PROMISES SURPRISES ORDER] "Schema.minItems";
    Wire   "unique-items" ("uniqueItems")                  [REFUSES ACCEPTS FLAG]     [PROMISES SURPRISES FLAG] "Schema.uniqueItems";
    Wire   "max-properties" ("maxProperties")              [REFUSES ACCEPTS ORDER]    [PROMISES SURPRISES ORDER] "Schema.maxProperties";
    Wire   "min-properties" ("minProperties")              [REFUSES ACCEPTS ORDER]    [PROMISES SURPRISES ORDER] "Schema.minProperties";
    Wire   "optional-property" ("optional property")       [ACCEPTS DROPS WITHIN]     [IGNORED MISSES WITHIN];
    Wire   "required-property" ("required property")       [REFUSES DROPS WITHIN]     [IGNORED MISSES WITHIN] "Schema.properties";
    Wire   "closed-property" ("property of an object that had no others") [AS_ANY AS_ANY WITHIN] [SURPRISES AS_ANY WITHIN];
    Wire   "required" ("required")                         [REFUSES RETYPES FLAG]     [RETYPES MISSES FLAG]
        "Schema.required" "Parameter.required" "Request Body.required" "Header.required";
    Wire   "additional-properties" ("additionalProperties") [REFUSES ACCEPTS ORDER]   [PROMISES SURPRISES ORDER]
        "Schema.additionalProperties";
    Source "additional-properties-stated" ("additionalProperties, as it is written") [RETYPES RETYPES RETYPES];
    Wire   "read-only" ("readOnly")                        [REFUSES ACCEPTS FLAG]     [PROMISES PROMISES FLAG] "Schema.readOnly";
    Wire   "write-only" ("writeOnly")                      [ACCEPTS ACCEPTS FLAG]     [MISSES IGNORED FLAG] "Schema.writeOnly";

    // Schemas: composed of others
    Wire   "alternatives" ("oneOf or anyOf")               [REFUSES RETYPES ORDER]    [RETYPES SURPRISES ORDER];
    Wire   "alternative" ("alternative")                   [ACCEPTS REFUSES WITHIN]   [SURPRISES DROPS_NAME WITHIN]
        "Schema.oneOf" "Schema.anyOf";
    Source "alternative-order" ("order of the alternatives") [OTHERS OTHERS REORDERS];
    Wire   "not" ("not")                                   [REFUSES ACCEPTS WITHIN]   [PROMISES SURPRISES WITHIN] "Schema.not";
    Wire   "discriminator" ("discriminator")               [RESHAPES RESHAPES RESHAPES]
        "Schema.discriminator" "Discriminator.propertyName";
    Wire   "discriminator-value" ("value of the discriminator") [ACCEPTS REFUSES RESHAPES] [SURPRISES PROMISES RESHAPES]
        "Discriminator.mapping";
    Wire   "xml" ("xml")                                   [RESHAPES RESHAPES RESHAPES]
        "Schema.xml" "XML.name" "XML.namespace" "XML.prefix" "XML.attribute" "XML.wrapped";

    // Names that generators take over
    Source "schema-name" ("schema")                        [OFFERS DROPS_NAME RENAMES] "Components.schemas";
    Source "component-name" ("component")                  [OFFERS DROPS_NAME RENAMES]
        "Components.responses" "Components.parameters" "Components.requestBodies" "Components.headers"
        "Components.securitySchemes" "Components.links" "Components.callbacks";
    Source "type-name" ("name of the type")                [RENAMES RENAMES RENAMES];
    Source "title" ("title")                               [RENAMES RENAMES RENAMES] "Schema.title";

    // What no operation reaches, and what nobody knows
    Source "unused" ("part that no operation uses")        [OFFERS DROPS_NAME RETYPES];
    Wire   "unknown" ("part that is not known")           [UNKNOWN UNKNOWN UNKNOWN];

    // Words
    Docs   "words" ("text")                                [WORDS WORDS WORDS]
        "OpenAPI.openapi" "OpenAPI.info" "OpenAPI.tags" "OpenAPI.externalDocs"
        "Info.title" "Info.description" "Info.termsOfService" "Info.contact" "Info.license" "Info.version"
        "Contact.name" "Contact.url" "Contact.email" "License.name" "License.url"
        "Server.description" "Server Variable.description" "Tag.name" "Tag.description" "Tag.externalDocs"
        "External Documentation.description" "External Documentation.url"
        "Path Item.summary" "Path Item.description"
        "Operation.summary" "Operation.description" "Operation.externalDocs"
        "Parameter.description" "Parameter.example" "Parameter.examples"
        "Request Body.description" "Media Type.example" "Media Type.examples"
        "Response.description" "Header.description" "Header.example" "Header.examples"
        "Components.examples" "Example.summary" "Example.description" "Example.value" "Example.externalValue"
        "Link.description" "Security Scheme.description" "Security Scheme.bearerFormat"
        "Schema.description" "Schema.externalDocs" "Schema.example";
    Docs   "stated-default" ("what holds without being written") [WORDS WORDS WORDS];
    Docs   "simulator" ("x-simulator")                     [SIMULATED SIMULATED SIMULATED]
        "OpenAPI.x-simulator" "Operation.x-simulator" "Parameter.x-simulator" "Schema.x-simulator";
};

/// Fields that are the frame of a document; why no kind judges them. A test holds it against the grammar.
#[cfg_attr(not(test), allow(dead_code))]
pub(crate) static FRAME: &[(&str, &str)] = &[
    ("OpenAPI.paths", "its operations are told"),
    ("OpenAPI.components", "its parts are told where they are used, or as unused"),
    ("Paths.*", "its operations are told"),
    ("Path Item.$ref", "the path item is told as if it stood there"),
    ("Path Item.get", "an operation"),
    ("Path Item.put", "an operation"),
    ("Path Item.post", "an operation"),
    ("Path Item.delete", "an operation"),
    ("Path Item.options", "an operation"),
    ("Path Item.head", "an operation"),
    ("Path Item.patch", "an operation"),
    ("Path Item.trace", "an operation"),
    ("Schema.allOf", "its members hold as if they stood in the schema itself"),
];

/// The kind of this name.
pub(crate) fn kind(name: &str) -> &'static Kind {
    static BY_NAME: LazyLock<HashMap<&str, &Kind>> =
        LazyLock::new(|| POLICY.iter().map(|kind| (kind.name, kind)).collect());
    BY_NAME.get(name).copied().unwrap_or_else(|| unreachable!("the policy has no kind `{name}`"))
}

/// The kind that judges a field; `unknown` for one that the table does not have.
pub(crate) fn kind_of(object: &str, field: &str) -> &'static Kind {
    type Fields = HashMap<(&'static str, &'static str), &'static Kind>;
    static BY_FIELD: LazyLock<Fields> = LazyLock::new(|| {
        let fields = POLICY.iter().flat_map(|kind| kind.fields.iter().map(move |field| (*field, kind)));
        fields.filter_map(|(field, kind)| Some((field.split_once('.')?, kind))).collect()
    });
    BY_FIELD.get(&(object, field)).copied().unwrap_or_else(|| kind("unknown"))
}

impl Kind {
    /// The verdict on a change in messages of this direction; `None` for one that does not happen.
    pub fn verdict(&self, direction: Option<Direction>, verb: Verb) -> Option<&'static Verdict> {
        let cells = match (&self.cells, direction) {
            (Cells::Either(cells), _) | (Cells::Each { request: cells, .. }, Some(Direction::Request)) => cells,
            (Cells::Each { response: cells, .. }, _) => cells,
        };
        let is = |cell: Cell| match cell {
            Cell::Is(verdict) => Some(verdict),
            Cell::ByOrder | Cell::ByOrderIfAny | Cell::Never(_) => None,
        };
        match (verb, cells[2]) {
            (Verb::Added, _) => is(cells[0]),
            (Verb::Removed, _) => is(cells[1]),
            (Verb::Tightened, Cell::ByOrder | Cell::ByOrderIfAny) => is(cells[0]),
            (Verb::Loosened, Cell::ByOrder | Cell::ByOrderIfAny) => is(cells[1]),
            (Verb::Changed, Cell::ByOrderIfAny) => Some(&UNDECIDED),
            (Verb::Changed, changed) => is(changed),
            (Verb::Tightened | Verb::Loosened, _) => None,
        }
    }

    /// Whether one of two values may let less through than the other.
    pub fn is_ordered(&self) -> bool {
        self.verdict(None, Verb::Tightened).is_some()
    }

    /// Whether its rules differ by the direction of the message.
    pub fn is_directed(&self) -> bool {
        matches!(self.cells, Cells::Each { .. })
    }
}

impl Verb {
    pub const ALL: [Self; 5] = [Self::Added, Self::Removed, Self::Changed, Self::Tightened, Self::Loosened];

    pub fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Tightened => "tightened",
            Self::Loosened => "loosened",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::change::Tier;
    use openapi::grammar::{self, Kind as Grammar, Object};

    /// The project's extensions, and the objects that they stand in.
    const EXTENSIONS: &[&str] = &[
        "OpenAPI.x-simulator",
        "Operation.x-simulator",
        "Parameter.x-simulator",
        "Schema.x-simulator",
        "Schema.x-extensible-enum",
        "Schema.x-error-code",
        "Server.x-environment",
        "Server.x-token-scope",
        "Server.x-token-url",
    ];

    /// Security requirements are maps in the grammar; the graph makes objects of them.
    const REQUIREMENT: &[&str] = &["Security Requirement.scheme", "Security Requirement.scope"];

    fn objects(kind: Grammar, found: &mut BTreeMap<&'static str, &'static Object>) {
        match kind {
            Grammar::List(kind) | Grammar::Map(kind) | Grammar::FlagOr(kind) => objects(*kind, found),
            Grammar::Object(object) | Grammar::ObjectOrReference(object, _) => {
                let object = object();
                if found.insert(object.name, object).is_none() {
                    object.fields.iter().for_each(|field| objects(field.kind, found));
                    object.patterned.iter().for_each(|(_, kind)| objects(*kind, found));
                }
            }
            _ => {}
        }
    }

    /// Every field of every object, as `Object.field`.
    fn fields() -> BTreeSet<String> {
        let mut found = BTreeMap::new();
        objects(Grammar::Object(|| &grammar::OPENAPI), &mut found);
        assert_eq!(found.len(), 28, "objects of the grammar: {:?}", found.keys());
        let named = found.values().flat_map(|object| {
            let patterned = object.patterned.iter().map(|_| "*");
            object.fields.iter().map(|field| field.name).chain(patterned).map(|name| format!("{}.{name}", object.name))
        });
        named.chain(EXTENSIONS.iter().chain(REQUIREMENT).map(|field| (*field).to_owned())).collect()
    }

    fn columns(kind: &Kind) -> Vec<(Option<Direction>, [Cell; 3])> {
        match &kind.cells {
            Cells::Either(cells) => vec![(None, *cells)],
            Cells::Each { request, response } => {
                vec![(Some(Direction::Request), *request), (Some(Direction::Response), *response)]
            }
        }
    }

    #[test]
    fn every_field_is_judged_by_one_kind_or_is_frame_for_a_reason() {
        let mut judges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for kind in POLICY {
            kind.fields.iter().for_each(|field| judges.entry(field).or_default().push(kind.name));
        }
        for (field, reason) in FRAME {
            judges.entry(field).or_default().push("frame");
            assert!(!reason.is_empty(), "{field}");
        }
        let fields = fields();
        let missing: Vec<_> = fields.iter().filter(|field| !judges.contains_key(field.as_str())).collect();
        let foreign: Vec<_> = judges.keys().filter(|field| !fields.contains(**field)).collect();
        let twice: Vec<_> = judges.iter().filter(|(_, by)| by.len() != 1).collect();
        assert!(missing.is_empty(), "nothing judges {missing:?}");
        assert!(foreign.is_empty(), "the grammar has no {foreign:?}");
        assert!(twice.is_empty(), "judged twice: {twice:?}");
    }

    #[test]
    fn every_cell_is_decided_or_waived_for_a_reason() {
        for kind in POLICY {
            for (direction, cells) in columns(kind) {
                for (index, cell) in cells.into_iter().enumerate() {
                    match cell {
                        Cell::Is(verdict) => {
                            assert!(!verdict.consequence.is_empty(), "{}", kind.name);
                            let has_remedy = matches!(verdict.tier, Tier::Wire | Tier::Source);
                            assert_eq!(!verdict.remedy.is_empty(), has_remedy, "{} {direction:?}", kind.name);
                        }
                        // What goes by the order takes the cells of what comes and goes.
                        Cell::ByOrder | Cell::ByOrderIfAny => assert_eq!(index, 2, "{} {direction:?}", kind.name),
                        Cell::Never(reason) => assert!(!reason.is_empty(), "{} {direction:?}", kind.name),
                    }
                }
            }
            assert!(!kind.noun.is_empty(), "{}", kind.name);
        }
    }

    #[test]
    fn every_rule_has_its_mirror() {
        // What is told as something else in the other direction, or the other way round.
        let one_sided = ["closed-property"];
        for kind in POLICY.iter().filter(|kind| !one_sided.contains(&kind.name)) {
            let told: Vec<Vec<bool>> = columns(kind)
                .iter()
                .map(|(direction, _)| Verb::ALL.iter().map(|verb| kind.verdict(*direction, *verb).is_some()).collect())
                .collect();
            for verbs in &told {
                assert_eq!(verbs[0], verbs[1], "{}: added and removed", kind.name);
                assert_eq!(verbs[3], verbs[4], "{}: tightened and loosened", kind.name);
                assert!(verbs.contains(&true), "{}: no rule at all", kind.name);
            }
            assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{}: the directions differ", kind.name);
        }
    }

    /// What tightens a request loosens no response: where one direction breaks, the other does not break on the wire,
    /// but for what changes the form, and what vanishes although somebody relies on it.
    #[test]
    fn rules_of_schemas_are_mirrored_in_their_tiers() {
        for kind in POLICY.iter().filter(|kind| kind.fields.iter().any(|field| field.starts_with("Schema."))) {
            if !kind.is_directed() || !kind.is_ordered() {
                continue;
            }
            for (verb, breaks) in [(Verb::Tightened, Direction::Request), (Verb::Loosened, Direction::Response)] {
                for direction in [Direction::Request, Direction::Response] {
                    let tier = kind.verdict(Some(direction), verb).map(|verdict| verdict.tier);
                    let is_wire = tier == Some(Tier::Wire);
                    assert_eq!(is_wire, direction == breaks, "{} {verb:?} {direction:?}", kind.name);
                }
            }
        }
    }

    #[test]
    fn names_are_unique_and_fit_for_ids() {
        let names: BTreeSet<&str> = POLICY.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), POLICY.len());
        let is_fit = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        assert!(names.iter().all(|name| is_fit(name)), "{names:?}");
        let rules = crate::rules();
        let ids: BTreeSet<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids.len(), rules.len());
    }
}
