//! An identity platform on this machine: https with a certificate of a private authority, in front of a simulator.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use crate::certificates::authority_and_server;

/// What the variables of a test hold.
pub const SECRET: &str = "Cl13nt~s3cr3t.0f-the_application";
pub const TENANT: &str = "contoso.example";
pub const CLIENT: &str = "11111111-2222-3333-4444-555555555555";

/// The platform; dropping it ends it.
pub struct IdentityPlatform {
    address: SocketAddr,
    folder: TempDir,
    is_stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl IdentityPlatform {
    /// Ends TLS, and passes each request on to this address.
    pub fn before(upstream: SocketAddr) -> Self {
        let (authority, server) = authority_and_server();
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("authority.pem"), authority).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let is_stopped = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&is_stopped);
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::Acquire) {
                    return;
                }
                // A client that gives up is no concern of the platform.
                let _ = pass(stream.unwrap(), &server, upstream);
            }
        });
        Self { address, folder, is_stopped, thread: Some(thread) }
    }

    pub fn url(&self) -> String {
        format!("https://localhost:{}", self.address.port())
    }

    /// The file of the authority that it is to be trusted by.
    pub fn authority_file(&self) -> PathBuf {
        self.folder.path().join("authority.pem")
    }

    /// Sets the variables of an application, except for how it proves itself.
    pub fn set_up(&self, command: &mut Command) {
        command.env("AZURE_AUTHORITY_HOST", self.url()).env("SSL_CERT_FILE", self.authority_file());
        command.env("AZURE_TENANT_ID", TENANT).env("AZURE_CLIENT_ID", CLIENT);
    }
}

impl Drop for IdentityPlatform {
    fn drop(&mut self) {
        self.is_stopped.store(true, Ordering::Release);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Passes one request on, and its response back.
fn pass(stream: TcpStream, server: &Arc<ServerConfig>, upstream: SocketAddr) -> std::io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(server)).map_err(std::io::Error::other)?;
    let mut stream = BufReader::new(StreamOwned::new(connection, stream));
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    let head = head.replacen("\r\n", "\r\nConnection: close\r\n", 1);
    let mut service = TcpStream::connect(upstream)?;
    service.write_all(&[head.as_bytes(), &body].concat())?;
    let mut response = Vec::new();
    service.read_to_end(&mut response)?;
    let stream = stream.get_mut();
    stream.write_all(&response)?;
    stream.conn.send_close_notify();
    stream.flush()
}
