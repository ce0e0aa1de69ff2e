//! Every quirk of the documents that `spec/quirks.yaml` lists, pinned by a test; in the order of that file.
//!
//! That each quirk names a test that is here is checked by `contract check`.

#![allow(deprecated, reason = "blocking and unblocking are deprecated, and still served")]

#[path = "quirks/answers.rs"]
mod answers;
#[path = "quirks/hosts.rs"]
mod hosts;
#[path = "quirks/left_open.rs"]
mod left_open;
#[path = "quirks/permissions.rs"]
mod permissions;
#[path = "quirks/requests.rs"]
mod requests;
#[path = "quirks/values.rs"]
mod values;

use std::collections::BTreeSet;
use std::fs;
use std::sync::LazyLock;

use defender_actions::types::{FileAction, FileMachineAction, MachineAction};
use defender_actions::{Client, ClientInfo, Error, ResponseValue};
use defender_actions_simulator::{Fault, Simulator};
use openapi::Contract;
use serde_json::{Value, json};
use test_support::{example_target, examples, project};

const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const MACHINE: &str = "1e5bc9d7e413ddd7902c2932e418702b84d0cc07";
const COMMENT: &str = "Alert 32123";
/// The operations that the documents describe, in the order of [`every_call`].
const OPERATIONS: [&str; 4] = ["blockFile", "unblockFile", "stopAndQuarantineFile", "unrestrictCodeExecution"];

type Answer<T> = Result<ResponseValue<T>, Error>;

/// The contract, read once.
fn contract() -> &'static Contract {
    static CONTRACT: LazyLock<Contract> = LazyLock::new(test_support::contract);
    &CONTRACT
}

fn simulator() -> Simulator {
    Simulator::start().unwrap()
}

fn client(simulator: &Simulator) -> Client {
    client_with_token(simulator, "t")
}

fn client_with_token(simulator: &Simulator, token: &str) -> Client {
    Client::builder().base_url(simulator.url()).bearer_token(token).build().unwrap()
}

async fn block(client: &Client) -> Answer<Option<FileAction>> {
    client.block_file().sha1(SHA1).body_map(|body| body.comment(COMMENT)).send().await
}

async fn unblock(client: &Client) -> Answer<Option<FileAction>> {
    client.unblock_file().sha1(SHA1).body_map(|body| body.comment(COMMENT)).send().await
}

async fn stop(client: &Client) -> Answer<FileMachineAction> {
    client.stop_and_quarantine_file().id(MACHINE).body_map(|body| body.comment(COMMENT).sha1(SHA1)).send().await
}

async fn unrestrict(client: &Client) -> Answer<MachineAction> {
    client.unrestrict_code_execution().id(MACHINE).body_map(|body| body.comment(COMMENT)).send().await
}

/// Calls each of [`OPERATIONS`] in turn.
async fn every_call(client: &Client) -> [Result<(), Error>; 4] {
    [
        block(client).await.map(drop),
        unblock(client).await.map(drop),
        stop(client).await.map(drop),
        unrestrict(client).await.map(drop),
    ]
}

/// What the client knows of each of [`OPERATIONS`].
fn operations() -> impl Iterator<Item = &'static defender_actions::Operation> {
    defender_actions::operations().iter().filter(|operation| OPERATIONS.contains(&operation.id))
}

/// Where an operation is called, with [`SHA1`] and [`MACHINE`].
fn target(id: &str) -> String {
    example_target(contract().operation(id).unwrap())
}

/// A call that the client would not make.
fn raw(simulator: &Simulator, target: &str) -> reqwest::RequestBuilder {
    client(simulator).client().post(format!("{}{target}", simulator.url())).bearer_auth("t")
}

/// Sends it, and gives the status, and the body if that is JSON.
async fn send(request: reqwest::RequestBuilder) -> (u16, Value) {
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap_or_default())
}

/// Sends it, and gives the status and the code of the error.
async fn refusal(request: reqwest::RequestBuilder) -> (u16, String) {
    let (status, body) = send(request).await;
    (status, body["error"]["code"].as_str().unwrap_or_default().to_owned())
}

fn fault(status: u16, body: &str) -> Fault {
    Fault::Answer { status, headers: Vec::new(), body: body.into() }
}

/// A node of the contract as JSON, references as written.
fn node(pointer: &str) -> &'static Value {
    static JSON: LazyLock<Value> = LazyLock::new(|| contract().root().to_json());
    JSON.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is missing"))
}

fn operation(id: &str) -> &'static Value {
    node(&contract().operation(id).unwrap().pointer().to_string())
}

/// An example of an operation: `blockFile/201.documented`.
fn example(path: &str) -> Value {
    let mut examples = examples(contract()).into_iter();
    examples.find(|example| example.path() == path).unwrap_or_else(|| panic!("{path} is missing")).value
}

fn keys(object: &Value) -> BTreeSet<String> {
    object.as_object().unwrap().keys().cloned().collect()
}

fn decode<T: serde::de::DeserializeOwned>(body: &Value) -> T {
    serde_json::from_value(body.clone()).unwrap_or_else(|error| panic!("{error}: {body}"))
}
