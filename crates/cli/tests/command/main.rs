//! The command as its user runs it: the process, its output and its exit codes.

mod answers;
mod auth;
mod call;
mod certificates;
mod commands;
mod contract_approve;
mod contract_check;
mod contract_config;
mod contract_diff;
mod contract_documents;
mod contract_explain;
mod contract_facts;
mod contract_files;
#[cfg(unix)]
mod contract_hostile_files;
mod contract_page;
mod contract_release;
mod contract_source;
mod contract_view;
mod dry_run;
mod faults;
mod for_programs;
mod git;
mod help;
mod hostile;
mod identity_platform;
mod input;
#[cfg(unix)]
mod integrations;
mod interrupted;
mod journal_report;
mod log;
#[cfg(unix)]
mod pages;
mod pipe;
mod program;
mod repository;
mod retries;
mod run;
#[cfg(target_os = "linux")]
mod run_memory;
mod sign_in;
mod sign_in_documentation;
mod simulate;
mod simulating;
mod stopped;
mod tokens;
mod where_to;
