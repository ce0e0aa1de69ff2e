//! The formats in which a review and the findings of the lint are told.
