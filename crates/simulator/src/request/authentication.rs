//! Who may call an operation.

use std::time::SystemTime;

use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue};
use openapi::Operation;

use crate::response::refusal::{Refusal, RefusalReason};
use crate::tokens::issuer::{Issuer, Unusable};

/// What a token begins with that has just the permissions that it lists.
const ONLY: &str = "only~";

/// A token that has these permissions and no others.
pub(crate) fn token<P: AsRef<str>>(permissions: impl IntoIterator<Item = P>) -> String {
    let permissions: Vec<_> = permissions.into_iter().collect();
    let permissions: Vec<_> = permissions.iter().map(AsRef::as_ref).collect();
    format!("{ONLY}{}", permissions.join("~"))
}

/// What an operation demands.
#[derive(Debug)]
pub(crate) struct Authentication {
    needs_token: bool,
    /// The scopes of each alternative that has any.
    alternatives: Vec<Vec<String>>,
}

impl Authentication {
    /// Reads the security of an operation.
    pub(crate) fn of(operation: &Operation) -> Self {
        let security = operation.security();
        let scopes = security.alternatives.iter().map(|it| it.scopes().map(str::to_owned).collect::<Vec<_>>());
        Self {
            needs_token: !security.is_optional(),
            alternatives: scopes.filter(|scopes| !scopes.is_empty()).collect(),
        }
    }

    /// Refuses a request without a token, or with one that lacks a permission.
    pub(crate) fn check(&self, headers: &HeaderMap, issuer: &Issuer, now: SystemTime) -> Result<(), Refusal> {
        if !self.needs_token {
            return Ok(());
        }
        let Some(token) = bearer_token(headers) else {
            let mut refusal = Refusal::new(
                RefusalReason::MissingToken,
                "The call needs the header `Authorization: Bearer TOKEN`; here any token does.",
            );
            refusal.headers.push((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
            return Err(refusal);
        };
        let granted: Vec<String> = if issuer.rules.only_issued {
            issuer.permissions(token, now).map_err(refused)?
        } else if let Some(list) = token.strip_prefix(ONLY) {
            list.split('~').filter(|it| !it.is_empty()).map(str::to_owned).collect()
        } else {
            return Ok(());
        };
        let satisfied = |scopes: &Vec<String>| scopes.iter().all(|scope| granted.contains(scope));
        if self.alternatives.is_empty() || self.alternatives.iter().any(satisfied) {
            return Ok(());
        }
        let mut wanted: Vec<_> = self.alternatives.iter().map(|scopes| scopes.join(" and ")).collect();
        wanted.dedup();
        Err(Refusal::new(
            RefusalReason::MissingPermission,
            format!(
                "The call needs the permission {}; the token has {}.",
                wanted.join(", or "),
                if granted.is_empty() { "none".to_owned() } else { granted.join(", ") },
            ),
        ))
    }
}

/// The refusal of a token that is not taken.
pub(crate) fn refused(problem: Unusable) -> Refusal {
    let sentence = match problem {
        Unusable::Expired => "The token has expired.",
        Unusable::Unknown => "The token was not issued here.",
    };
    let challenge = format!(r#"Bearer error="invalid_token", error_description="{sentence}""#);
    let mut refusal = Refusal::new(RefusalReason::ExpiredToken, sentence);
    refusal.headers.extend(HeaderValue::try_from(challenge).map(|value| (WWW_AUTHENTICATE, value)));
    refusal
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use openapi::{Contract, Node};
    use serde_json::{Value, json};

    use super::*;
    use crate::tokens::issuer::TokenRules;

    /// The check of a simulator that takes any token.
    fn check(demanded: &Authentication, headers: &HeaderMap) -> Result<(), Refusal> {
        let contract = Contract::parse("x", "{openapi: 3.0.3, info: {title: t, version: '1'}, paths: {}}").unwrap();
        demanded.check(headers, &Issuer::new(TokenRules::default(), &contract), SystemTime::now())
    }

    /// What the only operation of a contract demands, whose `security` and whose own are these.
    fn demanded(contract: Value, operation: Value) -> Authentication {
        let mut document = json!({"paths": {"/a": {"get": operation}}});
        document.as_object_mut().unwrap().extend(contract.as_object().unwrap().clone());
        Authentication::of(&Operation::all(&Node::from(&document))[0])
    }

    fn refused(security: Value, authorization: Option<&str>) -> Option<RefusalReason> {
        let mut headers = HeaderMap::new();
        if let Some(value) = authorization {
            headers.insert(AUTHORIZATION, value.parse().unwrap());
        }
        let demanded = demanded(json!({}), json!({ "security": security }));
        check(&demanded, &headers).err().map(|refusal| refusal.reason)
    }

    #[test]
    fn a_token_is_needed_unless_an_alternative_needs_none() {
        assert_eq!(refused(json!([{"a": []}]), None), Some(RefusalReason::MissingToken));
        assert_eq!(refused(json!([{"a": []}, {}]), None), None);
        assert_eq!(refused(json!([]), None), None);
        for malformed in ["Bearer", "Bearer ", "Basic YTpi", "token"] {
            assert_eq!(refused(json!([{"a": []}]), Some(malformed)), Some(RefusalReason::MissingToken), "{malformed}");
        }
        assert_eq!(refused(json!([{"a": ["x"]}]), Some("bearer anything")), None);
    }

    #[test]
    fn a_token_that_lists_permissions_needs_all_of_one_alternative() {
        let security = json!([{"a": ["x", "y"]}, {"b": ["z"]}, {"c": []}]);
        let with = |permissions: &[&str]| refused(security.clone(), Some(&format!("Bearer {}", token(permissions))));
        assert_eq!(with(&[]), Some(RefusalReason::MissingPermission));
        assert_eq!(with(&["x"]), Some(RefusalReason::MissingPermission));
        assert_eq!(with(&["y", "x"]), None);
        assert_eq!(with(&["z"]), None);
        assert_eq!(refused(json!([{"c": []}]), Some("Bearer only~")), None);
    }

    #[test]
    fn the_contract_s_security_holds_where_the_operation_has_none() {
        let security = json!({"security": [{"a": []}]});
        assert!(check(&demanded(security.clone(), json!({})), &HeaderMap::new()).is_err());
        assert!(check(&demanded(security, json!({"security": []})), &HeaderMap::new()).is_ok());
    }
}
