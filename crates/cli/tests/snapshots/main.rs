//! Everything that is derived from the contract, pinned for reviewers in `snapshots/`.
//!
//! It is in one test binary, so that one run of `cargo test` shows every difference: cargo stops at the first binary that
//! fails. The command is the last that is derived, so the binary is here.
//!
//! A fact is shown once. What the contract says itself is not repeated: its facts are pinned, and how generated code,
//! views and the command differ from it.

mod command;
mod facts;
mod payloads;
mod rust;
mod views;
