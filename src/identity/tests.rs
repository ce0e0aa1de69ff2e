//! The token of a credential that a test scripts, on a clock that it sets.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::{Error, ErrorKind};
use http::HeaderValue;

use super::TokenCache;
use super::clock::{Clock, Moment};

const HOUR: Duration = Duration::from_secs(3600);
const MINUTE: Duration = Duration::from_secs(60);
const SCOPE: &str = "https://example.com/.default";

/// Both clocks, as the test sets them.
#[derive(Clone)]
struct Clocks(Arc<Mutex<Moment>>);

impl Clocks {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Moment { monotonic: Instant::now(), wall: SystemTime::now() })))
    }

    fn pass(&self, time: Duration) {
        let mut now = self.0.lock().unwrap();
        *now = Moment { monotonic: now.monotonic + time, wall: now.wall + time };
    }

    fn set_wall(&self, change: impl FnOnce(SystemTime) -> SystemTime) {
        let mut now = self.0.lock().unwrap();
        now.wall = change(now.wall);
    }

    fn wall(&self) -> SystemTime {
        self.0.lock().unwrap().wall
    }
}

/// A credential that gives `token-1`, `token-2` and so on, each for an hour, unless the test has said otherwise.
struct Fake {
    clocks: Clocks,
    asked: AtomicUsize,
    script: Mutex<VecDeque<Answer>>,
}

enum Answer {
    /// A text that expires after this time on the wall clock.
    Token(&'static str, Duration),
    /// One that has expired before.
    Expired(&'static str),
    Failure(&'static str),
}

impl std::fmt::Debug for Fake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fake")
    }
}

#[async_trait::async_trait]
impl TokenCredential for Fake {
    async fn get_token(&self, scopes: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        assert_eq!(scopes, [SCOPE]);
        let number = self.asked.fetch_add(1, Ordering::Relaxed) + 1;
        // Others run meanwhile.
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
        let wall = self.clocks.wall();
        match self.script.lock().unwrap().pop_front() {
            None => Ok(AccessToken::new(format!("token-{number}"), (wall + HOUR).into())),
            Some(Answer::Token(text, lifetime)) => Ok(AccessToken::new(text, (wall + lifetime).into())),
            Some(Answer::Expired(text)) => Ok(AccessToken::new(text, (wall - HOUR).into())),
            Some(Answer::Failure(message)) => {
                let text = format!("FakeCredential authentication failed. {message}");
                Err(Error::with_message(ErrorKind::Credential, text))
            }
        }
    }
}

struct Fixture {
    cache: Arc<TokenCache>,
    fake: Arc<Fake>,
    clocks: Clocks,
}

impl Fixture {
    fn new(script: impl IntoIterator<Item = Answer>) -> Self {
        let clocks = Clocks::new();
        let script = Mutex::new(script.into_iter().collect());
        let fake = Arc::new(Fake { clocks: clocks.clone(), asked: AtomicUsize::new(0), script });
        let of_test = clocks.clone();
        let clock = Clock::new(move || *of_test.0.lock().unwrap());
        let cache = Arc::new(TokenCache::with_clock(fake.clone(), SCOPE.to_owned(), clock));
        Self { cache, fake, clocks }
    }

    /// The token of a call, or why there is none.
    async fn token(&self) -> Result<String, String> {
        self.cache.header().await.map(|header| text(&header)).map_err(|error| error.to_string())
    }

    async fn after_refusal(&self, token: &str) -> Option<String> {
        self.cache.after_refusal(&HeaderValue::from_str(&format!("Bearer {token}")).unwrap()).await.map(|it| text(&it))
    }

    fn asked(&self) -> usize {
        self.fake.asked.load(Ordering::Relaxed)
    }

