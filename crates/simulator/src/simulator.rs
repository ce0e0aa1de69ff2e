//! The handle of a running simulator, and the builder that starts one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime};

use openapi::{Contract, Document};
use tokio::runtime;
use tokio::sync::oneshot;

use crate::connection::accept;
use crate::connection::limits::Limits;
use crate::error::Error;
use crate::faults::rule::FaultRule;
use crate::journal::record::Request;
use crate::memory::ActionMemory;
use crate::request::authentication;
use crate::server::{Clock, RunningServer};
use crate::service::{STATE_HEADER, Service};
use crate::site;
use crate::tokens::issuer::{TokenRequest, TokenRules};

/// The contract that is served where no other is given.
const BUILT_IN: (&str, &str) = ("spec/openapi.yaml", defender_actions::CONTRACT);

/// A running simulator; dropping it closes its port and ends its thread.
///
/// It runs on a thread of its own, so that it can be started and dropped in any test, asynchronous or not.
///
/// ```
/// # fn main() -> Result<(), defender_actions_simulator::Error> {
/// use defender_actions_simulator::Simulator;
///
/// let simulator = Simulator::start()?;
/// println!("point the client at {}", simulator.url());
/// assert!(simulator.journal().is_empty());
/// # Ok(())
/// # }
/// ```
pub struct Simulator {
    server: Arc<RunningServer>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Simulator {
    /// The header that the response to a call has which changes a state: the name of the new state.
    pub const STATE_HEADER: &str = STATE_HEADER;

    /// Serves the built-in contract on a free port of the loopback interface.
    ///
    /// # Errors
    ///
    /// Those of [`Builder::start`].
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// Chooses what is served, and where.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The base URL, for example `http://127.0.0.1:49152`, without a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where the contract is shown as a page: `/` below the URL, or `/_simulator/contract` if the contract has the path `/`.
    pub fn page_url(&self) -> String {
        self.url() + site::path_of_contract(&self.server.service)
    }

    /// The address that is listened on, with the port that was free.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The latest requests, in the order in which they were received. One is here before its client gets the response.
    ///
    /// Requests that break off, or that are not HTTP, are not here. The journal takes 64 MiB of memory at most; the
    /// oldest requests are dropped first, and the latest is never dropped. [`Simulator::requests_received`] counts them
    /// all.
    pub fn journal(&self) -> Vec<Request> {
        self.server.state().journal.entries()
    }

    /// How many requests were entered into the journal since the start, dropped ones included.
    pub fn requests_received(&self) -> u64 {
        self.server.state().journal.received()
    }

    /// The state in which the last success has left a thing; `None` if there was none.
    ///
    /// Things are named as in the request; case does not matter. The latest 4,096 are kept.
    pub fn state(&self, of: &str) -> Option<String> {
        self.server.state().memory.state(&of.to_lowercase()).map(str::to_owned)
    }

    /// Completes every pending action, so that the next one is accepted.
    pub fn finish_pending(&self) {
        self.server.state().memory.finish_pending();
    }

    /// Adds a fault, which requests meet instead of the contract's response. A [`Fault`](crate::Fault) alone is for one
    /// request, so that faults queue; a [`FaultRule`] says which requests meet it.
    pub fn fault(&self, fault: impl Into<FaultRule>) {
        self.server.state().faults.push(fault.into());
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.server.state().faults.clear();
    }

    /// How many tokens were issued since the start.
    pub fn tokens_issued(&self) -> u64 {
        self.server.service.issuer.issued()
    }

    /// A token of the simulator's own for a scope, as its token endpoint gives one to an application.
    pub fn issue_token(&self, scope: &str) -> String {
        let resource = scope.strip_suffix("/.default").unwrap_or(scope);
        let request = TokenRequest { tenant: "simulator", client_id: "simulator", resource };
        self.server.service.issuer.issue(&request, (self.server.clock)()).text
    }

    /// Takes back every token that was issued: [a simulator that takes no others](Builder::only_issued_tokens) refuses them
    /// from now on.
    pub fn revoke_tokens(&self) {
        self.server.service.issuer.revoke();
    }

    /// Refuses one request for a token, the next that no other refusal is for, with the code `AADSTS` of this number.
    pub fn refuse_token(&self, code: u32) {
        self.server.service.issuer.refuse(code);
    }

    /// A token that has these permissions and no others. Any other token has every permission.
    ///
    /// ```
    /// use defender_actions_simulator::Simulator;
    ///
    /// assert_eq!(Simulator::token(["A.Read", "B.Write"]), "only~A.Read~B.Write");
    /// ```
    pub fn token<P: AsRef<str>>(permissions: impl IntoIterator<Item = P>) -> String {
        authentication::token(permissions)
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Simulator").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The thread may be gone already; it is joined either way.
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What a [`Simulator`] serves, and where. Everything has a default.
pub struct Builder {
    contract: Option<ContractSource>,
    address: SocketAddr,
    resources: BTreeMap<String, BTreeSet<String>>,
    clock: Clock,
    limits: Limits,
    pending_for: Option<Duration>,
    faults: Vec<FaultRule>,
    tokens: TokenRules,
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            contract: None,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            resources: BTreeMap::new(),
            clock: Box::new(SystemTime::now),
            limits: Limits::default(),
            pending_for: None,
            faults: Vec::new(),
            tokens: TokenRules::default(),
        }
    }
}

/// What is served.
enum ContractSource {
    /// A name and a text.
    Text(String, String),
    Document(Document),
}

impl ContractSource {
    fn name(&self) -> &str {
        match self {
            Self::Text(name, _) => name,
            Self::Document(document) => document.name(),
        }
    }
}

impl Builder {
    /// Serves this contract, YAML or JSON, instead of the built-in one. Problems are reported under the name.
    #[must_use]
    pub fn contract(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.contract = Some(ContractSource::Text(name.into(), text.into()));
        self
    }

