//! The time of a token, on clocks that may be set.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// An instant on both clocks of the system.
///
/// Neither is right alone: the wall clock can be set while a token is held, and the monotonic clock can stand still while
/// the machine sleeps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) monotonic: Instant,
    pub(super) wall: SystemTime,
}

impl Moment {
    /// How long ago an earlier moment was by the clock that says more. A wall clock that was set back says nothing.
    pub(super) fn since(self, earlier: Self) -> Duration {
        let wall = self.wall.duration_since(earlier.wall).unwrap_or_default();
        self.steady_since(earlier).max(wall)
    }

    /// How long ago an earlier moment was by the clock that nobody can set.
    pub(super) fn steady_since(self, earlier: Self) -> Duration {
        self.monotonic.saturating_duration_since(earlier.monotonic)
    }
}

/// Where the time comes from.
#[derive(Clone)]
pub(super) struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    /// The clocks of the system.
    pub(super) fn system() -> Self {
        Self::new(|| Moment { monotonic: Instant::now(), wall: SystemTime::now() })
    }

    pub(super) fn new(now: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    pub(super) fn now(&self) -> Moment {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock(…)")
    }
}
