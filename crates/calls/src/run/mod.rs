//! A run: the calls of a list, made within the limits of the service.
//!
//! - `rate.rs`: so many calls in a period. `rates.rs`: those of each operation.
//! - `limiter.rs`: when the next call may be made.

mod limiter;
mod rate;
mod rates;

pub use limiter::{Limiter, Turn};
pub use rate::{InvalidRate, Rate, least_time};
pub use rates::Rates;
