//! A row of the matrix.

use super::questions::{NOT_RUN, QUESTIONS, STEPS};

/// A generator with a view, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Generator and version.
    pub generator: String,
    /// Name of the view.
    pub view: String,
    /// A text for each column.
    pub cells: Vec<String>,
}

impl Row {
    /// The heads of the cells.
    pub fn heads() -> impl Iterator<Item = &'static str> {
        STEPS.into_iter().chain(QUESTIONS.iter().map(|question| question.title))
    }

    /// The cells with their heads.
    pub fn named_cells(&self) -> impl Iterator<Item = (&'static str, &str)> {
        Self::heads().zip(self.cells.iter().map(String::as_str))
    }

    /// Where a row is not as it is pinned, as sentences. What was not run, now or then, is compared with nothing.
    pub fn differences(&self, pinned: &Self) -> Vec<String> {
        let cells = self.named_cells().zip(&pinned.cells);
        let compared = cells.filter(|((_, now), then)| ![*now, then.as_str()].iter().any(|it| it.starts_with(NOT_RUN)));
        let differing = compared.filter(|((_, now), then)| now != then);
        differing.map(|((head, now), then)| format!("{head}: pinned is `{then}`, and it is `{now}`")).collect()
    }

    /// The row with what is pinned where it was not run.
    pub(super) fn or_pinned(mut self, pinned: Option<&Self>) -> Self {
        for (index, cell) in self.cells.iter_mut().enumerate() {
            if let Some(pinned) = pinned.and_then(|pinned| pinned.cells.get(index))
                && cell.starts_with(NOT_RUN)
            {
                cell.clone_from(pinned);
            }
        }
        self
    }
}
