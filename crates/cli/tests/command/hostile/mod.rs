//! Hostile texts, thrown at every command: in arguments, names of files, documents, and answers of a service.
//!
//! | file | holds |
//! |---|---|
//! | `texts` | the texts, and documents made of them |
//! | `arguments` | each command and each argument with them |
//! | `answers` | a service that answers with them |
//! | `clean` | what the output may not contain |

mod answers;
mod arguments;
mod clean;
mod texts;
