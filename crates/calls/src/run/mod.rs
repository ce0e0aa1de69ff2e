//! A run: the calls of a list, made within the limits of the service.
//!
//! - `engine.rs`: the loop that makes the calls. `event.rs`: what happens in it. `tally.rs`: how many rows stand where.
//! - `rate.rs`: so many calls in a period. `rates.rs`: those of each operation. `limiter.rs`: when the next call may be made.
//! - `throttle.rs`: responses that ask all calls to wait. `stop.rs`: why a run ends early.

mod engine;
mod event;
mod limiter;
mod rate;
mod rates;
mod stop;
mod tally;
mod throttle;

pub use engine::{Ended, Options, run};
pub use event::{Event, WaitingFor};
pub use rate::{InvalidRate, Rate, least_time};
pub use rates::Rates;
pub use stop::{FAILURES, Halt, LONGEST_PAUSE, Stop};
pub use tally::Tally;
