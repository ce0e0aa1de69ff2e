//! Serves a contract until it is told to stop.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use defender_actions_simulator::{Error, Simulator};

use crate::exit::Failure;
use crate::output;

/// How to serve.
#[derive(Args)]
pub struct Simulate {
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8439")]
    listen: SocketAddr,

    /// Contract to serve, YAML or JSON; the built-in one if left out.
    #[arg(long, value_name = "FILE")]
    contract: Option<PathBuf>,

    /// Things that exist, such as machine=1e5b…; once one of a kind is named, others get 404. Repeatable.
    #[arg(long, value_name = "KIND=ID", value_parser = listed)]
    resource: Vec<(String, String)>,

    /// Seconds after which a pending action is done; if left out, it stays pending.
    #[arg(long, value_name = "SECONDS")]
    pending_for: Option<u64>,
}

fn listed(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((kind, id)) if !kind.is_empty() && !id.is_empty() => Ok((kind.to_owned(), id.to_owned())),
        _ => Err("expected KIND=ID".to_owned()),
    }
}

/// Serves until ctrl-c or a request to terminate.
pub async fn run(options: Simulate) -> Result<(), Failure> {
    let mut builder = Simulator::builder().listen(options.listen);
    if let Some(file) = &options.contract {
        let text = fs::read_to_string(file);
        let text = text.map_err(|error| Failure::input(format!("{}: {error}", file.display())))?;
        builder = builder.contract(file.display().to_string(), text);
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
    let simulator = builder.start().map_err(|error| match error {
        Error::Contract(_) | Error::UnknownResource { .. } => Failure::input(error),
        _ => Failure::other(error),
    })?;
    output::write(&format!("{}\n", simulator.url()))?;
    output::say("the simulator listens; any bearer token is good; ctrl-c stops it");
    stopped().await.map_err(|error| Failure::other(format!("cannot wait for ctrl-c: {error}")))?;
    output::say(format_args!("stopped after {} requests", simulator.requests_received()));
    Ok(())
}

#[cfg(unix)]
async fn stopped() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    std::future::poll_fn(|context| {
        let is_stopped = interrupt.poll_recv(context).is_ready() || terminate.poll_recv(context).is_ready();
        if is_stopped { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    Ok(())
}

#[cfg(not(unix))]
async fn stopped() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
