//! The run: each generator with each of its views.

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, path};

use anyhow::{Context, Result, bail};
use defender_actions_simulator::Simulator;
use openapi::Contract;
use views::View;

use super::manifest::Generator;
use super::questions::{NO, NOT_RUN, NOTHING, QUESTIONS, YES};
use super::row::Row;
use crate::driver::Process;
use crate::exchange::{self, Exchange};
use crate::language::Language;
use crate::report::Log;
use crate::rust_client::RustClient;
use crate::scenario::{self, Scenario};
use crate::workspace::{Step, Workspace};

/// What every generator is run with.
pub struct MatrixRun {
    contract: Contract,
    scenarios: Vec<Scenario>,
    work: PathBuf,
    log: Log,
    /// What the Rust client does.
    rust: Vec<Exchange>,
}

impl MatrixRun {
    /// Reads the scenarios, and takes the Rust client through them. Clients are made below `work`.
    ///
    /// # Errors
    ///
    /// Scenarios that cannot be read; a simulator or a Rust client that does not start.
    pub fn prepare(scenarios: &Path, work: &Path, log: Log) -> Result<Self> {
        let contract = Contract::parse("spec/openapi.yaml", defender_actions::CONTRACT)?;
        let scenarios = scenario::scenarios(&contract, scenarios)?;
        // The steps run in folders of their own, where a relative path would lead elsewhere.
        let work = path::absolute(work).with_context(|| work.display().to_string())?;
        let simulator = Simulator::start()?;
        let rust = exchange::run(&mut RustClient::new(&simulator.url())?, &simulator, &scenarios).exchanges;
        Ok(Self { contract, scenarios, work, log, rust })
    }

    /// The row of a generator for each of its views; of one that cannot be generated here, nothing is run.
    ///
    /// # Errors
    ///
    /// What is pinned cannot be installed; a driver that ends, is silent, or writes what is no answer.
    pub fn rows(&self, generator: &Generator) -> Result<Vec<Row>> {
        let missing = generator.missing_tools();
        let row = |view: &&'static View| {
            let start = Instant::now();
            let cells = if missing.is_empty() { self.cells(generator, view)? } else { not_run(&missing, 0) };
            let (log, seconds) = (self.log, start.elapsed().as_secs_f32());
            log(format_args!("{} with {}: {}, after {seconds:.0} s", generator.id, view.name, cells.join(", ")));
            Ok(Row { generator: generator.manifest.generator.clone(), view: view.name.to_owned(), cells })
        };
        generator.views().iter().map(row).collect()
    }

    fn cells(&self, generator: &Generator, view: &'static View) -> Result<Vec<String>> {
        let language = generator.language(view);
        let workspace = Workspace::open(&language, &self.work, &self.contract)?;
        if !workspace.is_installed(Step::Install) {
            (self.log)(format_args!("{}: install", generator.id));
            workspace.run(Step::Install)?;
        }
        let failed = |done: usize| {
            let rest = Row::heads().count() - done - 1;
            [YES].repeat(done).into_iter().chain([NO]).chain([NOTHING].repeat(rest)).map(str::to_owned).collect()
        };
        if self.fails(&workspace, Step::Generate) {
            return Ok(failed(0));
        }
        let toolchain = &language.manifest.toolchains[0];
        let missing = toolchain.missing_programs();
        if !missing.is_empty() {
            return Ok([YES.to_owned()].into_iter().chain(not_run(&missing, 1)).collect());
        }
        let mut cells = vec![YES.to_owned()];
        cells.push(match &generator.manifest.compile {
            None => NOTHING.to_owned(),
            Some(_) if self.fails(&workspace, Step::Compile(toolchain)) => return Ok(failed(1)),
            Some(_) => YES.to_owned(),
        });
        if generator.manifest.drive.is_some() {
            let exchanges = self.drive(&language, &workspace)?;
            cells.extend(QUESTIONS.iter().map(|question| {
                match question.is_of_models || !generator.manifest.models_only {
                    true => question.cell(&exchanges, &self.rust),
                    false => NOTHING.to_owned(),
                }
            }));
        }
        cells.resize(Row::heads().count(), NOTHING.to_owned());
        Ok(cells)
    }

    /// Runs a step that may fail; why it does is reported.
    fn fails(&self, workspace: &Workspace<'_>, step: Step<'_>) -> bool {
        workspace.run(step).inspect_err(|error| (self.log)(format_args!("{error:#}"))).is_err()
    }

    fn drive(&self, language: &Language, workspace: &Workspace<'_>) -> Result<Vec<Exchange>> {
        let simulator = Simulator::start()?;
        let mut driver = Process::start(workspace.driver(&language.manifest.toolchains[0])?, &simulator.url())?;
        let transcript = exchange::run(&mut driver, &simulator, &self.scenarios);
        exchange::write(&transcript.exchanges, &workspace.transcript())?;
        if let Some(broken) = transcript.broken {
            let log = fs::read_to_string(workspace.driver_log()).unwrap_or_default();
            bail!("{}: {broken}; the log of the driver:\n{log}", language.id);
        }
        Ok(transcript.exchanges)
    }
}

/// The cells from one on that the lack of programs leaves empty.
fn not_run(missing: &[&str], from: usize) -> Vec<String> {
    vec![format!("{NOT_RUN}: no {}", missing.join(", ")); Row::heads().count() - from]
}
