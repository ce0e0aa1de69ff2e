//! What a call costs through the generated client, beside the same call written by hand with `reqwest`.
//!
//! Both block a file, over a connection that is kept, on a server in this process that always gives the documented
//! answer. The client by hand is that of `dependency_cost/hand_written.rs`. Calls alternate, and which goes first does
//! too, so that both meet the same machine.
//!
//! Much of the time goes into the way to the server and back. What the client alone does can be counted: with the name
//! of one of the two and a number, only that is done. The first thread is the client; the difference of two numbers of
//! calls is what the calls cost, without the start:
//!
//! ```text
//! cargo bench --bench call --no-run
//! valgrind --tool=callgrind --separate-threads=yes target/release/deps/call-… generated 1000
//! valgrind --tool=callgrind --separate-threads=yes target/release/deps/call-… generated 2000
//! ```

#[allow(dead_code, reason = "the client has all four operations, and all that the library has beside them")]
#[path = "dependency_cost/hand_written.rs"]
mod hand_written;

use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

const GOAL: f64 = 1.05;
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURE: Duration = Duration::from_secs(6);

const TOKEN: &str = "eyJ0";
const SHA1: &str = "7327b54fd718525cbca07dacde913b5ac3c85673";
const COMMENT: &str = "Block file due to alert 32123";
const ANSWER: &str = include_str!("../spec/examples/blockFile/201.documented.json");

struct Clients {
    generated: defender_actions::Client,
    by_hand: hand_written::Client,
}

impl Clients {
    async fn call_generated(&self) -> Result<Duration, Box<dyn Error>> {
        let start = Instant::now();
        let call = self.generated.block_file().sha1(SHA1).body_map(|body| body.comment(COMMENT));
        let answer = call.send().await?;
        let time = start.elapsed();
        assert!(answer.into_inner().is_some_and(|action| action.creation_date_time_utc.is_some()));
        Ok(time)
    }

    async fn call_by_hand(&self) -> Result<Duration, Box<dyn Error>> {
        let start = Instant::now();
        let request = hand_written::BlockFileRequest { comment: COMMENT.parse()? };
        let answer = self.by_hand.block_file(&SHA1.parse()?, &request).await?;
        let time = start.elapsed();
        assert!(answer.body.is_some_and(|action| action.creation_date_time_utc.is_some()));
        Ok(time)
    }

    /// Calls with both until the time is over, once at least.
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
    // One http client, so that both call over one connection: the scheduler may treat two very differently.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http_client = reqwest::Client::builder().no_proxy().build()?;
    let generated = defender_actions::Client::builder().http_client(http_client.clone());
    let by_hand = hand_written::Client::builder().http_client(http_client);
    let clients = Clients {
        generated: generated.base_url(&url).bearer_token(TOKEN).build()?,
        by_hand: by_hand.base_url(&url).bearer_token(TOKEN).build()?,
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
        // `cargo test` wants to know that it works.
        clients.alternate(Duration::ZERO).await?;
    }
    Ok(())
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
            // A connection ends with an error when its client goes.
            let _ = answer(connection);
        }
    });
    Ok(url)
}

fn answer(connection: TcpStream) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let length = ANSWER.len();
    let response =
        format!("HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{ANSWER}");
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
