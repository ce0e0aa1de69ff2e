//! Whatever a service answers, the call ends with an action or an error, and says nothing that was not proved: a success is
//! never "refused", nor is a failure of the server, unless an error object of the service says so.
//!
//! An input is what stands on the wire: its first byte chooses the operation, the rest is the response.
#![no_main]

use std::cell::RefCell;
use std::future;
use std::time::Duration;

use calls::{CallOutcome, CallResult, ClientService, Service};
use defender_actions::{Client, SecretMask};
use fuzz::calls;
use libfuzzer_sys::fuzz_target;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// A client, and the socket where its calls arrive.
struct Wire {
    runtime: Runtime,
    listener: TcpListener,
    service: ClientService,
}

impl Wire {
    fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("there is a runtime");
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("there is a port");
        let address = listener.local_addr().expect("it is bound");
        let client = Client::builder().base_url(format!("http://{address}")).bearer_token("token");
        let client = client.timeout(Duration::from_secs(5)).build().expect("there is a client");
        Self { runtime, listener, service: ClientService::new(client, SecretMask::default()) }
    }

    /// Makes a call, which gets this response.
    fn call(&self, call: &calls::Call, response: &[u8]) -> CallResult {
        let answer = async {
            let (mut stream, _) = self.listener.accept().await.expect("the client connects");
            // At once, so that no port waits for what may still come.
            socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).expect("it is a socket");
            let mut request = Vec::new();
            while !request.ends_with(b"}") && stream.read_buf(&mut request).await.is_ok_and(|read| read > 0) {}
            let _ = stream.write_all(response).await;
            let _ = stream.shutdown().await;
            // Until the client has read it.
            let _ = stream.read_buf(&mut request).await;
        };
        // The call may end before the connection does, or without one.
        self.runtime.block_on(async {
            tokio::select! {
                result = self.service.call(call) => result,
                () = async { answer.await; future::pending().await } => unreachable!("it waits for the call"),
            }
        })
    }
}

thread_local!(static WIRE: RefCell<Wire> = RefCell::new(Wire::new()));

fuzz_target!(|input: &[u8]| {
    let Some((choice, response)) = input.split_first() else { return };
    let calls = calls();
    let result = WIRE.with_borrow(|wire| wire.call(&calls[usize::from(*choice) % calls.len()], response));
    match (result.outcome, result.status) {
        (CallOutcome::Refused, Some(status)) => assert!((300..500).contains(&status), "{result:?}"),
        (CallOutcome::Refused | CallOutcome::NotSent, _) => panic!("{result:?}"),
        (CallOutcome::Accepted, status) => assert!(status.is_some_and(|it| (200..300).contains(&it)), "{result:?}"),
        (CallOutcome::Unknown | CallOutcome::Unreachable, _) => {}
    }
});
