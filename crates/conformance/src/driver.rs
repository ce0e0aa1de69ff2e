//! Drivers: what makes the calls. One is a process for each language; the Rust client is [another](crate::rust_client).

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::scenario::Call;

/// A driver that writes nothing for so long is stuck.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The token with which every driver calls; it is no secret.
pub const TOKEN: &str = "conformance-token";

/// What makes calls with a client, as its user would.
pub trait Driver {
    /// Makes one call.
    ///
    /// # Errors
    ///
    /// Why the driver cannot be asked any more: it has ended, is silent, or wrote what is no answer.
    fn call(&mut self, call: &Call) -> Result<Reply, String>;
}

/// The reply to a call: one line of a driver's output.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reply {
    /// The driver could not make the call.
    Failure {
        /// Why.
        failure: String,
    },
    /// The call was made.
    Received(Received),
}

/// What the user of a client has received after a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// The status; none if the client does not show it.
    pub status: Option<u16>,
    /// The type of it, in the words of the language.
    #[serde(rename = "type")]
    pub type_name: String,
    /// What was decoded, encoded again by the client's own means; null if nothing was.
    pub value: Value,
    /// The body as it was received, if it was not decoded and can still be had.
    pub text: Option<String>,
    /// The headers of the answer that can be had, by their names in any case.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Whether the client reported a failure: an exception, or an error beside the result. Only those of the
    /// [matrix](crate::matrix) say so.
    #[serde(default, skip_serializing_if = "is_false")]
    pub raised: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A driver in a process of its own, which gets a [`Call`] a line and answers with a [`Reply`] a line.
pub struct Process {
    child: Child,
    input: ChildStdin,
    output: Receiver<String>,
}

impl Process {
    /// Starts it, to call at `base_url`.
    ///
    /// # Errors
    ///
    /// No such program.
    pub fn start(mut command: Command, base_url: &str) -> Result<Self> {
        call_at(&mut command, base_url);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("there is no `sh`")?;
        let input = child.stdin.take().context("the driver has no input")?;
        let stdout = child.stdout.take().context("the driver has no output")?;
        let (sender, output) = mpsc::channel();
        // A thread, since a pipe cannot be waited for with an end.
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, input, output })
    }
}

impl Driver for Process {
    fn call(&mut self, call: &Call) -> Result<Reply, String> {
        let line = serde_json::to_string(call).map_err(|error| error.to_string())?;
        let written = writeln!(self.input, "{line}").and_then(|()| self.input.flush());
        written.map_err(|error| format!("the driver has ended: {error}"))?;
        match self.output.recv_timeout(TIMEOUT) {
            Ok(line) => reply(&line).map_err(|error| format!("the driver wrote no answer ({error}): {line}")),
            Err(RecvTimeoutError::Timeout) => Err(format!("the driver has been silent for {TIMEOUT:?}")),
            Err(RecvTimeoutError::Disconnected) => Err("the driver has ended".to_owned()),
        }
    }
}

/// Sets where a process calls, and with which token.
pub(crate) fn call_at(command: &mut Command, base_url: &str) {
    command.env("DEFENDER_ACTIONS_BASE_URL", base_url).env("DEFENDER_ACTIONS_TOKEN", TOKEN);
    // Nothing may come between the process and the simulator.
    for variable in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(variable);
    }
}

/// Reads a line of a driver's output.
fn reply(line: &str) -> Result<Reply, serde_json::Error> {
    let value: Value = serde_json::from_str(line)?;
    match value.get("failure").and_then(Value::as_str) {
        Some(failure) => Ok(Reply::Failure { failure: failure.to_owned() }),
        None => serde_json::from_value(value).map(Reply::Received),
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
