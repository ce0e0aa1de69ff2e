//! The process of `simulate`, as long as a test needs it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A simulator that runs; dropping it ends its process.
pub struct Simulating {
    process: Child,
    /// The first lines that it printed.
    pub printed: Vec<String>,
}

impl Simulating {
    /// Starts a command that is `simulate` with `--listen 127.0.0.1:0`, and reads so many lines of its stdout, at least one.
    pub fn start(command: &mut Command, lines: usize) -> Self {
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let stdout = BufReader::new(process.stdout.take().unwrap());
        let printed = stdout.lines().take(lines).map(Result::unwrap).collect();
        Self { process, printed }
    }

    /// Its base URL, which it prints first.
    pub fn url(&self) -> &str {
        &self.printed[0]
    }

    /// The host and port at which it listens.
    pub fn address(&self) -> &str {
        self.url().trim_start_matches("http://")
    }

    /// The requests that it received, as it shows them to other processes.
    pub fn journal(&self) -> Vec<Value> {
        let mut connection = TcpStream::connect(self.address()).unwrap();
        write!(connection, "GET /_simulator/journal HTTP/1.0\r\nHost: {}\r\n\r\n", self.address()).unwrap();
        let mut response = String::new();
        connection.read_to_string(&mut response).unwrap();
        let (_, body) = response.split_once("\r\n\r\n").unwrap();
        let mut journal: Value = serde_json::from_str(body).unwrap();
        serde_json::from_value(journal["requests"].take()).unwrap()
    }
}

impl Drop for Simulating {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
