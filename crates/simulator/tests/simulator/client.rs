//! A client that writes any bytes, and the valid call of each operation of the built-in contract.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};

use defender_actions_simulator::Simulator;
use openapi::Operation;
use serde_json::{Value, json};
use test_support::example_target;

pub use test_support::contract;

/// Serves a contract that is not the built-in one.
pub fn serve(contract: &Value) -> Simulator {
    Simulator::builder().contract("test.json", contract.to_string()).start().unwrap()
}

/// A contract of these paths, and nothing else.
pub fn minimal(paths: Value) -> Value {
    json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": paths})
}

pub fn get(simulator: &Simulator, target: &str) -> Answer {
    Call::new("GET", target).send(simulator)
}

/// A request under construction.
#[derive(Clone)]
pub struct Call {
    method: String,
    pub target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Call {
    pub fn new(method: &str, target: &str) -> Self {
        Self { method: method.to_owned(), target: target.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    /// A call with a token, of a JSON body.
    pub fn post(target: &str, body: &Value) -> Self {
        Self::new("POST", target)
            .header("Authorization", "Bearer t")
            .header("Content-Type", "application/json")
            .body(body.to_string())
    }

    /// The call that the contract documents: the examples of its parameters and of its body.
    pub fn documented(operation: &Operation) -> Self {
        let body = operation.request_body().unwrap().body().unwrap();
        let example = body.json().unwrap().examples().remove(0).value.to_json();
        Self::post(&example_target(operation), &example).method(operation.method().as_str())
    }

    /// Sets a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(it, _)| it != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(it, _)| it != name);
        self
    }

    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// The same call elsewhere.
    pub fn at(mut self, target: &str) -> Self {
        self.target = target.to_owned();
        self
    }

    pub fn method(mut self, method: &str) -> Self {
        self.method = method.to_owned();
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{} {} HTTP/1.1\r\nHost: localhost\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            bytes += &format!("{name}: {value}\r\n");
        }
        bytes += &format!("Content-Length: {}\r\n\r\n", self.body.len());
        [bytes.as_bytes(), &self.body].concat()
    }

    pub fn send(&self, to: &Simulator) -> Answer {
        Answer::parse(&exchange(to, &self.bytes()))
    }
}

/// Sends bytes and nothing more, and returns everything that is received before the connection ends.
pub fn exchange(simulator: &Simulator, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(simulator.address()).unwrap();
    stream.write_all(bytes).unwrap();
    stream.shutdown(Shutdown::Write).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let _ = stream.shutdown(Shutdown::Both);
    answer
}

/// Sends bytes and reads until the connection ends, however it does: a reset is an end too.
pub fn meet(simulator: &Simulator, bytes: &[u8]) -> (Vec<u8>, std::io::Result<()>) {
    let mut stream = TcpStream::connect(simulator.address()).unwrap();
    let mut answer = Vec::new();
    let sent = stream.write_all(bytes);
    // A connection that was reset already cannot be closed; how it ended, the read says.
    let _ = stream.shutdown(Shutdown::Write);
    let end = sent.and_then(|()| stream.read_to_end(&mut answer)).map(drop);
    (answer, end)
}

/// A connection that is kept open.
pub struct Connection(BufReader<TcpStream>);

impl Connection {
    pub fn open(simulator: &Simulator) -> Self {
        let stream = TcpStream::connect(simulator.address()).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    pub fn write(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.get_mut().write_all(bytes.as_ref()).unwrap();
    }

    /// Reads the head of a response.
    pub fn read_head(&mut self) -> Answer {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            assert_ne!(self.0.read_until(b'\n', &mut head).unwrap(), 0, "the connection has ended");
        }
        Answer::parse(&head)
    }

    /// Reads one line of a body.
    pub fn read_line(&mut self) -> Vec<u8> {
        let mut line = Vec::new();
        self.0.read_until(b'\n', &mut line).unwrap();
        line
    }

    /// Reads one response, whose body has a length.
    pub fn read(&mut self) -> Answer {
        let mut answer = self.read_head();
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        answer.body.resize(length, 0);
        self.0.read_exact(&mut answer.body).unwrap();
        answer
    }

    /// Reads what is left until the server closes the connection, while this side stays open.
    pub fn read_to_end(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.0.read_to_end(&mut bytes).unwrap();
        bytes
    }
}

/// A response as received.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer");
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body: bytes[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|line| line.split_once(": "));
        headers.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn code(&self) -> String {
        self.explanation().0
    }

    pub fn message(&self) -> String {
        self.explanation().1
    }

    /// Code and message of a refusal: of the built-in contract's error, or of the text where none is documented.
    fn explanation(&self) -> (String, String) {
        if self.header("content-type") == Some("text/plain; charset=utf-8") {
            let (code, message) = self.text().split_once(": ").unwrap();
            return (code.to_owned(), message.to_owned());
        }
        let error = &self.json()["error"];
        let text = |name: &str| error[name].as_str().unwrap().to_owned();
        (text("code"), text("message"))
    }
}
