//! `simulate`: serves a contract until it is stopped.

use std::future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use defender_actions_simulator::{Error, FaultRule, Simulator};

use crate::contract::ContractSource;
use crate::failure::Failure;
use crate::{examples, output, signals};

/// The address to listen on, if none is named.
pub const ADDRESS: &str = "127.0.0.1:8439";

/// What its help shows.
const EXAMPLES: &[(&str, &str)] = &[
    ("Serve the contract", "defender-actions simulate"),
    (
        "Serve with one machine, and actions that end after a minute",
        "defender-actions simulate --resource machine=1e5bc9d7e413ddd7902c2932e418702b84d0cc07 --pending-for 60",
    ),
    ("Refuse the first two requests", "defender-actions simulate --fault status=503,times=2"),
];

/// How to serve.
#[derive(Args)]
#[command(after_help = examples::section(EXAMPLES))]
pub struct Simulate {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = ADDRESS)]
    listen: SocketAddr,

    /// Contract to serve, YAML or JSON, `-` for stdin; the built-in one if left out.
    #[arg(long, value_name = "FILE")]
    contract: Option<PathBuf>,

    /// A resource that exists, as in machine=1e5b…; once one of a kind is named, others of the kind get 404. Repeatable.
    #[arg(long, value_name = "KIND=ID", value_parser = resource)]
    resource: Vec<(String, String)>,

    /// Seconds after which a pending action is done; if left out, it stays pending.
    #[arg(long, value_name = "SECONDS")]
    pending_for: Option<u64>,

    /// Take the tokens of its own token endpoint, /TENANT/oauth2/v2.0/token, and no others.
    #[arg(long)]
    only_issued_tokens: bool,

    /// Seconds from the issue of a token to its expiry.
    #[arg(long, value_name = "SECONDS", default_value_t = 3600)]
    token_lifetime: u64,

    /// A fault that requests meet, as in status=503,operation=blockFile,times=2; repeatable. docs/simulator.md has all.
    #[arg(long, value_name = "RULE")]
    fault: Vec<FaultRule>,
}

fn resource(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((kind, id)) if !kind.is_empty() && !id.is_empty() => Ok((kind.to_owned(), id.to_owned())),
        _ => Err("expected KIND=ID".to_owned()),
    }
}

/// Serves until ctrl-c or a request to terminate.
pub async fn run(options: Simulate) -> Result<(), Failure> {
    let mut builder = Simulator::builder().listen(options.listen);
    if let Some(file) = &options.contract {
        builder = builder.document(ContractSource::file_or_stdin(file)?.document()?);
    }
    let mut kinds: Vec<&str> = options.resource.iter().map(|(kind, _)| kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let ids = options.resource.iter().filter(|(known, _)| known == kind).map(|(_, id)| id.as_str());
        builder = builder.resource(kind, ids);
    }
    if let Some(seconds) = options.pending_for {
        builder = builder.pending_for(Duration::from_secs(seconds));
    }
    builder = builder.token_lifetime(Duration::from_secs(options.token_lifetime));
    if options.only_issued_tokens {
        builder = builder.only_issued_tokens();
    }
    for rule in options.fault {
        builder = builder.fault(rule);
    }
    let simulator = builder.start().map_err(|error| match error {
        Error::Contract(problems) => problems.into(),
        Error::UnknownResource { .. } | Error::UnknownOperation { .. } => Failure::input(error),
        _ => Failure::other(error),
    })?;
    // The reader of this may stop the simulator at once: signals are listened to before.
    let announce = async {
        output::lines([simulator.url()])?;
        let tokens = if options.only_issued_tokens { "the tokens that it issues" } else { "any bearer token" };
        output::message(format_args!("the simulator listens and accepts {tokens}; ctrl-c stops it"));
        output::message(format_args!("contract: {}", simulator.page_url()));
        output::message(format_args!("journal: {}{}", simulator.url(), page::JOURNAL_PATH));
        future::pending::<Result<(), Failure>>().await
    };
    let announced = signals::unless_stopped(announce).await;
    if let Ok(failed) = announced.map_err(|error| Failure::other(format!("cannot wait for ctrl-c: {error}")))? {
        return failed;
    }
    output::message(format_args!("stopped after {} requests", simulator.requests_received()));
    Ok(())
}
