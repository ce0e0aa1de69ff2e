//! What the review reports of changes: by tables, and of what no table shows.

#[path = "review/causes.rs"]
mod causes;
#[path = "review/dialects.rs"]
mod dialects;
#[path = "review/harness.rs"]
mod harness;
#[path = "review/nearest.rs"]
mod nearest;
#[path = "review/places.rs"]
mod places;
#[path = "review/references.rs"]
mod references;
#[path = "review/refused.rs"]
mod refused;
#[path = "review/same.rs"]
mod same;
#[path = "review/table.rs"]
mod table;
