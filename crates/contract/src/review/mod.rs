//! The review: what changes between two contracts, and for whom.

mod approvals;
mod change;
mod version;

pub use approvals::{Approval, Reason};
pub use change::{Change, Direction, Location, Review, Tier};
pub use version::Gate;
