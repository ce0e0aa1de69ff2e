//! The run: each language through its steps, and its outcome.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use defender_actions_simulator::Simulator;
use openapi::Contract;

use crate::answers::Answers;
use crate::compare::{self, ConformanceFailure, Headers};
use crate::driver::{Process, Reply};
use crate::exchange::{self, Exchange};
use crate::language::{Language, Toolchain};
use crate::package::{self, PackageRules};
use crate::pins::Pins;
use crate::report::{self, LanguageOutcome, Log, Verdict};
use crate::rust_client::RustClient;
use crate::sample::{self, SampleCase};
use crate::scenario::{self, Scenario};
use crate::workspace::{Step, Workspace};

/// What every language is run with.
pub struct Run {
    contract: Contract,
    scenarios: Vec<Scenario>,
    headers: Headers,
    samples: Vec<SampleCase>,
    packages: PackageRules,
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
    /// What languages share is read in the folder `clients`. Clients are made below `work`; the result is compared with what
    /// is below `pins`, or written there.
    ///
    /// # Errors
    ///
    /// A file of `clients/` that cannot be read, an operation without a scenario, a simulator or a
    /// Rust client that does not start.
    pub fn prepare(clients: &Path, work: &Path, pins: PathBuf, accept: bool, log: Log) -> Result<Self> {
        let contract = Contract::parse("spec/openapi.yaml", defender_actions::CONTRACT)?;
        let scenarios = scenario::scenarios(&contract, &clients.join("scenarios.yaml"))?;
        let headers = Headers::read(&clients.join("headers.yaml"))?;
        let samples = sample::cases(&clients.join("samples.yaml"))?;
        let packages = PackageRules::read(&clients.join("packages.yaml"))?;
        // The steps run in folders of their own, where a relative path would lead elsewhere.
        let work = std::path::absolute(work).with_context(|| work.display().to_string())?;
        log(format_args!("{}: {} scenarios", views::RUST.name, scenarios.len()));
        let simulator = Simulator::start()?;
        let rust = exchange::run(&mut RustClient::new(&simulator.url())?, &simulator, &scenarios).exchanges;
        Ok(Self {
            contract,
            scenarios,
            headers,
            samples,
            packages,
            work,
            pins,
            accept,
            log,
            rust,
            differing: BTreeSet::new(),
        })
    }

    /// Compares the Rust client itself; with what is said of it, its package and its sample too.
    ///
    /// # Errors
    ///
    /// Pins that cannot be read or written, a package that cannot be made.
    pub fn rust(&mut self, language: Option<&Language>) -> Result<LanguageOutcome> {
        let exchanges = self.rust.clone();
        let pins = Pins::new(&self.pins, views::RUST.name, None, self.accept);
        let is_pinned = pins.has_answers();
        let (mut failures, answers) = self.compare(views::RUST.name, &exchanges, Some(&pins))?;
        if let Some(language) = language {
            let workspace = Workspace::open(language, &self.work, &self.contract)?;
            let made = package::make(&workspace, &self.packages, self.log)?;
            failures.extend(made.failures);
            failures.extend(pins.package(&made.listing)?);
            for toolchain in &language.manifest.toolchains {
                failures.extend(self.sample(language, toolchain, &workspace, Some(&pins))?);
            }
        }
        report::failures(&failures, self.log);
        Ok(LanguageOutcome {
            language: views::RUST.name.to_owned(),
            generator: views::RUST.generator.to_owned(),
            toolchain: None,
            is_pinned,
            verdict: if failures.is_empty() { Verdict::Passed } else { Verdict::Failed },
            scenarios: answers.len(),
            losses: answers.losses(),
        })
    }

    /// Takes a language through its steps.
    pub fn language(&mut self, language: &Language) -> LanguageOutcome {
        let start = Instant::now();
        let has_answers = |toolchain| self.pins(language, Some(toolchain)).has_answers();
        let mut outcome = LanguageOutcome {
            language: language.id.clone(),
            generator: language.manifest.generator.clone(),
            toolchain: None,
            is_pinned: language.manifest.toolchains.iter().any(has_answers),
            verdict: Verdict::Failed,
            scenarios: 0,
            losses: 0,
        };
        match self.steps(language, &mut outcome) {
            Ok(verdict) => outcome.verdict = verdict,
            Err(error) => (self.log)(format_args!("{error:#}")),
        }
        let seconds = start.elapsed().as_secs_f32();
        (self.log)(format_args!("{}: {}, after {seconds:.0} s", language.id, outcome.verdict));
        outcome
    }

