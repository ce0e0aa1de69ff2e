//! What a caller of an operation has to prove.

use crate::located::Located;
use document::Pointer;

/// The security of an operation: alternatives, of which a caller meets one.
#[derive(Clone, Debug)]
pub struct Security<'a> {
    /// Whether the contract says anything of it.
    pub is_stated: bool,
    /// The alternatives, in the order of the contract.
    pub alternatives: Vec<SecurityRequirement<'a>>,
}

/// One alternative: security schemes that a caller uses together; none if anybody may call.
#[derive(Clone, Debug)]
pub struct SecurityRequirement<'a> {
    /// The address of the Security Requirement Object.
    pub pointer: Pointer,
    /// The schemes.
    pub schemes: Vec<RequiredScheme<'a>>,
}

/// A security scheme that is required.
#[derive(Clone, Debug)]
pub struct RequiredScheme<'a> {
    /// The address in the requirement.
    pub pointer: Pointer,
    /// The name of the scheme.
    pub name: &'a str,
    /// The scopes that the caller needs, all of them.
    pub scopes: Vec<&'a str>,
    /// The Security Scheme Object; none if there is none of this name.
    pub scheme: Option<Located<'a>>,
}

impl<'a> Security<'a> {
    /// What the field `security` of an object says; nothing is stated where there is no such field.
    pub fn of(owner: &Located<'a>) -> Self {
        let alternatives = owner.elements("security").map(|at| SecurityRequirement::read(&at)).collect();
        Self { is_stated: owner.get("security").is_some(), alternatives }
    }

    /// Whether anybody may call.
    pub fn is_optional(&self) -> bool {
        self.alternatives.is_empty() || self.alternatives.iter().any(|alternative| alternative.schemes.is_empty())
    }
}

impl<'a> SecurityRequirement<'a> {
    fn read(at: &Located<'a>) -> Self {
        let schemes = at.node.as_object().into_iter().flat_map(|object| object.iter());
        let schemes = schemes.map(|(name, scopes)| RequiredScheme {
            pointer: at.pointer.child(name),
            name,
            scopes: scopes.as_array().unwrap_or_default().iter().filter_map(|scope| scope.as_str()).collect(),
            scheme: Located::root(at.root)
                .at(&Pointer::of(["components", "securitySchemes", name]))
                .map(|scheme| scheme.resolve()),
        });
        Self { pointer: at.pointer.clone(), schemes: schemes.collect() }
    }

    /// The scopes of all schemes.
    pub fn scopes(&self) -> impl Iterator<Item = &'a str> {
        self.schemes.iter().flat_map(|scheme| scheme.scopes.iter().copied())
    }
}

impl<'a> RequiredScheme<'a> {
    /// The flows of OAuth that the scheme has: `clientCredentials`.
    pub fn flows(&self) -> impl Iterator<Item = &'a str> {
        let flows = self.scheme.as_ref().and_then(|scheme| scheme.node.get("flows")?.as_object());
        flows.into_iter().flat_map(|flows| flows.iter().map(|(name, _)| name))
    }

    /// The type of the scheme: `oauth2`.
    pub fn kind(&self) -> Option<&'a str> {
        self.scheme.as_ref()?.text("type")
    }
}
