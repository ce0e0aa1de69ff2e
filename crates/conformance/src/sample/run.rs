//! A sample as a process, case by case.

use std::io::Read;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::{LazyLock, mpsc};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use defender_actions_simulator::{Fault, Simulator};
use regress::Regex;

use super::case::{CaseAnswer, SampleCase};
use crate::driver;
use crate::exchange;

/// A sample that runs for so long is stuck.
const TIMEOUT: Duration = Duration::from_secs(60);

/// What a sample did in one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleRun {
    /// Its exit code; none if a signal ended it.
    pub exit: Option<i32>,
    /// What it wrote, without what differs from run to run.
    pub output: String,
    /// The same, of its errors.
    pub errors: String,
    /// How many requests arrived.
    pub requests: usize,
}

/// Runs a sample in each case; `command` makes the process.
///
/// # Errors
///
/// A sample that cannot be started, or does not end.
pub fn run(command: impl Fn() -> Command, cases: &[SampleCase]) -> Result<Vec<SampleRun>> {
    let simulator = Simulator::start()?;
    let mut runs = Vec::new();
    for case in cases {
        let base_url = match &case.answer {
            CaseAnswer::Unreachable => nobody()?,
            _ => simulator.url(),
        };
        match &case.answer {
            CaseAnswer::Gateway(answer) => simulator.fault(exchange::fault(answer)),
            CaseAnswer::Truncated(answer) => simulator.fault(truncated(answer)),
            CaseAnswer::Disconnect => simulator.fault(Fault::Disconnect),
            CaseAnswer::Simulator | CaseAnswer::Unreachable => {}
        }
        simulator.finish_pending();
        let before = simulator.journal().len();
        let (exit, output, errors) = one(command(), &base_url).with_context(|| case.name.clone())?;
        simulator.clear_faults();
        let requests = simulator.journal().len() - before;
        runs.push(SampleRun { exit, output: steady(&output, &base_url), errors: steady(&errors, &base_url), requests });
    }
    Ok(runs)
}

/// The address of a port at which nobody listens.
fn nobody() -> Result<String> {
    let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    Ok(format!("http://{address}"))
}

fn truncated(answer: &crate::scenario::ServiceAnswer) -> Fault {
    Fault::Truncate { status: answer.status, headers: answer.sent_headers(), body: answer.sent_body(), missing: 1 }
}

/// Runs one process to its end: its exit code, and what it wrote.
fn one(mut command: Command, base_url: &str) -> Result<(Option<i32>, String, String)> {
    driver::call_at(&mut command, base_url);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("there is no `sh`")?;
    let (sender, texts) = mpsc::channel();
    let pipes: [Option<Box<dyn Read + Send>>; 2] =
        [child.stdout.take().map(|it| Box::new(it) as _), child.stderr.take().map(|it| Box::new(it) as _)];
    // Threads, since a pipe cannot be waited for with an end.
    for (index, pipe) in pipes.into_iter().enumerate() {
        let (sender, mut pipe) = (sender.clone(), pipe.context("the sample has no output")?);
        thread::spawn(move || {
            let mut bytes = Vec::new();
            // What was written before an error of the pipe is kept.
            let _ = pipe.read_to_end(&mut bytes);
            let _ = sender.send((index, String::from_utf8_lossy(&bytes).into_owned()));
        });
    }
    let mut read = [String::new(), String::new()];
    for _ in 0..2 {
        let Ok((index, text)) = texts.recv_timeout(TIMEOUT) else {
            child.kill()?;
            child.wait()?;
            bail!("the sample has not ended after {TIMEOUT:?}");
        };
        read[index] = text;
    }
    let [output, errors] = read;
    Ok((child.wait()?.code(), output, errors))
}

/// What the simulator draws for each action, and the word that stands for it.
static DRAWN: LazyLock<[(Regex, &str); 2]> = LazyLock::new(|| {
    let pattern = |text| Regex::new(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    [
        (pattern(r"\b[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\b"), "{GUID}"),
        (pattern(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"), "{time}"),
    ]
});

/// A text without what differs from run to run: where was called, and what the simulator draws.
fn steady(text: &str, base_url: &str) -> String {
    let host = base_url.trim_start_matches("http://");
    let port = host.rsplit(':').next().unwrap_or_default();
    let text = text.replace(base_url, "{base URL}").replace(host, "{host}").replace(port, "{port}");
    DRAWN.iter().fold(text, |text, (pattern, word)| pattern.replace_all(&text, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_from_run_to_run_is_replaced() {
        assert_eq!(
            steady("to http://127.0.0.1:4321/x: 127.0.0.1:4321 refused é", "http://127.0.0.1:4321"),
            "to {base URL}/x: {host} refused é"
        );
        let drawn =
            "id 44cffc15-0e3d-4cbf-96aa-bf76f9b27f5e: 44cffc15-0e3d, 2026-11-25T08:21:53.4482106Z, 2026-11-25T08";
        assert_eq!(steady(drawn, "http://127.0.0.1:4321"), "id {GUID}: 44cffc15-0e3d, {time}, 2026-11-25T08");
    }
}
