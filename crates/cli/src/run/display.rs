//! How far a run is: a bar on a terminal, lines elsewhere. All of it goes to stderr.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use calls::journal::RowState;
use calls::run::{Event, Progress, Rates};
use calls::{CallResult, Row};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output;

/// Between two lines where there is no terminal.
const BETWEEN_LINES: Duration = Duration::from_secs(10);
/// A wait of this length is worth a line.
const LONG_WAIT: Duration = Duration::from_secs(10);
/// So many rows that are not accepted are shown; the journal has all.
const SHOWN_FAILURES: u64 = 20;

/// Shows a run.
pub struct Display {
    list: String,
    progress: Progress,
    /// On a terminal.
    bar: Option<ProgressBar>,
    last_line: Instant,
    failures: u64,
}

impl Display {
    /// A run of so many rows begins.
    pub fn new(list: &str, total: u64, rates: Rates) -> Self {
        let bar = io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5));
            let style = ProgressStyle::with_template("[{bar:30}] {pos}/{len} {wide_msg}");
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
            bar
        });
        Self {
            list: list.to_owned(),
            progress: Progress::new(total, rates),
            bar,
            last_line: Instant::now(),
            failures: 0,
        }
    }

    /// Shows what happens.
    pub fn show(&mut self, event: &Event<'_>) {
        self.progress.apply(event);
        match event {
            Event::Done(row, result) => self.failure(row, result),
            Event::Finishing { in_flight } if *in_flight > 0 => {
                self.message(format!("waiting for {in_flight} in flight; again to give them up"));
            }
            // The line says for how long, and what for.
            Event::Waiting(time, _) if *time >= LONG_WAIT && self.bar.is_none() => self.line(),
            _ => {}
        }
        match &self.bar {
            Some(bar) => {
                bar.set_position(self.progress.done());
                bar.set_message(self.progress.text());
            }
            None if self.last_line.elapsed() >= BETWEEN_LINES => self.line(),
            None => {}
        }
    }

    /// Writes a line above the bar.
    pub fn message(&self, line: impl std::fmt::Display) {
        match &self.bar {
            Some(bar) => bar.suspend(|| output::message(line)),
            None => output::message(line),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn line(&mut self) {
        self.last_line = Instant::now();
        output::message(self.progress.line());
    }

    fn failure(&mut self, row: &Row, result: &CallResult) {
        let state = RowState::from(result);
        if state == RowState::Accepted && result.message.is_empty() {
            return;
        }
        self.failures += 1;
        match self.failures {
            count if count <= SHOWN_FAILURES => {
                self.message(format!("{}:{}: {} {state}: {}", self.list, row.line, row.call.operation, result.message))
            }
            count if count == SHOWN_FAILURES + 1 => self.message("further ones are in the journal only"),
            _ => {}
        }
    }
}
