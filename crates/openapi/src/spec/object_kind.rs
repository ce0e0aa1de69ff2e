//! The objects of the specification, by name.

use std::fmt;

macro_rules! object_kinds {
    ($($variant:ident $name:literal,)*) => {
        /// An object of the OpenAPI specification.
        ///
        /// Displayed by its name there: `Path Item`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum ObjectKind {
            $(#[doc = concat!("The ", $name, " Object.")] $variant,)*
        }

        impl ObjectKind {
            /// Every object.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Its name in the specification, without "Object": `Path Item`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

object_kinds! {
    OpenApi "OpenAPI",
    Info "Info",
    Contact "Contact",
    License "License",
    Server "Server",
    ServerVariable "Server Variable",
    Components "Components",
    Paths "Paths",
    PathItem "Path Item",
    Operation "Operation",
    ExternalDocumentation "External Documentation",
    Parameter "Parameter",
    RequestBody "Request Body",
    MediaType "Media Type",
    Encoding "Encoding",
    Responses "Responses",
    Response "Response",
    Callback "Callback",
    Example "Example",
    Link "Link",
    Header "Header",
    Tag "Tag",
    Reference "Reference",
    Schema "Schema",
    Discriminator "Discriminator",
    Xml "XML",
    SecurityScheme "Security Scheme",
    OAuthFlows "OAuth Flows",
    OAuthFlow "OAuth Flow",
    SecurityRequirement "Security Requirement",
}

impl ObjectKind {
    /// The field of `components` that holds named objects of this kind.
    pub const fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Response => Some("responses"),
            Self::Parameter => Some("parameters"),
            Self::Example => Some("examples"),
            Self::RequestBody => Some("requestBodies"),
            Self::Header => Some("headers"),
            Self::SecurityScheme => Some("securitySchemes"),
            Self::Link => Some("links"),
            Self::Callback => Some("callbacks"),
            Self::PathItem => Some("pathItems"),
            _ => None,
        }
    }
}

impl fmt::Display for ObjectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
