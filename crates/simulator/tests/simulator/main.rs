//! The simulator, seen from the other side of a socket.

mod client;
mod connections;
mod contracts;
mod dialect;
mod documentation;
mod faults;
mod journal;
mod lifecycle;
mod limits;
mod malformed;
mod media_types;
mod memory;
mod pages;
mod paths;
mod preferences;
mod refusal_forms;
mod refusals;
mod samples;
mod serving;
mod style;
mod tokens;
