//! What a token says of itself.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use azure_core::base64;
use serde_json::{Map, Value};

use crate::access::Caller;
use crate::token::BearerToken;

/// What a token says of itself: the claims of a JSON Web Token, read without a check of its signature.
///
/// Only the service for which a token is can check it; a client reads it to explain, and never to decide. The names are those
/// of Entra's access tokens.
///
/// ```
/// use defender_actions::TokenClaims;
///
/// // {"aud": "https://example.com", "roles": ["Ti.ReadWrite"]}
/// let token = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJodHRwczovL2V4YW1wbGUuY29tIiwicm9sZXMiOlsiVGkuUmVhZFdyaXRlIl19.c2ln";
/// let claims = TokenClaims::of(&token.parse()?).ok_or("an opaque token")?;
/// assert_eq!((claims.audience(), claims.permissions()), (Some("https://example.com"), vec!["Ti.ReadWrite"]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct TokenClaims(Map<String, Value>);

impl TokenClaims {
    /// The claims of a token; `None` if it is opaque: no JSON Web Token, or an encrypted one.
    pub fn of(token: &BearerToken) -> Option<Self> {
        let mut parts = token.as_str().split('.');
        let (_, claims, _) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let claims = base64::decode_url_safe(claims).ok()?;
        serde_json::from_slice(&claims).ok().map(Self)
    }

    /// The service that it is for.
    pub fn audience(&self) -> Option<&str> {
        self.text("aud")
    }

    /// Whether it is for the service of a scope, as in `https://example.com/.default`; `None` if this cannot be said: a
    /// token of version 2 names the service by an id.
    pub fn is_for(&self, scope: &str) -> Option<bool> {
        let audience = self.audience()?;
        if !audience.contains(':') {
            return None;
        }
        let resource = scope.strip_suffix(".default").unwrap_or(scope);
        let normal = |text: &str| text.trim_end_matches('/').to_ascii_lowercase();
        Some(normal(audience) == normal(resource))
    }

    /// Who issued it.
    pub fn issuer(&self) -> Option<&str> {
        self.text("iss")
    }

    /// The id of the tenant.
    pub fn tenant(&self) -> Option<&str> {
        self.text("tid")
    }

    /// Who calls with it.
    pub fn caller(&self) -> Caller {
        match self.text("idtyp") {
            Some("app") => Caller::Application,
            Some(_) => Caller::Person,
            None if self.text("scp").is_some() => Caller::Person,
            None => Caller::Application,
        }
    }

    /// The name of the person that has signed in, if one has.
    pub fn person(&self) -> Option<&str> {
        ["upn", "preferred_username", "unique_name", "email", "name"].iter().find_map(|name| self.text(name))
    }

    /// The name of the application.
    pub fn application(&self) -> Option<&str> {
        self.text("app_displayname")
    }

    /// The id of the application.
    pub fn application_id(&self) -> Option<&str> {
        self.text("appid").or_else(|| self.text("azp"))
    }

    /// When it expires.
    pub fn expires_at(&self) -> Option<SystemTime> {
        let seconds = self.0.get("exp")?.as_u64()?;
        UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
    }

    /// Its permissions: `roles` of an application, `scp` of a person.
    pub fn permissions(&self) -> Vec<&str> {
        match self.caller() {
            Caller::Application => {
                let roles = self.0.get("roles").and_then(Value::as_array);
                roles.into_iter().flatten().filter_map(Value::as_str).collect()
            }
            Caller::Person => self.text("scp").into_iter().flat_map(str::split_whitespace).collect(),
        }
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str().filter(|text| !text.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn claims(claims: &Value) -> Option<TokenClaims> {
        let encode = |json: &Value| base64::encode_url_safe(json.to_string()).trim_end_matches('=').to_owned();
        TokenClaims::of(&format!("{}.{}.c2ln", encode(&json!({"alg": "RS256"})), encode(claims)).parse().unwrap())
    }

    #[test]
    fn an_application_has_roles_and_a_person_scopes() {
        let application =
            claims(&json!({"roles": ["A.Read", "B.Write", 5], "appid": "id", "app_displayname": "n"})).unwrap();
        assert_eq!((application.caller(), application.permissions()), (Caller::Application, vec!["A.Read", "B.Write"]));
        assert_eq!((application.application(), application.application_id()), (Some("n"), Some("id")));
        let person = claims(&json!({"scp": "A.Read  B.Write", "roles": ["Admin"], "upn": "a@b"})).unwrap();
        assert_eq!((person.caller(), person.permissions()), (Caller::Person, vec!["A.Read", "B.Write"]));
        assert_eq!(person.person(), Some("a@b"));
        let nothing = claims(&json!({"idtyp": "app", "scp": "A.Read"})).unwrap();
        assert_eq!((nothing.caller(), nothing.permissions()), (Caller::Application, vec![]));
    }

    #[test]
    fn an_audience_is_compared_with_a_scope() {
        let scope = "https://api.example.com/.default";
        for (audience, is_for) in [
            (json!("https://api.example.com"), Some(true)),
            (json!("https://API.example.com/"), Some(true)),
            (json!("https://graph.example.com"), Some(false)),
            (json!("fc780465-2017-40d4-a0c5-307022471b92"), None),
            (json!(["a"]), None),
            (json!(""), None),
        ] {
            assert_eq!(claims(&json!({"aud": audience})).unwrap().is_for(scope), is_for, "{audience}");
        }
    }

    #[test]
    fn a_time_that_is_none_is_left_out() {
        let expiry = |exp: Value| claims(&json!({"exp": exp})).unwrap().expires_at();
        assert_eq!(expiry(json!(1_000)), Some(UNIX_EPOCH + Duration::from_secs(1_000)));
        for exp in [json!("1000"), json!(-1), json!(u64::MAX), json!(null)] {
            assert_eq!(expiry(exp.clone()), None, "{exp}");
        }
    }

    #[test]
    fn another_form_of_token_is_opaque() {
        for token in ["opaque", "only~Ti.ReadWrite", "a.b.c", "a.W10.c", "a.e30.c.d.e", "..", "a..c", "a.e30"] {
            assert_eq!(TokenClaims::of(&token.parse().unwrap()), None, "{token}");
        }
    }
}
