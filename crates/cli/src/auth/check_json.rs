//! What `auth check` prints for programs.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

/// A token, as it describes itself. Nobody but the service checks that the description is true.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct CheckedToken {
    /// Which credential gave it.
    pub credential: String,
    /// Whether it does not describe itself; everything below is null or empty then.
    pub is_opaque: bool,
    /// Who calls with it.
    pub caller: Option<TokenCaller>,
    /// The name of the person or of the application; null if the token has none.
    pub name: Option<String>,
    /// The id of the application.
    pub application_id: Option<String>,
    /// The id of the tenant.
    pub tenant: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// The service that it is for.
    pub audience: Option<String>,
    /// The scope that it should be for; null if a base URL is called, and no scope was named.
    pub scope: Option<String>,
    /// Whether it is for that scope; null if that cannot be said.
    pub is_for_scope: Option<bool>,
    /// When it expires, UTC.
    pub expires_at: Option<String>,
    /// How long until then; negative if it has expired.
    pub expires_in_seconds: Option<i64>,
    /// Its permissions.
    pub permissions: Vec<String>,
    /// What it allows.
    pub operations: Vec<OperationAccess>,
    /// Why it is of no use; empty if it is of use.
    pub problems: Vec<String>,
}

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum TokenCaller {
    /// An application, as itself.
    Application,
    /// A person who has signed in to an application.
    Person,
}

/// Whether a token allows an operation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(deny_unknown_fields)]
pub struct OperationAccess {
    /// The operationId.
    pub operation: String,
    /// Whether it allows it.
    pub access: AccessKind,
    /// The permissions that it lacks.
    pub missing: Vec<String>,
}

/// Whether a token allows something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum AccessKind {
    /// Its permissions suffice. Of a person the service asks for roles besides.
    Allowed,
    /// Permissions are missing.
    Denied,
    /// No permission expresses what is needed, such as a role of the directory: the service decides.
    Undecided,
}

/// The schema.
pub fn schema() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<CheckedToken>().to_value()
}
