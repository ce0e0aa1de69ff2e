//! The token of a credential, held for all calls of a client.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use async_lock::{Mutex, MutexGuard};
use azure_core::credentials::TokenCredential;
use http::header::HeaderValue;

use super::clock::{Clock, Moment};
use super::failure;
use super::held_token::HeldToken;
use crate::error::CredentialError;
use crate::trace;

/// How long a refresh is not tried again that brought nothing new, while there is a token.
const PAUSE: Duration = Duration::from_secs(30);

/// The longest time that a credential may take.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The token of a credential: refreshed ahead of its expiry, once for all calls that wait for it.
///
/// A call reads it behind a lock that is written once in the life of a token. Who finds that it is to be refreshed does so,
/// and the others go on with the one that is still valid; where there is none, they wait, and share what comes of it, a
/// token or an error. A call that is dropped within a refresh leaves it to the next.
pub(crate) struct TokenCache {
    credential: Arc<dyn TokenCredential>,
    scope: String,
    clock: Clock,
    held: RwLock<Option<Arc<HeldToken>>>,
    refresh: Mutex<Refresh>,
    /// How many refreshes have ended. A call that waits for one sees by it that it has ended.
    ended: AtomicU64,
}

/// What became of the last refresh.
#[derive(Default)]
struct Refresh {
    failure: Option<CredentialError>,
    /// When it brought nothing new.
    in_vain: Option<Moment>,
}

impl Refresh {
    fn is_paused(&self, now: Moment) -> bool {
        self.in_vain.is_some_and(|then| now.steady_since(then) < PAUSE)
    }
}

impl TokenCache {
    pub(crate) fn new(credential: Arc<dyn TokenCredential>, scope: String) -> Self {
        Self::with_clock(credential, scope, Clock::system())
    }

    pub(super) fn with_clock(credential: Arc<dyn TokenCredential>, scope: String, clock: Clock) -> Self {
        Self {
            credential,
            scope,
            clock,
            held: RwLock::default(),
            refresh: Mutex::default(),
            ended: AtomicU64::default(),
        }
    }

    /// The header for a request that begins now, if there is one in this time.
    pub(crate) async fn header_within(&self, limit: Duration) -> Result<HeaderValue, CredentialError> {
        tokio::time::timeout(limit, self.header()).await.unwrap_or_else(|_| {
            // A refresh that takes too long keeps a token that is still valid, as one that fails.
            let held = self.held().filter(|held| !held.has_expired(self.clock.now()));
            held.map(|held| held.header.clone()).ok_or_else(|| failure::timeout(limit))
        })
    }

    /// The header for a request that begins now.
    pub(crate) async fn header(&self) -> Result<HeaderValue, CredentialError> {
        let (now, ended) = (self.clock.now(), self.ended());
        let is_valid = |held: &Arc<HeldToken>| !held.has_expired(now);
        if let Some(held) = self.held().filter(is_valid) {
            if held.is_due(now) {
                self.refresh_ahead(&held, now).await;
            }
            return Ok(self.held().unwrap_or(held).header.clone());
        }
        let mut refresh = self.refresh.lock().await;
        if let Some(held) = self.held().filter(is_valid) {
            return Ok(held.header.clone());
        }
        match &refresh.failure {
            Some(failure) if self.ended() != ended => Err(failure.clone()),
            _ => self.refresh(&mut refresh, None).await.map(|held| held.header.clone()),
        }
    }

    /// Refreshes a token that is still valid, unless somebody does, or has just done so in vain.
    async fn refresh_ahead(&self, held: &HeldToken, now: Moment) {
        let Some(mut refresh) = self.refresh.try_lock() else { return };
        let is_current = self.held().is_some_and(|current| current.header == held.header);
        if is_current && !refresh.is_paused(now) {
            // An error is that of the call which finds the token expired.
            let _ = self.refresh(&mut refresh, Some(&held.header)).await;
        }
    }

    /// Another header after the service refused this one; `None` if there is no other.
    pub(crate) async fn after_refusal(&self, refused: &HeaderValue) -> Option<HeaderValue> {
        let ended = self.ended();
        let mut refresh = self.refresh.lock().await;
        let held = self.held();
        if let Some(other) = held.as_ref().filter(|held| held.header != refused) {
            return Some(other.header.clone());
        }
        // A refresh since has failed, or has brought what is refused.
        let is_in_vain = self.ended() != ended || (held.is_some() && refresh.is_paused(self.clock.now()));
        if is_in_vain {
            return None;
        }
        self.hold(None);
        let held = self.refresh(&mut refresh, Some(refused)).await.ok()?;
        (held.header != refused).then(|| held.header.clone())
    }

    /// Asks the credential, and holds what it gives.
    async fn refresh(
        &self,
        refresh: &mut MutexGuard<'_, Refresh>,
        known: Option<&HeaderValue>,
    ) -> Result<Arc<HeldToken>, CredentialError> {
        let outcome = self.ask().await;
        self.ended.fetch_add(1, Ordering::Release);
        let is_new = outcome.as_ref().is_ok_and(|held| known != Some(&held.header));
        refresh.in_vain = (!is_new).then(|| self.clock.now());
        refresh.failure = outcome.as_ref().err().cloned();
        match &outcome {
            Ok(held) => {
                trace::token_refreshed(held.lifetime);
                self.hold(Some(Arc::clone(held)));
            }
            Err(error) => trace::token_not_refreshed(error),
        }
        outcome
    }

    /// Asks the credential.
    async fn ask(&self) -> Result<Arc<HeldToken>, CredentialError> {
        let scopes = [self.scope.as_str()];
        let answer = tokio::time::timeout(TIMEOUT, self.credential.get_token(&scopes, None)).await;
        let token = answer.map_err(|_| failure::timeout(TIMEOUT))?.map_err(|error| failure::of(&error))?;
        let held = HeldToken::new(&token, self.clock.now());
        held.map(Arc::new).map_err(|error| failure::unusable(&error))
    }

    fn held(&self) -> Option<Arc<HeldToken>> {
        self.held.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, token: Option<Arc<HeldToken>>) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = token;
    }

    fn ended(&self) -> u64 {
        self.ended.load(Ordering::Acquire)
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").field("scope", &self.scope).finish_non_exhaustive()
    }
}
