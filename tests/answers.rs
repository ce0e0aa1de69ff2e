//! Answers of the field, byte for byte, and what a call makes of each: what is known of the action, and whom to ask.

#![allow(deprecated, reason = "blocking and unblocking are deprecated, and still served")]

#[path = "answers/errors.rs"]
mod errors;
#[path = "answers/outcomes.rs"]
mod outcomes;
#[path = "answers/raw_server.rs"]
mod raw_server;
#[path = "answers/successes.rs"]
mod successes;
#[path = "answers/transport.rs"]
mod transport;

use defender_actions::types::{FileAction, FileMachineAction, MachineAction};
use defender_actions::{Client, Error, ResponseValue};
use raw_server::RawServer;

const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const MACHINE: &str = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07";

fn client(url: &str) -> Client {
    Client::builder().base_url(url).bearer_token("eyJ0.eyJh.c2ln").build().unwrap()
}

async fn block(client: &Client) -> Result<ResponseValue<Option<FileAction>>, Error> {
    client.block_file().sha1(SHA1).body_map(|body| body.comment("Alert 1")).send().await
}

async fn stop(client: &Client) -> Result<ResponseValue<FileMachineAction>, Error> {
    let call = client.stop_and_quarantine_file().id(MACHINE);
    call.body_map(|body| body.comment("Alert 1").sha1(SHA1)).send().await
}

async fn unrestrict(client: &Client) -> Result<ResponseValue<MachineAction>, Error> {
    client.unrestrict_code_execution().id(MACHINE).body_map(|body| body.comment("Alert 1")).send().await
}

/// A response with a body of JSON.
fn json(status: u16, body: &str) -> Vec<u8> {
    raw(status, &["Content-Type: application/json; odata.metadata=minimal; charset=utf-8"], body.as_bytes())
}

/// A response with these header lines and this body.
fn raw(status: u16, headers: &[&str], body: &[u8]) -> Vec<u8> {
    let mut lines = vec![format!("HTTP/1.1 {status} Phrase"), format!("Content-Length: {}", body.len())];
    lines.extend(headers.iter().map(|header| (*header).to_owned()));
    lines.push("Connection: close".to_owned());
    [(lines.join("\r\n") + "\r\n\r\n").as_bytes(), body].concat()
}

/// The result of blocking a file, with this response.
async fn blocked(response: Vec<u8>) -> Result<ResponseValue<Option<FileAction>>, Error> {
    block(&client(&RawServer::start(response).url())).await
}

/// The result of stopping a file, with this response.
async fn stopped(response: Vec<u8>) -> Result<ResponseValue<FileMachineAction>, Error> {
    stop(&client(&RawServer::start(response).url())).await
}

/// The result of removing a restriction, with this response.
async fn unrestricted(response: Vec<u8>) -> Result<ResponseValue<MachineAction>, Error> {
    unrestrict(&client(&RawServer::start(response).url())).await
}
