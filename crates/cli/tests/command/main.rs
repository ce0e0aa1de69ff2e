//! The command as its user runs it: the process, its output and its exit codes.

#[path = "../../../../tests/snapshot/mod.rs"]
mod snapshot;

mod call;
mod commands;
mod contract_approve;
mod contract_check;
mod contract_diff;
mod contract_explain;
mod contract_facts;
mod contract_release;
mod contract_view;
mod git;
mod help;
mod hostile;
mod pipe;
mod program;
mod repository;
mod simulate;
