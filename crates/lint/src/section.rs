//! The sections of the OpenAPI 3.0.3 specification that rules come from.

pub(crate) const PATH_TEMPLATING: &str = "3.2 Path Templating";
pub(crate) const MEDIA_TYPES: &str = "3.3 Media Types";
pub(crate) const VERSIONS: &str = "4.1 Versions";
pub(crate) const RELATIVE_REFERENCES: &str = "4.6 Relative References in URLs";
pub(crate) const SCHEMA_OF_DOCUMENT: &str = "4.7 Schema";
pub(crate) const OPENAPI: &str = "4.7.1 OpenAPI Object";
pub(crate) const CONTACT: &str = "4.7.3 Contact Object";
pub(crate) const SERVER: &str = "4.7.5 Server Object";
pub(crate) const SERVER_VARIABLE: &str = "4.7.6 Server Variable Object";
pub(crate) const COMPONENTS: &str = "4.7.7 Components Object";
pub(crate) const PATHS: &str = "4.7.8 Paths Object";
pub(crate) const OPERATION: &str = "4.7.10 Operation Object";
pub(crate) const PARAMETER: &str = "4.7.12 Parameter Object";
pub(crate) const MEDIA_TYPE: &str = "4.7.14 Media Type Object";
pub(crate) const ENCODING: &str = "4.7.15 Encoding Object";
pub(crate) const RESPONSES: &str = "4.7.16 Responses Object";
pub(crate) const RESPONSE: &str = "4.7.17 Response Object";
pub(crate) const EXAMPLE: &str = "4.7.19 Example Object";
pub(crate) const LINK: &str = "4.7.20 Link Object";
pub(crate) const REFERENCE: &str = "4.7.23 Reference Object";
pub(crate) const SCHEMA: &str = "4.7.24 Schema Object";
pub(crate) const DISCRIMINATOR: &str = "4.7.25 Discriminator Object";
pub(crate) const XML: &str = "4.7.26 XML Object";
pub(crate) const SECURITY_SCHEME: &str = "4.7.27 Security Scheme Object";
pub(crate) const OAUTH_FLOW: &str = "4.7.29 OAuth Flow Object";
pub(crate) const SECURITY_REQUIREMENT: &str = "4.7.30 Security Requirement Object";
