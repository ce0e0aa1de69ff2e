//! Tokens of the simulator's own: issued, and recognized. No input or output.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openapi::{Contract, Located, servers};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

/// How tokens are issued, and which are taken.
#[derive(Debug)]
pub(crate) struct TokenRules {
    /// From the time when a token is issued to its expiry.
    pub(crate) lifetime: Duration,
    /// Whether the tokens that were issued here are the only ones that are taken.
    pub(crate) only_issued: bool,
    /// The only secret of applications that is taken; any, if not given.
    pub(crate) client_secret: Option<String>,
    /// The permissions of tokens; all that the contract names, if not given.
    pub(crate) permissions: Option<BTreeSet<String>>,
}

impl Default for TokenRules {
    fn default() -> Self {
        Self { lifetime: Duration::from_secs(3600), only_issued: false, client_secret: None, permissions: None }
    }
}

/// Issues tokens that have the form of Entra's, and recognizes them by a signature that is none: a hash with a key of this
/// process. No token has to be remembered for that.
pub(crate) struct Issuer {
    pub(crate) rules: TokenRules,
    /// The permissions of the tokens that are issued.
    permissions: BTreeSet<String>,
    /// The scopes of the servers of the contract, for which there are tokens; for any, if there are none.
    scopes: BTreeSet<String>,
    key: RandomState,
    /// Grows with each revocation, which no older token survives.
    generation: AtomicU64,
    issued: AtomicU64,
    /// The codes with which the next requests for a token are refused.
    refusals: Mutex<VecDeque<u32>>,
}

/// Who asks for a token, and for which service.
#[derive(Debug)]
pub(crate) struct TokenRequest<'a> {
    pub(crate) tenant: &'a str,
    pub(crate) client_id: &'a str,
    /// `https://api.securitycenter.microsoft.com`
    pub(crate) resource: &'a str,
}

/// A token that was issued.
#[derive(Debug)]
pub(crate) struct IssuedToken {
    pub(crate) text: String,
    /// In seconds since 1970.
    pub(crate) expires_at: u64,
}

/// Why a token is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unusable {
    /// It was not issued here, or was revoked.
    Unknown,
    Expired,
}

/// The claims that are read again.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    exp: u64,
    roles: Vec<String>,
}

impl Issuer {
    /// An issuer for the servers of a contract, whose tokens have the permissions of the rules, else all of the contract.
    pub(crate) fn new(rules: TokenRules, contract: &Contract) -> Self {
        let servers = servers::of(&Located::root(contract.root()));
        Self {
            permissions: rules.permissions.clone().unwrap_or_else(|| permissions(contract)),
            scopes: servers.filter_map(|server| server.token_scope).collect(),
            rules,
            key: RandomState::new(),
            generation: AtomicU64::default(),
            issued: AtomicU64::default(),
            refusals: Mutex::default(),
        }
    }

    /// Whether there are tokens for a scope.
    pub(crate) fn has_scope(&self, scope: &str) -> bool {
        self.scopes.is_empty() || self.scopes.contains(scope)
    }

