//! `run --dry-run`: what a run would do. Nothing is sent, and no journal is written.

use std::sync::{Arc, Mutex, PoisonError};

use calls::journal::JournalReport;
use calls::list::List;
use calls::run::{Plan, Rates};
use calls::{ClientService, Row, Service};

use super::arguments::{Run, Unknown};
use super::run_json::DryRun;
use crate::call;
use crate::connection::{Connection, OutputFormat};
use crate::contract::built_in;
use crate::dry_run::{self, Recorded};
use crate::failure::Failure;
use crate::output;
use crate::sign_in::SignIn;

/// Shows what the run of a list would do.
pub async fn run(arguments: &Run, list: &List<'_>, rates: &Rates) -> Result<(), Failure> {
    let report = report(arguments, list)?;
    let retries_unknown = arguments.unknown == Some(Unknown::Retry);
    let plan = Plan::new(list, report.as_ref().map(JournalReport::states), retries_unknown, rates);
    let (plan, rows) = plan.map_err(|error| Failure::file(list.name(), error))?;
    let requests = requests(&arguments.connection, &rows).await?;
    match arguments.connection.output {
        OutputFormat::Json => {
            let first_requests = requests.into_iter().map(|request| request.form).collect();
            output::json(&serde_json::to_string_pretty(&DryRun { plan, first_requests }).unwrap_or_default())?;
        }
        OutputFormat::Text => {
            let mut lines = plan.lines();
            for (row, request) in rows.iter().zip(&requests) {
                lines.extend([String::new(), format!("line {}:", row.line)]);
                lines.extend(request.lines());
            }
            output::lines(lines)?;
        }
    }
    output::message("dry run: nothing was sent, and no journal was written");
    Ok(())
}

/// What the journal of an earlier run says, if there is one.
fn report(arguments: &Run, list: &List<'_>) -> Result<Option<JournalReport>, Failure> {
    let Some(path) = arguments.journal().filter(|path| path.exists()) else { return Ok(None) };
    let report = JournalReport::read(&path, built_in::contract()?).map_err(|error| Failure::journal(&error))?;
    if report.summary().list.digest != list.digest().to_string() {
        let message = "this is the journal of another list; a run would refuse it: name another with --journal";
        return Err(Failure::file(path.display(), message));
    }
    Ok(Some(report))
}

/// The requests of rows, as they would be sent.
async fn requests(connection: &Connection, rows: &[Row]) -> Result<Vec<Recorded>, Failure> {
    let sign_in = connection.sign_in()?;
    let recorded = Arc::new(Mutex::new(Vec::new()));
    let (recording, prefer) = (Arc::clone(&recorded), connection.prefer.clone());
    let client = connection.client(sign_in.as_ref(), |builder| {
        builder.before_send(move |request| {
            let proxy = call::prepare(request, prefer.as_deref())?;
            recording.lock().unwrap_or_else(PoisonError::into_inner).push(dry_run::record(request, proxy));
            Err("nothing is sent".to_owned())
        })
    })?;
    let mask = sign_in.as_ref().map(SignIn::mask).unwrap_or_default();
    let service = ClientService::new(client, mask);
    for row in rows {
        let recorded_before = recorded.lock().unwrap_or_else(PoisonError::into_inner).len();
        let result = service.call(&row.call).await;
        if recorded.lock().unwrap_or_else(PoisonError::into_inner).len() == recorded_before {
            return Err(Failure::input(format!("line {}: {}", row.line, result.message)));
        }
    }
    let mut recorded = recorded.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut *recorded))
}
