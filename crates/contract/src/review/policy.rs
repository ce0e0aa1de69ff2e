//! The policy: what each kind of change means, as one table.
//!
//! A row is a kind of fact. Its cells say what it means that such a fact is **added**, **removed** or **changed**; a
//! kind that is part of messages has three cells for what consumers send (request) and three for what they receive
//! (response). The rule of thumb behind the cells: a request that is tightened breaks, a response that is loosened
//! breaks, and the reverse does not.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::review::change::Direction;
use crate::review::verdicts::*;

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
    /// Does not happen, and why.
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
    Wire   "address" ("method and path")                   [GONE GONE GONE];
    Source "operation-id" ("operationId")                  [RENAMES RENAMES RENAMES] "Operation.operationId";
    Source "operation-tag" ("tag")                         [OFFERS RENAMES KEY] "Operation.tags";
    Source "parameter-order" ("order of the parameters")   [REORDERS REORDERS REORDERS];
    Source "deprecated" ("deprecated")                     [WARNS WARNS FLAG]
        "Operation.deprecated" "Parameter.deprecated" "Header.deprecated" "Schema.deprecated";
    Wire   "callback" ("callback")                         [OFFERS GONE WITHIN] "Operation.callbacks" "Callback.*";

    // Servers
    Wire   "server" ("server")                             [OFFERS UNREACHABLE WITHIN]
        "OpenAPI.servers" "Path Item.servers" "Operation.servers" "Link.server" "Server.url";
    Source "default-server" ("first server")               [REORDERS REORDERS REORDERS];
    Wire   "server-variable" ("variable of the server")    [MISLEADS MISLEADS WITHIN] "Server.variables";
    Source "server-variable-name" ("name of the variable") [RENAMES RENAMES RENAMES];
    Wire   "server-variable-enumeration" ("closed list of values") [UNREACHABLE OFFERS LIST];
    Wire   "server-variable-value" ("value of the variable") [OFFERS UNREACHABLE KEY] "Server Variable.enum";
    Wire   "server-variable-default" ("default of the variable") [MISLEADS MISLEADS MISLEADS] "Server Variable.default";
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
    Source "parameter-name" ("name of the path's parameter") [RENAMES RENAMES RENAMES] "Parameter.name";
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
    Wire   "response-body" ("body")                        [REFUSES ACCEPTS FLAG]     [RETYPES MISSES FLAG];
    Wire   "media-type" ("media type")                     [ACCEPTS REFUSES WITHIN]   [SURPRISES MISSES WITHIN]
        "Request Body.content" "Response.content" "Parameter.content" "Header.content";
    Wire   "optional-header" ("optional header")           [ACCEPTS DROPS WITHIN]     [IGNORED MISSES WITHIN];
    Wire   "required-header" ("required header")           [REFUSES DROPS WITHIN]     [IGNORED MISSES WITHIN]
        "Response.headers" "Encoding.headers";
    Wire   "link" ("link")                                 [OFFERS MISSES WITHIN] "Response.links";
    Wire   "link-target" ("target of the link")            [RESHAPES RESHAPES RESHAPES]
        "Link.operationRef" "Link.operationId" "Link.parameters" "Link.requestBody";

    // Schemas: what may stand there
    Wire   "schema" ("schema")                             [REFUSES ACCEPTS WITHIN]   [PROMISES SURPRISES WITHIN]
        "Media Type.schema" "Parameter.schema" "Header.schema";
    Wire   "type" ("type")                                 [REFUSES RETYPES MAYBE]    [RETYPES SURPRISES MAYBE] "Schema.type";
    Wire   "format" ("format")                             [REFUSES RETYPES MAYBE]    [RETYPES SURPRISES MAYBE] "Schema.format";
    Wire   "nullable" ("nullable")                         [RETYPES REFUSES FLAG]     [SURPRISES RETYPES FLAG] "Schema.nullable";
    Wire   "optional-nullable" ("nullable")                [ACCEPTS REFUSES FLAG]     [SURPRISES PROMISES FLAG];
    Wire   "enumeration" ("closed enumeration")            [REFUSES RETYPES LIST]     [RETYPES SURPRISES LIST];
    Wire   "enumeration-value" ("value of the closed enumeration") [ACCEPTS REFUSES KEY] [SURPRISES DROPS_NAME KEY] "Schema.enum";
    Source "open-enumeration" ("open enumeration")         [RETYPES RETYPES LIST];
    Source "open-enumeration-value" ("known value of the open enumeration") [IGNORED DROPS_NAME KEY] "Schema.x-extensible-enum";
    Wire   "default" ("default")                           [RETYPES MEANS_OTHERWISE MEANS_OTHERWISE] [RETYPES RETYPES SURPRISES]
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
    Wire   "items" ("items")                               [REFUSES ACCEPTS WITHIN]   [PROMISES SURPRISES WITHIN] "Schema.items";
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
    Source "alternative-order" ("order of the alternatives") [REORDERS REORDERS REORDERS];
    Wire   "not" ("not")                                   [REFUSES ACCEPTS WITHIN]   [PROMISES SURPRISES WITHIN] "Schema.not";
    Wire   "discriminator" ("discriminator")               [RESHAPES RESHAPES RESHAPES]
        "Schema.discriminator" "Discriminator.propertyName";
    Wire   "discriminator-value" ("value of the discriminator") [ACCEPTS REFUSES RESHAPES] [SURPRISES PROMISES RESHAPES]
        "Discriminator.mapping";
    Wire   "xml" ("xml")                                   [RESHAPES RESHAPES RESHAPES]
        "Schema.xml" "XML.name" "XML.namespace" "XML.prefix" "XML.attribute" "XML.wrapped";

    // Names that generators take over
    Source "schema-name" ("schema")                        [OFFERS DROPS_NAME RENAMES] "Components.schemas";
    Source "component-name" ("component")                  [OFFERS DROPS_NAME KEY]
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

/// Fields that are the frame of a document; why no kind judges them.
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
