//! What authorizes a call.

use std::time::Duration;

use http::header::HeaderValue;

use crate::error::CredentialError;
use crate::generated::Client;
#[cfg(feature = "identity")]
use crate::identity::TokenCache;
use crate::token::BearerToken;

impl Client {
    /// The token that a call which begins now sends; `None` if it sends none.
    ///
    /// # Errors
    ///
    /// The credential gives no token, or not within the [time of a call](crate::ClientBuilder::timeout).
    pub async fn access_token(&self) -> Result<Option<BearerToken>, CredentialError> {
        let header = self.inner.authorization.header(self.inner.timeout).await?;
        let token = header.as_ref().and_then(|header| header.to_str().ok()?.strip_prefix("Bearer ")?.parse().ok());
        Ok(token)
    }
}

/// What authorizes the calls of a client. `Debug` shows no token.
#[derive(Clone, Debug)]
pub(crate) enum Authorization {
    /// Nothing, as on a simulator that asks for nothing, or the caller's own `before_send`.
    None,
    /// `Bearer …`, the same for all calls, marked as sensitive.
    Fixed(HeaderValue),
    /// The token of a credential.
    #[cfg(feature = "identity")]
    Credential(std::sync::Arc<TokenCache>),
}

impl Authorization {
    /// The value of the header `Authorization` for a request that begins now.
    ///
    /// # Errors
    ///
    /// The credential gives no token in this time.
    pub(crate) async fn header(&self, limit: Duration) -> Result<Option<HeaderValue>, CredentialError> {
        #[cfg(not(feature = "identity"))]
        let _ = limit;
        match self {
            Self::None => Ok(None),
            Self::Fixed(header) => Ok(Some(header.clone())),
            #[cfg(feature = "identity")]
            Self::Credential(cache) => cache.header_within(limit).await.map(Some),
        }
    }

    /// Another value after the service refused this one with 401; `None` if there is no other.
    pub(crate) async fn after_refusal(&self, refused: &HeaderValue) -> Option<HeaderValue> {
        match self {
            #[cfg(feature = "identity")]
            Self::Credential(cache) => cache.after_refusal(refused).await,
            _ => {
                let _ = refused;
                None
            }
        }
    }
}
