//! The simulator, seen from the other side of a socket.

mod client;
mod contracts;
mod faults;
mod journal;
mod lifecycle;
mod memory;
mod preferences;
mod refusals;
mod serving;
