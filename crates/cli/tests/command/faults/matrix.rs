//! Every fault on every operation.

use std::rc::Rc;

use defender_actions::Outcome;
use defender_actions_simulator::Simulator;
use tokio::runtime;
use tokio::task::{self, LocalSet};

use super::calls::{CONTRACT, Caller, ExampleCall, Made, simulator};
use super::promises;
use super::rows::{Pace, ROWS, Row};

/// How a call meets the fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mode {
    /// Whether every request meets it, or the first alone that does.
    pub is_always: bool,
}

/// The modes, in the order of the columns of the table.
pub const MODES: &[Mode] = &[Mode { is_always: true }];

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub outcome: Outcome,
    pub requests: usize,
    pub carried_out: usize,
}

/// What came of the calls of one mode, by the operations of the contract.
pub type Column = Vec<(String, Cell)>;

/// Makes every call of the matrix, and checks each: for each row the column of each mode.
pub fn run() -> Vec<Vec<Column>> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(LocalSet::new().run_until(async {
        let all = || ROWS.iter().flat_map(|row| MODES.iter().map(move |mode| (row, *mode)));
        // What has to wait does so at the same time, and alone, so that its time is not spent on the work of others.
        let slow = all().filter(|(row, _)| row.pace == Pace::Slow);
        let slow: Vec<Stage> = slow.map(|(row, mode)| Stage::new(row, mode, Rc::new(simulator()))).collect();
        let slow: Vec<_> = slow.into_iter().map(|stage| task::spawn_local(stage.column())).collect();
        let mut waited = Vec::new();
        for column in slow {
            waited.push(column.await.unwrap());
        }
        let mut waited = waited.into_iter();
        let shared = Rc::new(simulator());
        let mut columns = Vec::new();
        for (row, mode) in all() {
            columns.push(match row.pace {
                Pace::Slow => waited.next().unwrap(),
                Pace::Quick => Stage::new(row, mode, Rc::clone(&shared)).column().await,
            });
        }
        columns.chunks(MODES.len()).map(<[Column]>::to_vec).collect()
    }))
}

/// A simulator with a fault for each operation, and the client that calls it.
struct Stage {
    row: &'static Row,
    mode: Mode,
    simulator: Rc<Simulator>,
    caller: Caller,
}

impl Stage {
    fn new(row: &'static Row, mode: Mode, simulator: Rc<Simulator>) -> Self {
        simulator.clear_faults();
        for operation in CONTRACT.operations() {
            let rule = row.rule(operation.name());
            simulator.fault(if mode.is_always { rule } else { rule.times(1) });
        }
        Self { row, mode, caller: Caller::new(&simulator, row.timeout()), simulator }
    }

    /// Calls each operation twice; the second call meets the fault.
    async fn column(self) -> Column {
        for (operation, call) in self.calls() {
            let cell = self.checked(&call, self.caller.make(&call).await);
            assert_eq!(cell, Cell { outcome: Outcome::Accepted, requests: 1, carried_out: 1 }, "{operation}");
        }
        let make = |(operation, call): (String, ExampleCall)| {
            let caller = self.caller.clone();
            task::spawn_local(async move {
                let made = caller.make(&call).await;
                (operation, call, made)
            })
        };
        let tasks: Vec<_> = self.calls().into_iter().map(make).collect();
        let mut column = Column::new();
        for task in tasks {
            let (operation, call, made) = task.await.unwrap();
            column.push((operation, self.checked(&call, made)));
        }
        column
    }

    fn calls(&self) -> Vec<(String, ExampleCall)> {
        CONTRACT.operations().iter().map(|it| (it.name().to_owned(), ExampleCall::new(it))).collect()
    }

    fn checked(&self, call: &ExampleCall, made: Made) -> Cell {
        let requests = call.requests(&self.simulator);
        let context = format!("{} {:?} {}", self.row.rule, self.mode, call.target);
        promises::check(&context, &made, &requests);
        assert_eq!(made.sent, requests.len(), "every request that was sent was received: {context}");
        let carried_out = requests.iter().filter(|request| request.is_carried_out()).count();
        Cell { outcome: made.outcome, requests: requests.len(), carried_out }
    }
}
