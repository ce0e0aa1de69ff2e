//! The run: each language through its steps, and its outcome.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use codegen::views;
use defender_actions_simulator::Simulator;
use openapi::Contract;

use crate::answers::Answers;
use crate::compare::{self, ConformanceFailure, Headers};
use crate::driver::{Process, Reply};
use crate::exchange::{self, Exchange};
use crate::language::Language;
use crate::pins::Pins;
use crate::project;
use crate::report::{self, LanguageOutcome, Log, Verdict};
use crate::rust_client::RustClient;
use crate::scenario::{self, Scenario};
use crate::workspace::{Step, Workspace};

/// What every language is run with.
pub struct Run {
    contract: Contract,
    scenarios: Vec<Scenario>,
    headers: Headers,
    work: PathBuf,
    pins: PathBuf,
    accept: bool,
    log: Log,
    /// What the Rust client does, the model of all others.
    rust: Vec<Exchange>,
    /// The headers that differed in any language.
    differing: BTreeSet<String>,
}

impl Run {
    /// Reads what is shared, and takes the Rust client through the scenarios.
    ///
    /// Clients are made below `work`; the result is compared with what is below `pins`, or written there.
    ///
    /// # Errors
    ///
    /// A file of `clients/` that cannot be read, an operation without a scenario, a simulator or a
    /// Rust client that does not start.
    pub fn prepare(work: &Path, pins: PathBuf, accept: bool, log: Log) -> Result<Self> {
        let contract = Contract::parse("spec/openapi.yaml", defender_actions::CONTRACT)?;
        let scenarios = scenario::scenarios(&contract, &project("clients/scenarios.yaml"))?;
        let headers = Headers::read(&project("clients/headers.yaml"))?;
        // The steps run in folders of their own, where a relative path would lead elsewhere.
        let work = std::path::absolute(work).with_context(|| work.display().to_string())?;
        log(format_args!("{}: {} scenarios", views::RUST.name, scenarios.len()));
        let simulator = Simulator::start()?;
        let rust = exchange::run(&mut RustClient::new(&simulator.url())?, &simulator, &scenarios).exchanges;
        Ok(Self { contract, scenarios, headers, work, pins, accept, log, rust, differing: BTreeSet::new() })
    }

    /// Compares the Rust client itself.
    ///
    /// # Errors
    ///
    /// Pins that cannot be read or written.
    pub fn rust(&mut self) -> Result<LanguageOutcome> {
        let exchanges = self.rust.clone();
        let (failures, answers) = self.compare(views::RUST.name, &exchanges)?;
        report::failures(&failures, self.log);
        Ok(LanguageOutcome {
            language: views::RUST.name.to_owned(),
            generator: views::RUST.generator.to_owned(),
            verdict: if failures.is_empty() { Verdict::Passed } else { Verdict::Failed },
            scenarios: answers.len(),
            losses: answers.losses(),
        })
    }

    /// Takes a language through its steps.
    pub fn language(&mut self, language: &Language) -> LanguageOutcome {
        let start = Instant::now();
        let mut answers = Answers::default();
        let verdict = self.steps(language, &mut answers).unwrap_or_else(|error| {
            (self.log)(format_args!("{error:#}"));
            Verdict::Failed
        });
        (self.log)(format_args!("{}: {verdict}, after {:.0} s", language.id, start.elapsed().as_secs_f32()));
        LanguageOutcome {
            language: language.id.clone(),
            generator: language.manifest.generator.clone(),
            verdict,
            scenarios: answers.len(),
            losses: answers.losses(),
        }
    }

    fn steps(&mut self, language: &Language, answers: &mut Answers) -> Result<Verdict> {
        let owned = |programs: Vec<&str>| programs.into_iter().map(str::to_owned).collect();
        let missing = language.missing_tools();
        if !missing.is_empty() {
            return Ok(Verdict::Skipped(owned(missing)));
        }
        let workspace = Workspace::open(language, &self.work, &self.contract)?;
        let log = self.log;
        let step = |step: Step| {
            log(format_args!("{}: {}", language.id, step.name()));
            workspace.run(step)
        };
        if !workspace.is_installed() {
            step(Step::Install)?;
        }
        step(Step::Generate)?;
        let missing = language.missing_toolchain();
        if missing.is_empty() {
            step(Step::Compile)?;
        }
        let mut failures = self.pins(&language.id).surface(&step(Step::Surface)?)?;
        if missing.is_empty() {
            let exchanges = self.drive(language, &workspace)?;
            let (found, compared) = self.compare(&language.id, &exchanges)?;
            failures.extend(found);
            *answers = compared;
        }
        report::failures(&failures, self.log);
        Ok(match (failures.is_empty(), missing.is_empty()) {
            (false, _) => Verdict::Failed,
            (true, false) => Verdict::Generated(owned(missing)),
            (true, true) => Verdict::Passed,
        })
    }

    /// Takes the driver of a language through the scenarios, and keeps what happened.
    fn drive(&self, language: &Language, workspace: &Workspace<'_>) -> Result<Vec<Exchange>> {
        (self.log)(format_args!("{}: {} scenarios", language.id, self.scenarios.len()));
        let simulator = Simulator::start()?;
        let mut driver = Process::start(workspace.driver()?, &simulator.url())?;
        let transcript = exchange::run(&mut driver, &simulator, &self.scenarios);
        let mut lines = String::new();
        for exchange in &transcript.exchanges {
            writeln!(lines, "{}", serde_json::to_string(exchange)?)?;
        }
        fs::write(workspace.transcript(), lines)?;
        if let Some(broken) = transcript.broken {
            let log = fs::read_to_string(workspace.driver_log()).unwrap_or_default();
            bail!("{}: {broken}; the log of the driver:\n{log}", language.id);
        }
        Ok(transcript.exchanges)
    }

    /// What of the exchanges is not as it should be, and what the callers hold.
    fn compare(&mut self, language: &str, exchanges: &[Exchange]) -> Result<(Vec<ConformanceFailure>, Answers)> {
        let (mut failures, differing) = compare::requests(language, &self.rust, exchanges, &self.headers);
        self.differing.extend(differing);
        let answers = Answers::of(exchanges);
        // Of a driver that failed, more would be reported than there is to fix.
        if !exchanges.iter().any(|exchange| matches!(exchange.reply, Reply::Failure { .. })) {
            failures.extend(self.pins(language).answers(&answers)?);
        }
        Ok((failures, answers))
    }

    fn pins(&self, language: &str) -> Pins {
        Pins::new(&self.pins, language, self.accept)
    }

    /// The headers of the table in which no client differed.
    pub fn useless_headers(&self) -> Vec<&str> {
        self.headers.names().filter(|name| !self.differing.contains(*name)).collect()
    }
}
