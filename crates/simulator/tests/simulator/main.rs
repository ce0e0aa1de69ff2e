//! The simulator, seen from the other side of a socket.

mod client;
mod connections;
mod contracts;
mod faults;
mod journal;
mod lifecycle;
mod limits;
mod malformed;
mod memory;
mod preferences;
mod refusals;
mod serving;
