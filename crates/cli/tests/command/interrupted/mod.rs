//! A run that is interrupted: killed at any instant, or left without a place for its journal. At the end each row was
//! carried out once, or is reported as unknown: what the simulator carried out is held against what the journal says.

#![cfg(unix)]

mod again;
mod disk;
mod kills;
mod place;
