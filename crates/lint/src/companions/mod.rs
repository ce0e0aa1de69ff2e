//! What stands beside a contract: quirks, example files, tests.

mod examples;
mod quirks;

use super::context::{Context, Findings};

/// The texts that stand beside a contract; the document of someone else has none.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// The quirks: places where the documents of the service contradict each other, and what was decided.
    pub quirks: Option<File>,
    /// All example files; none if examples are not kept as files.
    pub examples: Option<Vec<File>>,
    /// The files with the tests that quirks name, under the names that they are named by; none if nobody has them.
    pub tests: Option<Vec<File>>,
}

/// A file that has been read.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name, as findings tell it; of an example, the path ends in `<operationId>/<part>.<name>.json`.
    pub name: String,
    /// Its text.
    pub text: String,
}

pub(super) fn check(context: &Context<'_>, companions: &Companions, findings: &mut Findings<'_>) {
    if let Some(file) = &companions.quirks {
        quirks::check(context, file, companions.tests.as_deref(), findings);
    }
    if let Some(files) = &companions.examples {
        examples::check(context, files, findings);
    }
}
