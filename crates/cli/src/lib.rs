//! The contract, as a command: `defender-actions`.
//!
//! Data goes to stdout, and all that is for people only to stderr. What the exit codes mean is in `failure`. The command
//! is [`main`]; for programs that know an operation by its name only, there is [`Invocation`].
//!
//! Each subcommand is done by the module of its name:
//!
//! | subcommand | module |
//! |---|---|
//! | an operation, as in `block-file` | `operation` declares it, `call` does and reports it, `answer` has its response, `connection` has the arguments that all share |
//! | `demo` | `demo` |
//! | `run` | `run`; the list, the journal and the loop are in the crate `calls` |
//! | `simulate` | `simulate`; the simulator is the crate `simulator` |
//! | `report` | `journal_report`; the journal is in the crate `calls` |
//! | `auth` | `auth/check`, `auth/scope` |
//! | `schema` | `schema`; the forms are in `call_json` |
//! | `completions` | `completions` |
//! | `man` | `manual` |
//! | `contract json` | `contract/json` |
//! | `contract view` | `contract/view`; the views are in the crate `views` |
//! | `contract facts` | `contract/facts`; the facts are in the crate `review` |
//! | `contract diff` | `contract/diff`; the comparison is in the crate `review`, the formats are in `report` |
//! | `contract check` | `contract/check`; the rules are in the crate `lint`, the formats are in `report` |
//! | `contract explain` | `contract/explain` |
//! | `contract approve` | `contract/approve` |
//! | `contract release` | `contract/release` |
//! | `contract schema` | `contract/schema` |
//!
//! What they share:
//!
//! | module | holds |
//! |---|---|
//! | `program` | the process: arguments, dispatch, exit code |
//! | `command` | the whole command, as clap has it |
//! | `choice` | arguments with a closed choice of values |
//! | `log` | what happens meanwhile, for `-v` |
//! | `examples` | the examples in the help |
//! | `usage` | errors about arguments |
//! | `failure` | why a command fails, and the exit codes |
//! | `output` | stdout and stderr: the one place that escapes text that is not trusted |
//! | `file` | reading and writing files |
//! | `argument` | the parsers of the arguments that come of the contract |
//! | `json_body` | a whole body in a file |
//! | `place` | where a call goes |
//! | `sign_in` | how a call signs in: with a token or a credential |
//! | `token` | where the bearer token is |
//! | `proxy` | the proxy of a call |
//! | `target` | what a call acts on |
//! | `retries` | how a call is repeated |
//! | `progress` | how far a call is |
//! | `dry_run` | the request that would be sent |
//! | `call_json` | what a call prints for programs |
//! | `shell` | command lines as a shell takes them |
//! | `signals` | signals that stop the command |
//! | `input_file` | small files with input, read within bounds |
//! | `invocation` | the call of an operation by its name |
//! | `contract/source` | a contract in a file, a revision of git or the working tree, and which one is read if none is named |
//! | `contract/git` | git |
//! | `contract/built_in` | the contract that the command was compiled from |

mod answer;
mod argument;
mod auth;
mod call;
mod call_json;
mod choice;
mod command;
mod completions;
mod connection;
mod contract;
mod demo;
mod dry_run;
mod examples;
mod failure;
mod file;
mod input_file;
mod invocation;
mod journal_report;
mod json_body;
mod log;
mod manual;
mod operation;
mod output;
mod place;
mod program;
mod progress;
mod proxy;
mod retries;
mod run;
mod schema;
mod shell;
mod sign_in;
mod signals;
mod simulate;
mod target;
mod token;
mod usage;

/// Written by the build script; the lints that are off concern the style of generated code.
#[allow(clippy::all, dead_code, deprecated, missing_docs, unused_imports, unused_variables)]
mod generated {
    use crate::argument::{body, value};

    include!(concat!(env!("OUT_DIR"), "/commands.rs"));
}

pub use answer::Answer;
pub use command::command;
pub use invocation::Invocation;
pub use program::main;
