//! What brings the review into the repositories of others: the action for GitHub, the hooks of pre-commit, the template
//! for GitLab, and the driver of git.
//!
//! - `runner.rs`: a stand-in for the runner of GitHub, which executes the steps of `action.yml`.
//! - `action.rs`: what the action does. `install.rs`: how it gets its command. `hooks.rs`: all others.

mod action;
mod hooks;
mod install;
mod runner;
