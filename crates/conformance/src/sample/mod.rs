//! Samples: the code that the README of each language shows, run as it stands there.
//!
//! What it must say is one rule for all languages: that it was done where an action was taken, and else the status that
//! was received, however the answer looks.
//!
//! - `readme`: the sample in a README; `case`: what it is run against, `clients/samples.yaml`
//! - `run`: a sample as a process, case by case; `rules`: what is wrong with what it said
//! - `table`: what it said, as `samples.md`

mod case;
mod readme;
mod rules;
mod run;
mod table;

pub use case::{CaseAnswer, SampleCase, cases};
pub use readme::sample;
pub use rules::{broken, failures};
pub use run::{SampleRun, run};
pub use table::table;
