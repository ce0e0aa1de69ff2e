//! The tokens that were sent, and other secrets, taken out of what is shown.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use http::header::AUTHORIZATION;
use reqwest::Request;

use crate::token::BearerToken;

/// How many tokens are remembered: the one of now, and those of calls that are still on their way.
const MOST: usize = 8;

/// The shortest secret that is taken for one, in bytes. A shorter one would hide words.
const SHORTEST: usize = 8;
/// What is shown instead of a secret.
const MASK: &str = "…";

/// The tokens that were sent last, and other secrets, to take them out of texts that may repeat them. Clones share them.
///
/// ```
/// use defender_actions::{Client, Environment, SecretMask};
///
/// let mask = SecretMask::default();
/// let learning = mask.clone();
/// let client = Client::builder()
///     .environment(Environment::Production)
///     .bearer_token("s3cr3t-t0ken")
///     .before_send(move |request| {
///         learning.learn(request);
///         Ok(())
///     })
///     .build();
/// # assert!(client.is_ok());
/// # mask.add("s3cr3t-t0ken".parse().unwrap());
/// // … after the calls:
/// assert_eq!(mask.apply("you sent s3cr3t-t0ken"), "you sent …");
/// ```
#[derive(Clone, Default)]
pub struct SecretMask(Arc<RwLock<Secrets>>);

#[derive(Default)]
struct Secrets {
    tokens: Vec<BearerToken>,
    others: Vec<String>,
}

impl SecretMask {
    /// Remembers the token of a request.
    pub fn learn(&self, request: &Request) {
        let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(token) = header.and_then(|value| value.strip_prefix("Bearer ")) else { return };
        let is_known = self.read().tokens.iter().any(|known| known.as_str() == token);
        if !is_known && let Ok(token) = token.parse() {
            self.add(token);
        }
    }

    /// Remembers a token.
    pub fn add(&self, token: BearerToken) {
        let tokens = &mut self.0.write().unwrap_or_else(PoisonError::into_inner).tokens;
        if !tokens.contains(&token) {
            if tokens.len() == MOST {
                tokens.remove(0);
            }
            tokens.push(token);
        }
    }

    /// Remembers a secret that is no token, such as that of an application. One of fewer than 8 bytes is not looked for.
    pub fn add_secret(&self, secret: impl Into<String>) {
        let secret = secret.into();
        if secret.len() >= SHORTEST {
            self.0.write().unwrap_or_else(PoisonError::into_inner).others.push(secret);
        }
    }

    /// A text with all that it repeats of the tokens replaced by `…`, as by [`BearerToken::mask`], and so the other secrets.
    pub fn apply(&self, text: &str) -> String {
        let secrets = self.read();
        let text = secrets.tokens.iter().fold(text.to_owned(), |text, token| token.mask(&text));
        secrets.others.iter().fold(text, |text, secret| text.replace(secret, MASK))
    }

    fn read(&self) -> RwLockReadGuard<'_, Secrets> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for SecretMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretMask(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_tokens_are_masked() {
        let mask = SecretMask::default();
        for number in 0..=MOST {
            let mut request = Request::new(http::Method::POST, "https://example.com".parse().unwrap());
            request.headers_mut().insert(AUTHORIZATION, format!("Bearer token-number-{number}").parse().unwrap());
            mask.learn(&request);
            mask.learn(&request);
        }
        assert_eq!(mask.apply("token-number-0, token-number-1 and token-number-8"), "token-number-0, … and …");
        mask.add_secret("an~8.of-secret");
        mask.add_secret("short");
        assert_eq!(mask.apply("an~8.of-secret is short"), "… is short");
        assert_eq!(format!("{mask:?}"), "SecretMask(…)");
    }
}