    /// The outcomes of many calls at the same time.
    async fn at_once<T: Send + 'static, F>(&self, call: impl Fn(Arc<TokenCache>) -> F) -> Vec<T>
    where
        F: Future<Output = T> + Send + 'static,
    {
        let tasks: Vec<_> = (0..50).map(|_| tokio::spawn(call(self.cache.clone()))).collect();
        let mut outcomes = Vec::new();
        for task in tasks {
            outcomes.push(task.await.unwrap());
        }
        outcomes
    }
}

fn text(header: &HeaderValue) -> String {
    assert!(header.is_sensitive());
    header.to_str().unwrap().strip_prefix("Bearer ").unwrap().to_owned()
}

#[tokio::test]
async fn a_token_is_held_and_refreshed_five_minutes_before_it_expires() {
    let fixture = Fixture::new([]);
    for (passed, token) in [(0, "token-1"), (54, "token-1"), (1, "token-2"), (54, "token-2"), (1, "token-3")] {
        fixture.clocks.pass(MINUTE * passed);
        assert_eq!(fixture.token().await.as_deref(), Ok(token));
        assert_eq!(fixture.token().await.as_deref(), Ok(token));
    }
    assert_eq!(fixture.asked(), 3);
}

#[tokio::test]
async fn calls_that_need_a_token_share_one_request() {
    let fixture = Fixture::new([]);
    let call = |cache: Arc<TokenCache>| async move { text(&cache.header().await.unwrap()) };
    assert!(fixture.at_once(call).await.iter().all(|token| token == "token-1"));
    assert_eq!(fixture.asked(), 1);
    fixture.clocks.pass(HOUR);
    assert!(fixture.at_once(call).await.iter().all(|token| token == "token-2"));
    assert_eq!(fixture.asked(), 2);
}

#[tokio::test]
async fn calls_share_a_failure_and_the_next_asks_again() {
    let fixture = Fixture::new([Answer::Failure("AADSTS7000215: no")]);
    let call = |cache: Arc<TokenCache>| async move { cache.header().await.map_err(|error| error.to_string()) };
    for outcome in fixture.at_once(call).await {
        assert_eq!(outcome.unwrap_err(), "no token: FakeCredential: AADSTS7000215: no");
    }
    assert_eq!(fixture.asked(), 1);
    assert_eq!(fixture.token().await.as_deref(), Ok("token-2"));
}

#[tokio::test]
async fn while_one_call_refreshes_the_others_take_the_token_that_is_valid() {
    let fixture = Fixture::new([]);
    fixture.token().await.unwrap();
    fixture.clocks.pass(MINUTE * 56);
    let tokens = fixture.at_once(|cache| async move { text(&cache.header().await.unwrap()) }).await;
    assert_eq!(tokens.iter().filter(|token| *token == "token-2").count(), 1, "{tokens:?}");
    assert_eq!((fixture.asked(), fixture.token().await.as_deref()), (2, Ok("token-2")));
}

#[tokio::test]
async fn a_refresh_that_fails_keeps_a_valid_token_and_is_tried_again_after_a_pause() {
    let failure = || Answer::Failure("no");
    let fixture = Fixture::new([Answer::Token("first", HOUR), failure(), failure(), failure()]);
    fixture.token().await.unwrap();
    fixture.clocks.pass(MINUTE * 57);
    for (passed, asked) in [(0, 2), (29, 2), (1, 3), (0, 3)] {
        fixture.clocks.pass(Duration::from_secs(passed));
        assert_eq!(fixture.token().await.as_deref(), Ok("first"));
        assert_eq!(fixture.asked(), asked);
    }
    // It has expired, and there is no other.
    fixture.clocks.pass(MINUTE * 3);
    assert_eq!(fixture.token().await.unwrap_err(), "no token: FakeCredential: no");
    assert_eq!(fixture.token().await.as_deref(), Ok("token-5"));
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_for_all_calls_that_used_it() {
    let fixture = Fixture::new([]);
    fixture.token().await.unwrap();
    let refused = |cache: Arc<TokenCache>| async move {
        cache.after_refusal(&HeaderValue::from_static("Bearer token-1")).await.map(|header| text(&header))
    };
    assert!(fixture.at_once(refused).await.iter().all(|token| token.as_deref() == Some("token-2")));
    // A refusal that was on its way does no harm to the new one.
    assert_eq!(fixture.after_refusal("token-1").await.as_deref(), Some("token-2"));
    assert_eq!((fixture.asked(), fixture.token().await.as_deref()), (2, Ok("token-2")));
}

#[tokio::test]
async fn a_credential_that_gives_the_refused_token_again_is_not_asked_by_every_call() {
    let same = || Answer::Token("same", HOUR);
    let fixture = Fixture::new([same(), same(), same()]);
    fixture.token().await.unwrap();
    for _ in 0..3 {
        assert_eq!(fixture.after_refusal("same").await, None);
        assert_eq!((fixture.asked(), fixture.token().await.as_deref()), (2, Ok("same")));
    }
    fixture.clocks.pass(MINUTE);
    assert_eq!((fixture.after_refusal("same").await, fixture.asked()), (None, 3));
    fixture.clocks.pass(MINUTE);
    assert_eq!(fixture.after_refusal("same").await.as_deref(), Some("token-4"));
}

#[tokio::test]
async fn a_refused_token_is_dropped_even_if_there_is_no_other() {
    let failure = || Answer::Failure("no");
    let fixture = Fixture::new([Answer::Token("first", HOUR), failure(), failure()]);
    fixture.token().await.unwrap();
    assert_eq!(fixture.after_refusal("first").await, None);
    assert_eq!(fixture.token().await.unwrap_err(), "no token: FakeCredential: no");
    assert_eq!(fixture.token().await.as_deref(), Ok("token-4"));
}

#[tokio::test]
async fn a_refresh_that_is_dropped_leaves_it_to_the_next() {
    let fixture = Fixture::new([]);
    let cache = fixture.cache.clone();
    let dropped = tokio::spawn(async move { cache.header().await.is_ok() });
    tokio::task::yield_now().await;
    dropped.abort();
    assert!(dropped.await.unwrap_err().is_cancelled());
    assert_eq!(fixture.asked(), 1);
    assert_eq!(fixture.token().await.as_deref(), Ok("token-2"));
}

#[tokio::test]
async fn a_short_life_is_used_for_half_of_it() {
    let fixture = Fixture::new([Answer::Token("short", MINUTE)]);
    for (passed, token) in [(0, "short"), (29, "short"), (1, "token-2")] {
        fixture.clocks.pass(Duration::from_secs(passed));
        assert_eq!(fixture.token().await.as_deref(), Ok(token));
    }
}

/// The clock of this machine is wrong then, or that of the identity platform: the service has a clock of its own.
#[tokio::test]
async fn a_token_that_has_expired_when_it_is_received_is_used_for_a_minute() {
    let fixture = Fixture::new([Answer::Expired("first"), Answer::Expired("second")]);
    for (passed, token) in [(0, "first"), (29, "first"), (1, "second"), (29, "second")] {
        fixture.clocks.pass(Duration::from_secs(passed));
        assert_eq!(fixture.token().await.as_deref(), Ok(token));
    }
    assert_eq!(fixture.asked(), 2);
}

#[tokio::test]
async fn a_clock_that_is_set_forward_refreshes_and_loses_nothing() {
    let fixture = Fixture::new([Answer::Token("first", HOUR), Answer::Failure("no")]);
    fixture.token().await.unwrap();
    fixture.clocks.set_wall(|wall| wall + HOUR * 24);
    assert_eq!((fixture.token().await.as_deref(), fixture.asked()), (Ok("first"), 2));
    fixture.clocks.pass(MINUTE);
    assert_eq!((fixture.token().await.as_deref(), fixture.asked()), (Ok("token-3"), 3));
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_keep_a_token_for_longer() {
    let fixture = Fixture::new([]);
    fixture.token().await.unwrap();
    fixture.clocks.set_wall(|wall| wall - HOUR * 24);
    fixture.clocks.pass(MINUTE * 54);
    assert_eq!(fixture.token().await.as_deref(), Ok("token-1"));
    fixture.clocks.pass(MINUTE);
    assert_eq!(fixture.token().await.as_deref(), Ok("token-2"));
}

/// The monotonic clock stands still while the machine sleeps.
#[tokio::test]
async fn a_machine_that_has_slept_refreshes() {
    let fixture = Fixture::new([]);
    fixture.token().await.unwrap();
    fixture.clocks.set_wall(|wall| wall + HOUR * 8);
    assert_eq!(fixture.token().await.as_deref(), Ok("token-2"));
}

#[tokio::test]
async fn a_text_that_is_no_token_is_an_error_that_does_not_show_it() {
    let fixture = Fixture::new([Answer::Token("s3cr3t s3cr3t", HOUR)]);
    let error = fixture.token().await.unwrap_err();
    assert!(error.contains("whitespace") && !error.contains("s3cr3t"), "{error}");
}

#[tokio::test]
async fn no_token_is_in_debug() {
    let fixture = Fixture::new([]);
    fixture.token().await.unwrap();
    assert_eq!(format!("{:?}", fixture.cache), format!("TokenCache {{ scope: {SCOPE:?}, .. }}"));
}