    /// Refuses the next request for a token with this code.
    pub(crate) fn refuse(&self, code: u32) {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner).push_back(code);
    }

    /// The code with which this request for a token is refused.
    pub(crate) fn next_refusal(&self) -> Option<u32> {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// How many tokens were issued.
    pub(crate) fn issued(&self) -> u64 {
        self.issued.load(Ordering::Relaxed)
    }

    /// Takes back all tokens that were issued.
    pub(crate) fn revoke(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
    }

    /// Issues a token.
    pub(crate) fn issue(&self, request: &TokenRequest<'_>, now: SystemTime) -> IssuedToken {
        self.issued.fetch_add(1, Ordering::Relaxed);
        let (issued_at, expires_at) = (seconds(now), seconds(now + self.rules.lifetime));
        let TokenRequest { tenant, client_id, resource } = request;
        let claims = json!({
            "aud": resource,
            "iss": format!("https://sts.windows.net/{tenant}/"),
            "iat": issued_at,
            "nbf": issued_at,
            "exp": expires_at,
            "app_displayname": "An application of the simulator",
            "appid": client_id,
            "idtyp": "app",
            "roles": self.permissions,
            "tid": tenant,
            "uti": Uuid::new_v4().simple().to_string(),
            "ver": "1.0",
        });
        let header = json!({"typ": "JWT", "alg": "none", "kid": "simulator"});
        let signed = format!("{}.{}", encode(header.to_string()), encode(claims.to_string()));
        let signature = self.signature(&signed);
        IssuedToken { text: format!("{signed}.{signature}"), expires_at }
    }

    /// The permissions of a token that was issued here.
    pub(crate) fn permissions(&self, token: &str, now: SystemTime) -> Result<Vec<String>, Unusable> {
        let (signed, signature) = token.rsplit_once('.').ok_or(Unusable::Unknown)?;
        let claims = signed.split('.').nth(1).and_then(|claims| URL_SAFE_NO_PAD.decode(claims).ok());
        let claims = claims.and_then(|claims| serde_json::from_slice::<Claims>(&claims).ok());
        match claims {
            Some(claims) if signature == self.signature(signed) => {
                if seconds(now) >= claims.exp {
                    Err(Unusable::Expired)
                } else {
                    Ok(claims.roles)
                }
            }
            _ => Err(Unusable::Unknown),
        }
    }

    fn signature(&self, signed: &str) -> String {
        let generation = self.generation.load(Ordering::Relaxed);
        let hashes = [0, 1].map(|half| self.key.hash_one((generation, half, signed)).to_be_bytes());
        encode(hashes.concat())
    }
}

impl fmt::Debug for Issuer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Issuer").field("permissions", &self.permissions).finish_non_exhaustive()
    }
}

/// The permissions of applications that the operations of a contract ask for.
fn permissions(contract: &Contract) -> BTreeSet<String> {
    let alternatives = contract.operations().iter().flat_map(|operation| operation.security().alternatives);
    let schemes = alternatives.flat_map(|alternative| alternative.schemes);
    let of_applications = schemes.filter(|scheme| scheme.flows().any(|flow| flow == "clientCredentials"));
    of_applications.flat_map(|scheme| scheme.scopes).map(str::to_owned).collect()
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn encode(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: TokenRequest<'_> = TokenRequest { tenant: "t", client_id: "c", resource: "https://example.com" };

    fn issuer() -> Issuer {
        let text = "{openapi: 3.0.3, info: {title: t, version: '1'}, paths: {}}";
        let permissions = Some(BTreeSet::from(["A.Read".to_owned()]));
        Issuer::new(TokenRules { permissions, ..TokenRules::default() }, &Contract::parse("x", text).unwrap())
    }

    #[test]
    fn a_token_is_recognized_until_it_expires_or_is_revoked() {
        let (issuer, now) = (issuer(), UNIX_EPOCH + Duration::from_secs(1_000_000));
        let token = issuer.issue(&REQUEST, now);
        assert_eq!(token.expires_at, 1_003_600);
        for (passed, permissions) in
            [(0, Ok(vec!["A.Read".to_owned()])), (3599, Ok(vec!["A.Read".to_owned()])), (3600, Err(Unusable::Expired))]
        {
            assert_eq!(issuer.permissions(&token.text, now + Duration::from_secs(passed)), permissions, "{passed}");
        }
        issuer.revoke();
        assert_eq!(issuer.permissions(&token.text, now), Err(Unusable::Unknown));
        assert_ne!(issuer.issue(&REQUEST, now).text, token.text);
        assert_eq!(issuer.issued(), 2);
    }

    #[test]
    fn a_token_that_was_changed_or_issued_elsewhere_is_unknown() {
        let (issuer_, now) = (issuer(), SystemTime::now());
        let token = issuer_.issue(&REQUEST, now).text;
        let parts: Vec<&str> = token.split('.').collect();
        let claims = encode(json!({"exp": u64::MAX, "roles": ["A.Read", "B.Write"]}).to_string());
        let changed = [parts[0], &claims, parts[2]].join(".");
        let elsewhere = issuer().issue(&REQUEST, now).text;
        for unknown in [&changed, &elsewhere, "", "a", "a.b", "a.b.c", &format!("{token}x"), &token[1..]] {
            assert_eq!(issuer_.permissions(unknown, now), Err(Unusable::Unknown), "{unknown}");
        }
    }
}
