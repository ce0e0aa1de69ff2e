//! Text for a terminal.
//!
//! | file | what it holds |
//! |---|---|
//! | `review.rs` | a review: its entries, a line each |
//! | `details.rs` | all of an entry, on request |
//! | `findings.rs` | the findings of the lint |
//! | `printer.rs` | lines of text, and fields |
//! | `styles.rs` | the colours |
//! | `wrap.rs` | a line that is longer than the screen |

mod details;
mod findings;
mod printer;
mod review;
mod styles;
mod wrap;

pub(crate) use findings::findings;
pub(crate) use review::review;
