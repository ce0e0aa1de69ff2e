//! A run: the calls of a list, made within the limits of the service.
//!
//! - `engine.rs`: the loop that makes the calls. `event.rs`: what happens in it. `tally.rs`: how many rows stand where.
//! - `plan.rs`: what it would do. `progress.rs`: how far it is. `summary.rs`: its result. `duration.rs`: times for people.
//! - `rate.rs`: so many calls in a period. `rates.rs`: those of each operation. `limiter.rs`: when the next call may be made.
//! - `throttle.rs`: responses that ask all calls to wait. `stop.rs`: why a run ends early.

mod duration;
mod engine;
mod event;
mod limiter;
mod plan;
mod progress;
mod rate;
mod rates;
mod stop;
mod summary;
mod tally;
mod throttle;

pub use engine::{Ended, Options, run};
pub use event::{Event, WaitingFor};
pub use plan::{Plan, PlannedOperation};
pub use progress::Progress;
pub use rate::{InvalidRate, Rate, least_time};
pub use rates::Rates;
pub use stop::{FAILURES, Halt, LONGEST_PAUSE, Stop};
pub use summary::{OperationSummary, RunSummary, StopReason, Stopped};
pub use tally::Tally;
