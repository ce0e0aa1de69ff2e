//! One page that a person can send on: no network, no script, light or dark as the reader has it.
//!
//! | file | what it holds |
//! |---|---|
//! | `review.rs` | a review: its entries, a line each, which open |
//! | `findings.rs` | the findings of the lint |
//! | `page.rs` | the page around them |
//! | `style.css` | how it looks |
//! | `markup.rs` | text that is not trusted, as text |

mod findings;
mod markup;
mod page;
mod review;

pub(crate) use findings::findings;
pub(crate) use review::review;
