//! The review: what changes between two contracts, and for whom.
//!
//! A document is read as a graph, brought into normal form, and reported as [facts](facts()). Two documents are
//! [compared](compare()) place by place into differences; each difference is classified by one table of rules.
//!
//! | file | what is in it |
//! |---|---|
//! | `compare` | the review of two contracts, from reading to the version gate |
//! | `differences/` | what differs: matching, pairs of places, comparison |
//! | `classify` | from differences to changes, each with its rule and fingerprint |
//! | `replacements` | which new value of an enumeration takes the place of which old one |
//! | `policy/` | the table of rules: kinds of facts, effects, tiers |
//! | `facts`, `fact` | the facts of a contract, one a line |
//! | `read`, `graph` | a document as a graph of the objects of the specification |
//! | `normal/`, `place` | what holds at a place, however it is written |
//! | `reachable`, `equivalence` | which places operations reach, and which of them are equivalent |
//! | `context`, `path` | what the path to a place says: the direction of messages, and words |
//! | `order` | which of two values lets less through |
//! | `hashing` | a fast hash of numbers that no document chooses |
//! | `nearby` | the line at which something would be in a document that does not have it |
//! | `budget` | how much work and memory documents may take |
//! | `headline`, `excerpt` | a change in a line, and of two long texts what differs |
//! | `unnamed` | names of components that no file gives, so that they may change |
//! | `change`, `merged` | the result of a review; several as one |
//! | `configuration` | what a team's settings did to it |
//! | `approvals`, `fingerprint` | changes that a person has accepted, and what identifies them |
//! | `text` | types that are written as texts |
//! | `version`, `released`, `digest` | versions and the version gate, released contracts and their checksums |

mod approvals;
mod budget;
mod change;
mod classify;
mod compare;
mod configuration;
mod context;
mod differences;
mod digest;
mod equivalence;
mod excerpt;
mod fact;
mod facts;
mod fingerprint;
mod graph;
mod hashing;
mod headline;
mod merged;
mod nearby;
mod normal;
mod order;
mod path;
mod place;
mod policy;
mod reachable;
mod read;
mod released;
mod replacements;
mod text;
mod unnamed;
mod version;

pub use approvals::{Approval, HEADER as APPROVALS_HEADER, Reason, approvals};
pub use change::{Cause, Change, Location, Relation, Review};
pub use compare::{compare, compare_with};
pub use configuration::{Configuration, RuleOff, SettingChange};
pub use fact::Fact;
pub use facts::{facts, facts_with};
pub use fingerprint::Fingerprint;
pub use openapi::Direction;
pub use policy::{RuleId, RuleSetting, Settings, Surface, Tier, Treatment, Treatments, rules};
pub use read::version_of;
pub use released::{CHECKSUMS, Released, checksums, latest, verify};
pub use text::ParseError;
pub use version::{Gate, Version};