    /// Serves the contract of this document: of one that was put together of several files.
    #[must_use]
    pub fn document(mut self, document: Document) -> Self {
        self.contract = Some(ContractSource::Document(document));
        self
    }

    /// Listens here instead of on a free loopback port; port 0 is a free one.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Lists the things of one kind that exist; all others are refused as unknown. Without a list everything exists.
    ///
    /// The kind is one that a parameter of the contract has as `x-simulator: {resource: NAME}`; ids compare without
    /// regard to case. A second list of one kind adds to the first.
    #[must_use]
    pub fn resource<I: Into<String>>(mut self, name: impl Into<String>, ids: impl IntoIterator<Item = I>) -> Self {
        let ids = ids.into_iter().map(|id| id.into().to_lowercase());
        self.resources.entry(name.into()).or_default().extend(ids);
        self
    }

    /// Takes the time from here instead of from the system.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// Refuses bodies of more bytes than this; 1 MiB by default.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limits.body = bytes;
        self
    }

    /// Keeps at most so many connections open at the same time, at least one; 256 by default. Others wait until one
    /// ends.
    #[must_use]
    pub fn connection_limit(mut self, connections: usize) -> Self {
        self.limits.connections = connections;
        self
    }

    /// Closes a connection on which no request begins within this time; 120 seconds by default, more than clients
    /// keep an idle connection.
    #[must_use]
    pub fn idle_timeout(mut self, time: Duration) -> Self {
        self.limits.idle_time = time;
        self
    }

    /// Refuses a request with 408 whose head is not complete within this time after its first byte; 30 seconds by
    /// default.
    #[must_use]
    pub fn header_timeout(mut self, time: Duration) -> Self {
        self.limits.header_time = time;
        self
    }

    /// Refuses a request with 408 whose body is not complete within this time after its head; 60 seconds by default.
    #[must_use]
    pub fn body_timeout(mut self, time: Duration) -> Self {
        self.limits.body_time = time;
        self
    }

    /// Closes a connection whose client does not take a response within this time; 60 seconds by default.
    #[must_use]
    pub fn response_timeout(mut self, time: Duration) -> Self {
        self.limits.response_time = time;
        self
    }

    /// Completes an action after this time on the clock, instead of at [`Simulator::finish_pending`] only.
    #[must_use]
    pub fn pending_for(mut self, time: Duration) -> Self {
        self.pending_for = Some(time);
        self
    }

    /// Adds a fault from the start; see [`Simulator::fault`].
    #[must_use]
    pub fn fault(mut self, fault: impl Into<FaultRule>) -> Self {
        self.faults.push(fault.into());
        self
    }

    /// Takes the tokens that the simulator has issued, and no others; any token by default.
    #[must_use]
    pub fn only_issued_tokens(mut self) -> Self {
        self.tokens.only_issued = true;
        self
    }

    /// The time from the issue of a token to its expiry, in whole seconds; an hour by default.
    #[must_use]
    pub fn token_lifetime(mut self, time: Duration) -> Self {
        self.tokens.lifetime = time;
        self
    }

    /// Issues tokens for this secret of applications only; for any by default.
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<String>) -> Self {
        self.tokens.client_secret = Some(secret.into());
        self
    }

    /// The permissions of the tokens that are issued; by default all that the contract asks of applications.
    #[must_use]
    pub fn granted<P: Into<String>>(mut self, permissions: impl IntoIterator<Item = P>) -> Self {
        self.tokens.permissions = Some(permissions.into_iter().map(Into::into).collect());
        self
    }

    /// Starts the server. It accepts connections when this returns.
    ///
    /// # Errors
    ///
    /// A contract that cannot be read or served, a resource or the operation of a fault that it does not have, an address that cannot be
    /// listened on, no thread.
    pub fn start(self) -> Result<Simulator, Error> {
        let contract = match self.contract {
            Some(ContractSource::Text(name, text)) => Contract::parse(&name, &text)?,
            Some(ContractSource::Document(document)) => Contract::new(document)?,
            None => Contract::parse(BUILT_IN.0, BUILT_IN.1)?,
        };
        let service = Service::new(&contract, self.resources, self.tokens)?;
        let of_faults = self.faults.iter().filter_map(|rule| rule.operation.as_deref());
        if let Some(name) = of_faults.into_iter().find(|name| !service.has_operation(name)) {
            let known = service.operations().map(str::to_owned).collect();
            return Err(Error::UnknownOperation { name: name.to_owned(), known });
        }
        let memory = ActionMemory::new(self.pending_for);
        let server = Arc::new(RunningServer::new(contract, service, self.clock, self.limits, memory));
        self.faults.into_iter().for_each(|rule| server.state().faults.push(rule));
        let (listener, address) =
            accept::listen(self.address).map_err(|source| Error::Listen { address: self.address, source })?;
        let (stop, stopped) = oneshot::channel();
        let thread = spawn(Arc::clone(&server), listener, stopped).map_err(Error::Thread)?;
        Ok(Simulator { server, address, stop: Some(stop), thread: Some(thread) })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Builder")
            .field("contract", &self.contract.as_ref().map_or(BUILT_IN.0, ContractSource::name))
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

fn spawn(
    server: Arc<RunningServer>,
    listener: TcpListener,
    stopped: oneshot::Receiver<()>,
) -> io::Result<JoinHandle<()>> {
    let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    // The runtime ends with the thread, and every connection with the runtime: stalled ones too.
    let run = move || runtime.block_on(accept::accept_connections(server, listener, stopped));
    thread::Builder::new().name("simulator".to_owned()).spawn(run)
}
