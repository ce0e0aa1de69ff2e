//! Who may call an operation.

use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue};
use serde_json::Value;

use crate::refusal::{Reason, Refusal};

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
pub(crate) struct Security {
    needs_token: bool,
    /// The scopes of each alternative that has any.
    alternatives: Vec<Vec<String>>,
}

impl Security {
    /// Reads the `security` of an operation, or that of the contract.
    pub(crate) fn read(contract: &Value, operation: &Value) -> Self {
        let list = operation.get("security").or_else(|| contract.get("security"));
        let list = list.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        // An empty alternative makes the others optional.
        let is_empty = |alternative: &Value| alternative.as_object().is_none_or(|it| it.is_empty());
        Self {
            needs_token: !list.is_empty() && !list.iter().any(is_empty),
            alternatives: list.iter().map(scopes).filter(|it| !it.is_empty()).collect(),
        }
    }

    /// Refuses a request without a token, or with one that lacks a permission.
    pub(crate) fn check(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        if !self.needs_token {
            return Ok(());
        }
        let Some(token) = bearer_token(headers) else {
            let mut refusal = Refusal::new(
                Reason::MissingToken,
                "The call needs the header `Authorization: Bearer TOKEN`; here any token does.",
            );
            refusal.headers.push((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
            return Err(refusal);
        };
        let Some(list) = token.strip_prefix(ONLY) else {
            return Ok(());
        };
        let granted: Vec<_> = list.split('~').filter(|it| !it.is_empty()).collect();
        let satisfied = |scopes: &Vec<String>| scopes.iter().all(|scope| granted.contains(&scope.as_str()));
        if self.alternatives.is_empty() || self.alternatives.iter().any(satisfied) {
            return Ok(());
        }
        let mut wanted: Vec<_> = self.alternatives.iter().map(|scopes| scopes.join(" and ")).collect();
        wanted.dedup();
        Err(Refusal::new(
            Reason::MissingPermission,
            format!(
                "The call needs the permission {}; the token has {}.",
                wanted.join(", or "),
                if granted.is_empty() { "none".to_owned() } else { granted.join(", ") },
            ),
        ))
    }
}

fn scopes(alternative: &Value) -> Vec<String> {
    let lists = alternative.as_object().into_iter().flat_map(|schemes| schemes.values());
    let scopes = lists.filter_map(Value::as_array).flatten();
    scopes.filter_map(|scope| scope.as_str().map(str::to_owned)).collect()
}

fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refused(security: Value, authorization: Option<&str>) -> Option<Reason> {
        let mut headers = HeaderMap::new();
        if let Some(value) = authorization {
            headers.insert(AUTHORIZATION, value.parse().unwrap());
        }
        let security = Security::read(&json!({}), &json!({ "security": security }));
        security.check(&headers).err().map(|refusal| refusal.reason)
    }

    #[test]
    fn a_token_is_needed_unless_an_alternative_needs_none() {
        assert_eq!(refused(json!([{"a": []}]), None), Some(Reason::MissingToken));
        assert_eq!(refused(json!([{"a": []}, {}]), None), None);
        assert_eq!(refused(json!([]), None), None);
        for malformed in ["Bearer", "Bearer ", "Basic YTpi", "token"] {
            assert_eq!(refused(json!([{"a": []}]), Some(malformed)), Some(Reason::MissingToken), "{malformed}");
        }
        assert_eq!(refused(json!([{"a": ["x"]}]), Some("bearer anything")), None);
    }

    #[test]
    fn a_token_that_lists_permissions_needs_all_of_one_alternative() {
        let security = json!([{"a": ["x", "y"]}, {"b": ["z"]}, {"c": []}]);
        let with = |permissions: &[&str]| refused(security.clone(), Some(&format!("Bearer {}", token(permissions))));
        assert_eq!(with(&[]), Some(Reason::MissingPermission));
        assert_eq!(with(&["x"]), Some(Reason::MissingPermission));
        assert_eq!(with(&["y", "x"]), None);
        assert_eq!(with(&["z"]), None);
        assert_eq!(refused(json!([{"c": []}]), Some("Bearer only~")), None);
    }

    #[test]
    fn the_contract_s_security_holds_where_the_operation_has_none() {
        let security = Security::read(&json!({"security": [{"a": []}]}), &json!({}));
        assert!(security.check(&HeaderMap::new()).is_err());
    }
}
