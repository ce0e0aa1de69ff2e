//! The arguments of the log, which every command has.

use std::env;
use std::io;
use std::sync::OnceLock;

use clap::{ArgAction, Args, ValueEnum};
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;

use super::layer::LogLayer;
use crate::failure::Failure;
use crate::output;

/// The variable with the levels of the targets, where the arguments do not say it finely enough.
const VARIABLE: &str = "DEFENDER_ACTIONS_LOG";
/// The targets of this project: prefixes of the names of its crates.
const OWN: [&str; 2] = ["defender_actions", "calls"];

/// The variables of the log, for the help text.
pub const HELP: &str = "\
Variables of the log:
  DEFENDER_ACTIONS_LOG  levels of targets instead of those of -v, as in defender_actions=info,hyper_util=trace
  NO_COLOR              no colours, if it is not empty";

/// What stderr holds, once the arguments are known.
static FORMAT: OnceLock<LogFormat> = OnceLock::new();

/// Arguments of the log.
#[derive(Args)]
#[command(next_help_heading = "Log")]
pub struct LogOptions {
    /// Report on stderr what is sent where, attempts and waits; -vv with all that is known, -vvv also what libraries report.
    #[arg(short, long, action = ArgAction::Count, global = true)]
    verbose: u8,

    /// The form of stderr: text, or one JSON object a line, messages included; as -v if there is no -v.
    #[arg(long, value_name = "FORMAT", global = true)]
    log_format: Option<LogFormat>,
}

/// The form of stderr.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    // Lines for people. Without texts for the help, which is in that of the argument.
    Text,
    // One JSON object a line.
    Json,
}

impl LogFormat {
    /// The form of stderr in this process.
    pub fn of_process() -> Self {
        FORMAT.get().copied().unwrap_or(Self::Text)
    }
}

impl LogOptions {
    /// Starts the log of the process, if one is asked for.
    ///
    /// # Errors
    ///
    /// The variable has no levels of targets.
    pub fn start(&self) -> Result<(), Failure> {
        let format = *FORMAT.get_or_init(|| self.log_format.unwrap_or(LogFormat::Text));
        let of_variable = env::var_os(VARIABLE).filter(|value| !value.is_empty());
        let level = self.verbose.max(u8::from(self.log_format.is_some()));
        let targets = match of_variable {
            Some(value) => value.to_str().and_then(|value| value.parse().ok()).ok_or_else(|| {
                Failure::input(format!(
                    "the variable {VARIABLE}: `{}` has no levels of targets: write `TARGET=LEVEL`, with commas between; the \
                     levels are error, warn, info, debug, trace and off",
                    value.display()
                ))
            })?,
            None if level == 0 => return Ok(()),
            None => targets(level),
        };
        let layer = LogLayer { format, has_all: level > 1, has_colours: output::has_colours(&io::stderr()) };
        // One that was set before stays.
        let _ = tracing::subscriber::set_global_default(tracing_subscriber::registry().with(targets).with(layer));
        Ok(())
    }
}

/// What is reported at a level of -v.
fn targets(level: u8) -> Targets {
    let own = if level == 1 { Level::DEBUG } else { Level::TRACE };
    let targets = Targets::new().with_targets(OWN.map(|target| (target, own)));
    if level < 3 { targets } else { targets.with_default(Level::DEBUG) }
}