    fn steps(&mut self, language: &Language, outcome: &mut LanguageOutcome) -> Result<Verdict> {
        let missing = language.missing_tools();
        if !missing.is_empty() {
            return Ok(Verdict::Skipped(missing.into_iter().map(str::to_owned).collect()));
        }
        let workspace = Workspace::open(language, &self.work, &self.contract)?;
        if !workspace.is_installed(Step::Install) {
            self.step(&workspace, Step::Install)?;
        }
        self.step(&workspace, Step::Generate)?;
        let made = package::make(&workspace, &self.packages, self.log)?;
        let toolchain = self.toolchain(language, &workspace);
        let pins = self.pins(language, toolchain.as_ref().ok().copied());
        // What is wrong with a tool chain of which nothing is pinned is reported, and fails nothing.
        let is_pinned = pins.has_answers();
        let compiled = toolchain.as_ref().ok().map(|toolchain| self.step(&workspace, Step::Compile(toolchain)));
        if is_pinned && let Some(Err(error)) = compiled {
            return Err(error);
        }
        let mut shape = pins.surface(&self.step(&workspace, Step::Surface)?)?;
        shape.extend(made.failures);
        shape.extend(pins.package(&made.listing)?);
        report::failures(&shape, self.log);
        let toolchain = match toolchain {
            Ok(toolchain) => toolchain,
            Err(reasons) if shape.is_empty() => return Ok(Verdict::Generated(reasons)),
            Err(_) => return Ok(Verdict::Failed),
        };
        outcome.toolchain.clone_from(&toolchain.name);
        let driven = match compiled {
            Some(Err(error)) => Err(error),
            _ => self.drive(language, toolchain, &workspace),
        };
        let exchanges = match driven {
            Err(error) if !is_pinned => {
                (self.log)(format_args!("{error:#}"));
                return Ok(if shape.is_empty() { Verdict::Unpinned(1) } else { Verdict::Failed });
            }
            driven => driven?,
        };
        let pins = is_pinned.then_some(&pins);
        let (mut failures, answers) = self.compare(&language.id, &exchanges, pins)?;
        failures.extend(self.sample(language, toolchain, &workspace, pins)?);
        report::failures(&failures, self.log);
        (outcome.scenarios, outcome.losses) = (answers.len(), answers.losses());
        Ok(match (shape.is_empty(), is_pinned) {
            (true, true) if failures.is_empty() => Verdict::Passed,
            (true, false) => Verdict::Unpinned(failures.len()),
            _ => Verdict::Failed,
        })
    }

    fn step(&self, workspace: &Workspace<'_>, step: Step<'_>) -> Result<String> {
        (self.log)(format_args!("{}: {}", workspace.language().id, step.name()));
        workspace.run(step)
    }

    /// The first tool chain that can be had, with all that it needs installed; or why there is none.
    fn toolchain<'a>(&self, language: &'a Language, workspace: &Workspace<'_>) -> Result<&'a Toolchain, Vec<String>> {
        let mut reasons = Vec::new();
        for toolchain in &language.manifest.toolchains {
            let missing = toolchain.missing_programs();
            if !missing.is_empty() {
                reasons.push(format!("no {}", missing.join(", ")));
                continue;
            }
            let install = Step::InstallToolchain(toolchain);
            if toolchain.install.is_none() || workspace.is_installed(install) {
                return Ok(toolchain);
            }
            match self.step(workspace, install) {
                Ok(_) => return Ok(toolchain),
                Err(error) => {
                    (self.log)(format_args!("{error:#}"));
                    reasons.push(format!("{} failed", install.name()));
                }
            }
        }
        Err(reasons)
    }

    /// Takes the driver of a language through the scenarios, and keeps what happened.
    fn drive(&self, language: &Language, toolchain: &Toolchain, workspace: &Workspace<'_>) -> Result<Vec<Exchange>> {
        (self.log)(format_args!("{}: {} scenarios", language.id, self.scenarios.len()));
        let simulator = Simulator::start()?;
        let mut driver = Process::start(workspace.driver(toolchain)?, &simulator.url())?;
        let transcript = exchange::run(&mut driver, &simulator, &self.scenarios);
        exchange::write(&transcript.exchanges, &workspace.transcript())?;
        if let Some(broken) = transcript.broken {
            let log = fs::read_to_string(workspace.driver_log()).unwrap_or_default();
            bail!("{}: {broken}; the log of the driver:\n{log}", language.id);
        }
        Ok(transcript.exchanges)
    }

    /// Runs the sample of a README in each case, and reports what is not as it should be.
    fn sample(
        &self,
        language: &Language,
        toolchain: &Toolchain,
        workspace: &Workspace<'_>,
        pins: Option<&Pins>,
    ) -> Result<Vec<ConformanceFailure>> {
        let prepared = self.step(workspace, Step::Sample(toolchain));
        let runs = match prepared.and_then(|_| sample::run(|| workspace.sample(toolchain), &self.samples)) {
            Ok(runs) => runs,
            Err(error) => return Ok(vec![sample::broken(&language.id, &error)]),
        };
        let mut failures = sample::failures(&language.id, &self.samples, &runs);
        if let Some(pins) = pins {
            failures.extend(pins.samples(&sample::table(&self.samples, &runs))?);
        }
        Ok(failures)
    }

    /// What of the exchanges is not as it should be, and what the callers hold. Requests are compared in any case, answers
    /// with the pinned ones.
    fn compare(
        &mut self,
        language: &str,
        exchanges: &[Exchange],
        pins: Option<&Pins>,
    ) -> Result<(Vec<ConformanceFailure>, Answers)> {
        let (mut failures, differing) = compare::requests(language, &self.rust, exchanges, &self.headers);
        self.differing.extend(differing);
        let answers = Answers::of(exchanges);
        // Of a driver that failed, more would be reported than there is to fix.
        let is_driven = !exchanges.iter().any(|exchange| matches!(exchange.reply, Reply::Failure { .. }));
        if let Some(pins) = pins.filter(|_| is_driven) {
            failures.extend(pins.answers(&answers)?);
        }
        Ok((failures, answers))
    }

    fn pins(&self, language: &Language, toolchain: Option<&Toolchain>) -> Pins {
        let toolchain = toolchain.and_then(|toolchain| toolchain.name.as_deref());
        Pins::new(&self.pins, &language.id, toolchain, self.accept)
    }

    /// The headers of the table in which no client differed.
    pub fn useless_headers(&self) -> Vec<&str> {
        self.headers.names().filter(|name| !self.differing.contains(*name)).collect()
    }
}
