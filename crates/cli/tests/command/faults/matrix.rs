//! Every fault on every operation.

use std::rc::Rc;

use defender_actions::Outcome;
use defender_actions_simulator::Simulator;
use tokio::runtime;
use tokio::task::{self, LocalSet};

use super::calls::{CONTRACT, Caller, ExampleCall, Made, Retry, simulator};
use super::promises;
use super::rows::{PATIENCE, ROWS, Row, Stage};

/// How a call meets the fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mode {
    pub retry: Retry,
    /// Whether each request meets it, or one alone.
    pub is_always: bool,
}

/// The modes, in the order of the columns of the table.
pub const MODES: [Mode; 5] = [
    Mode { retry: Retry::Off, is_always: true },
    Mode { retry: Retry::On, is_always: false },
    Mode { retry: Retry::On, is_always: true },
    Mode { retry: Retry::WithConsent, is_always: false },
    Mode { retry: Retry::WithConsent, is_always: true },
];

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub outcome: Outcome,
    pub requests: usize,
    pub carried_out: usize,
}

/// The results of the calls of one mode, by the operations of the contract.
pub type Column = Vec<(String, Cell)>;

/// Makes every call of the matrix, and checks each: for each row the column of each mode.
pub fn run() -> Vec<Vec<Column>> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(LocalSet::new().run_until(async {
        let all = || ROWS.iter().flat_map(|row| MODES.iter().map(move |mode| (row, *mode)));
        // What has to wait does so at the same time, and alone, so that its time is not spent on the work of others.
        let apart = all().filter(|(row, _)| row.stage != Stage::Shared);
        let apart: Vec<Scene> = apart.map(|(row, mode)| Scene::apart(row, mode)).collect();
        let apart: Vec<_> = apart.into_iter().map(|scene| task::spawn_local(scene.column())).collect();
        let mut waited = Vec::new();
        for column in apart {
            waited.push(column.await.unwrap());
        }
        let mut waited = waited.into_iter();
        let shared = Rc::new(simulator());
        let callers = Retry::ALL.map(|retry| (retry, Caller::new(&shared, PATIENCE, retry)));
        let mut columns = Vec::new();
        for (row, mode) in all() {
            columns.push(match row.stage {
                Stage::Apart | Stage::Endless => waited.next().unwrap(),
                Stage::Shared => {
                    let (_, caller) = callers.iter().find(|(retry, _)| *retry == mode.retry).unwrap();
                    Scene::new(row, mode, Rc::clone(&shared), caller.clone(), caller.clone()).column().await
                }
            });
        }
        columns.chunks(MODES.len()).map(<[Column]>::to_vec).collect()
    }))
}

/// A simulator with a fault for each operation, and the client that calls it.
struct Scene {
    row: &'static Row,
    mode: Mode,
    is_after_one: bool,
    simulator: Rc<Simulator>,
    /// How many requests it received before.
    before: usize,
    caller: Caller,
    /// Makes the calls that meet no fault, and has time for them.
    patient: Caller,
}

impl Scene {
    fn new(row: &'static Row, mode: Mode, simulator: Rc<Simulator>, caller: Caller, patient: Caller) -> Self {
        simulator.clear_faults();
        // That a fault is met after a first call need not be tried in each mode.
        let is_after_one = row.stage != Stage::Shared || mode == MODES[0];
        for operation in CONTRACT.operations() {
            let rule = row.rule(operation.name(), is_after_one);
            simulator.fault(if mode.is_always { rule } else { rule.times(1) });
        }
        let before = simulator.journal().len();
        Self { row, mode, is_after_one, simulator, before, caller, patient }
    }

    fn apart(row: &'static Row, mode: Mode) -> Self {
        let simulator = simulator();
        let caller = Caller::new(&simulator, row.timeout(), mode.retry);
        let patient = Caller::new(&simulator, PATIENCE, Retry::Off);
        Self::new(row, mode, Rc::new(simulator), caller, patient)
    }

    /// Calls each operation with the fault, which a call before does not meet.
    async fn column(self) -> Column {
        for (operation, call) in calls().into_iter().filter(|_| self.is_after_one) {
            let cell = self.checked(&call, self.patient.make(&call).await);
            assert_eq!(cell, Cell { outcome: Outcome::Accepted, requests: 1, carried_out: 1 }, "{operation}");
        }
        let make = |(operation, call): (String, ExampleCall)| {
            let caller = self.caller.clone();
            task::spawn_local(async move {
                let made = caller.make(&call).await;
                (operation, call, made)
            })
        };
        let tasks: Vec<_> = calls().into_iter().map(make).collect();
        let mut column = Column::new();
        for task in tasks {
            let (operation, call, made) = task.await.unwrap();
            column.push((operation, self.checked(&call, made)));
        }
        column
    }

    fn checked(&self, call: &ExampleCall, made: Made) -> Cell {
        let requests = call.requests(&self.simulator, self.before);
        let context = format!("{} {:?} {}", self.row.rule, self.mode, call.target);
        promises::check(&context, &made, &requests, self.mode.retry);
        assert_eq!(made.sent, requests.len(), "every request that was sent was received: {context}");
        let carried_out = requests.iter().filter(|request| request.is_carried_out).count();
        Cell { outcome: made.outcome, requests: requests.len(), carried_out }
    }
}

/// A call of each operation, with its operationId.
fn calls() -> Vec<(String, ExampleCall)> {
    CONTRACT.operations().iter().map(|it| (it.name().to_owned(), ExampleCall::new(it))).collect()
}
