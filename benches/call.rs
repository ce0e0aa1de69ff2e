//! What a call costs through the generated client, beside the same call written by hand with `reqwest`.
//!
//! Both block a file, over a kept-alive connection, on a server in this process that always sends the documented
//! response. The client by hand is `benches/hand_written`; a test proves that the two send the same bytes and report the
//! same results. Calls alternate, and so does which goes first, so that both meet the same load of the machine.
//!
//! Most of the time is spent on the connection and in the server. The work of a client alone can be counted: with the
//! name of one of the two and a number, only that number of its calls is made. The first thread is the client; the
//! difference between two numbers of calls is the cost of the calls, without that of the start:
//!
//! ```text
//! cargo bench --bench call --no-run
//! valgrind --tool=callgrind --separate-threads=yes target/release/deps/call-… generated 1000
//! valgrind --tool=callgrind --separate-threads=yes target/release/deps/call-… generated 2000
//! ```

#![allow(deprecated, reason = "blocking and unblocking are deprecated, and still served")]

use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

const GOAL: f64 = 1.05;
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURE: Duration = Duration::from_secs(6);

const TOKEN: &str = "eyJ0";
const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const COMMENT: &str = "Block file due to alert 32123";
const RESPONSE: &str = include_str!("../spec/examples/blockFile/201.documented.json");

struct Clients {
    generated: defender_actions::Client,
    by_hand: hand_written::Client,
}

impl Clients {
    async fn call_generated(&self) -> Result<Duration, Box<dyn Error>> {
        let start = Instant::now();
        let call = self.generated.block_file().sha1(SHA1).body_map(|body| body.comment(COMMENT));
        let reply = call.send().await?;
        let time = start.elapsed();
        assert!(reply.into_inner().is_some_and(|action| action.creation_date_time_utc.is_some()));
        Ok(time)
    }

    async fn call_by_hand(&self) -> Result<Duration, Box<dyn Error>> {
        let start = Instant::now();
        let reply = self.by_hand.block_file(SHA1, COMMENT).await?;
        let time = start.elapsed();
        assert!(reply.body.is_some_and(|action| action.creation_date_time_utc.is_some()));
        Ok(time)
    }

    /// Calls with both until the time is over, at least once.
    async fn alternate(&self, time: Duration) -> Result<(Vec<Duration>, Vec<Duration>), Box<dyn Error>> {
        let (mut generated, mut by_hand) = (Vec::new(), Vec::new());
        let start = Instant::now();
        loop {
            generated.push(self.call_generated().await?);
            by_hand.push(self.call_by_hand().await?);
            by_hand.push(self.call_by_hand().await?);
            generated.push(self.call_generated().await?);
            if start.elapsed() >= time {
                return Ok((generated, by_hand));
            }
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let url = serve()?;
    // One HTTP client, so that both call over one connection: the scheduler may treat two very differently.
    let http_client = http_client()?;
    let generated = defender_actions::Client::builder().http_client(http_client.clone());
    let clients = Clients {
        generated: generated.base_url(&url).bearer_token(TOKEN).build()?,
        by_hand: hand_written::Client::with_http_client(http_client, &url, TOKEN)?,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(run(&clients))
}

async fn run(clients: &Clients) -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    if let [which @ ("generated" | "by-hand"), calls] = arguments.as_slice() {
        for _ in 0..calls.parse()? {
            match *which {
                "generated" => clients.call_generated().await?,
                _ => clients.call_by_hand().await?,
            };
        }
    } else if arguments.contains(&"--bench") && !arguments.contains(&"--test") {
        clients.alternate(WARM_UP).await?;
        let (generated, by_hand) = clients.alternate(MEASURE).await?;
        let calls = generated.len();
        let (generated, by_hand) = (median(generated), median(by_hand));
        let ratio = generated.as_secs_f64() / by_hand.as_secs_f64();
        println!("call: generated {generated:.1?}, by hand {by_hand:.1?} (medians of {calls} each)");
        println!("call: ratio {ratio:.3} (goal: {GOAL})");
    } else {
        // For `cargo test`: each of them once.
        clients.alternate(Duration::ZERO).await?;
    }
    Ok(())
}

/// An HTTP client that needs no certificate, because the server speaks plain HTTP.
fn http_client() -> Result<reqwest::Client, Box<dyn Error>> {
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(reqwest::Client::builder().tls_backend_preconfigured(tls).no_proxy().build()?)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Starts the server; returns its URL.
fn serve() -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}/api", listener.local_addr()?);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            // A connection ends with an error when its client closes it.
            let _ = respond(connection);
        }
    });
    Ok(url)
}

fn respond(connection: TcpStream) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let length = RESPONSE.len();
    let response =
        format!("HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{RESPONSE}");
    let mut requests = BufReader::new(&connection);
    loop {
        let mut length = 0;
        let mut line = String::new();
        while requests.read_line(&mut line)? > 2 {
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or_default();
            }
            line.clear();
        }
        if line.is_empty() {
            return Ok(());
        }
        requests.read_exact(&mut vec![0; length])?;
        (&connection).write_all(response.as_bytes())?;
    }
}
