//! A server that reads one request, and answers with bytes.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

/// Answers the first request that it gets.
pub struct RawServer {
    url: String,
    thread: Option<JoinHandle<()>>,
}

impl RawServer {
    /// Answers with these bytes, then ends the connection.
    pub fn start(response: Vec<u8>) -> Self {
        Self::with(move |mut connection| drop(connection.write_all(&response)))
    }

    /// Reads a request, then does what is given with the connection.
    pub fn with(answer: impl FnOnce(TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let thread = thread::spawn(move || {
            let (connection, _) = listener.accept().unwrap();
            read_request(&connection);
            answer(connection);
        });
        Self { url, thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Waits until the answer was given, while the client goes on: it may have a connection to close.
    pub async fn join(mut self) {
        let thread = self.thread.take().unwrap();
        tokio::task::spawn_blocking(move || thread.join().unwrap()).await.unwrap();
    }
}

fn read_request(connection: &TcpStream) {
    let mut reader = BufReader::new(connection);
    let (mut length, mut line) = (0, String::new());
    while reader.read_line(&mut line).unwrap() > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
}
