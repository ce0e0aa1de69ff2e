//! Scenarios: a call of an operation, and what the service answers. Data for every language alike.
//!
//! They are derived from the examples of the contract, and from `clients/scenarios.yaml`, which says what every
//! operation goes through. No operation is named there, so a new one has its scenarios as soon as it has examples.
//!
//! - `call`: a scenario; `derive`: how all are derived
//! - `examples`: what an operation starts from; `file`: the rules; `change`: how a body is changed; `sending`: how it is sent

mod call;
mod change;
mod derive;
mod examples;
mod file;
mod sending;

pub use call::{Call, Scenario, ServiceAnswer};
pub use derive::scenarios;
pub use sending::Sending;
