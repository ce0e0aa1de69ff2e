//! Rules of OpenAPI that a document breaks.

use std::fmt;

use document::{Pointer, Problem, Problems, Quota};

/// Something in a document that breaks a constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The constraint.
    pub constraint: Constraint,
    /// Where in the document, which may be put together of several files.
    pub pointer: Pointer,
    /// Where and how it is broken.
    pub problem: Problem,
}

/// The violations of a document, in the order in which they were found.
///
/// Of those without which it can be read and served, and of the others, the first thousand are kept, and the number of
/// all.
#[derive(Clone, Debug, Default)]
pub struct Violations {
    kept: Vec<Violation>,
    essential: Quota,
    other: Quota,
}

impl Violations {
    /// Adds a violation.
    pub(crate) fn add(&mut self, violation: Violation) {
        let quota = if violation.constraint.is_essential() { &mut self.essential } else { &mut self.other };
        if quota.admits(&violation.problem) {
            self.kept.push(violation);
        }
    }

    /// The violations that are kept.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.kept.iter()
    }

    /// How many violations there are besides those that are kept.
    pub fn others(&self) -> usize {
        self.essential.refused() + self.other.refused()
    }

    /// Whether the document is of another version, so that nothing else has been looked at.
    pub fn are_of_version(&self) -> bool {
        self.iter().any(|violation| violation.constraint == Constraint::Version)
    }

    /// Whether the form of the document is wrong somewhere.
    pub fn are_of_form(&self) -> bool {
        self.iter().any(|violation| violation.constraint.is_of_form())
    }

    /// Whether the document cannot be read and served.
    pub fn are_essential(&self) -> bool {
        self.iter().any(|violation| violation.constraint.is_essential())
    }

    /// The problems of the constraints without which a document cannot be read and served.
    ///
    /// # Errors
    ///
    /// The problems, if there are any.
    pub fn check_essential(&self) -> Result<(), Problems> {
        let essential = self.kept.iter().filter(|violation| violation.constraint.is_essential());
        Problems::of(essential.map(|violation| violation.problem.clone()).collect(), self.essential.refused())
    }

    /// The problems of all constraints.
    ///
    /// # Errors
    ///
    /// The problems, if there are any.
    pub fn check_all(&self) -> Result<(), Problems> {
        Problems::of(self.kept.iter().map(|violation| violation.problem.clone()).collect(), self.others())
    }
}

impl<'v> IntoIterator for &'v Violations {
    type Item = &'v Violation;
    type IntoIter = std::slice::Iter<'v, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

macro_rules! constraints {
    ($($(#[$meta:meta])* $variant:ident $id:literal $essential:literal,)*) => {
        /// A constraint of OpenAPI, or of this project, whose violations this crate finds.
        ///
        /// Displayed by its [id](Self::id).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Constraint {
            $($(#[$meta])* $variant,)*
        }

        impl Constraint {
            /// Every constraint.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The id by which reports name it, in kebab case.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* }
            }

            /// Whether a document that breaks it cannot be read and served as a contract.
            pub const fn is_essential(self) -> bool {
                match self { $(Self::$variant => $essential,)* }
            }
        }
    };
}

constraints! {
    /// The document is of a version that is read.
    Version "version" true,
    /// Each value has the form that the specification gives it.
    Structure "structure" true,
    /// Each reference leads to something that has the form of the right kind of object.
    Reference "reference" true,
    /// Each reference leads to an object that is of the right kind by its place too, not by its form alone.
    ReferenceKind "reference-kind" false,
    /// A schema has no keyword that its version of OpenAPI gives no meaning.
    SchemaKeyword "schema-keyword" false,
    /// Schemas are of the dialect of JSON Schema that their version of OpenAPI has.
    SchemaDialect "schema-dialect" false,
    /// References between schemas are static.
    DynamicReference "dynamic-reference" false,
    /// A list of types has types, each once.
    TypeList "type-list" false,
    /// Each operation has an id.
    OperationIdMissing "operation-id-missing" false,
    /// An operation's id is a name in camel case.
    OperationIdForm "operation-id-form" false,
    /// No two operations have the same id.
    OperationIdUnique "operation-id-unique" true,
    /// No two operations have ids that differ in letter case only.
    OperationIdCase "operation-id-case" false,
    /// Path items are written out.
    PathItemReference "path-item-reference" false,
    /// The braces of a path match, and each name is there once.
    PathTemplate "path-template" true,
    /// No two paths differ in the names of their parameters only.
    PathEquivalent "path-equivalent" false,
    /// No two parameters in a list have the same name and location.
    ParameterUnique "parameter-unique" false,
    /// Each path parameter is in the path.
    PathParameterUnknown "path-parameter-unknown" true,
    /// Each name in the path has a parameter.
    PathParameterMissing "path-parameter-missing" false,
    /// Path parameters are required.
    PathParameterRequired "path-parameter-required" false,
    /// A parameter has either a schema or content.
    SchemaOrContent "schema-or-content" false,
    /// Each security requirement names a security scheme.
    SecuritySchemeUnknown "security-scheme-unknown" true,
    /// Each scope that is required is one of its security scheme.
    ScopeUnknown "scope-unknown" false,
    /// An operation has a response.
    ResponsesEmpty "responses-empty" true,
    /// The braces of a server's URL match.
    ServerUrl "server-url" true,
    /// Each name in a server's URL has a variable.
    ServerVariableMissing "server-variable-missing" false,
    /// The default of a server variable is one of its values.
    ServerDefault "server-default" false,
    /// The variables of servers have few enough combinations of values.
    ServerCombinations "server-combinations" true,
    /// The schema of an array has a schema of its items.
    ArrayItems "array-items" false,
    /// An enumeration has values, each once.
    EnumValues "enum-values" false,
    /// An open enumeration has values, each once, and all strings.
    OpenEnumeration "open-enumeration" false,
    /// A schema that is composed of others names some.
    CompositionEmpty "composition-empty" false,
    /// No schema is composed of itself.
    SchemaComposedOfItself "schema-composed-of-itself" true,
}

impl Constraint {
    /// Whether it is about the form of a document; where the form is wrong, other constraints cannot be judged.
    pub const fn is_of_form(self) -> bool {
        matches!(self, Self::Version | Self::Structure | Self::Reference)
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
