//! A service whose certificate is of a private authority, as behind a proxy that inspects TLS.

#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::program::{Run, example_call, program, run};
use test_support::contract;

/// An authority, as PEM, and a server with a certificate of it.
pub fn authority_and_server() -> (String, Arc<ServerConfig>) {
    let mut params = CertificateParams::new([]).unwrap();
    // OpenSSL takes a certificate for self-signed whose issuer has its name.
    params.distinguished_name.push(DnType::CommonName, "authority of a test");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["localhost".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    (authority.pem(), Arc::new(server))
}

/// Calls a server that refuses each request, with these variables.
fn call(server: &Arc<ServerConfig>, variables: &[(&str, &str)]) -> Run {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    let contract = contract();
    thread::scope(|scope| {
        scope.spawn(|| {
            let connection = ServerConnection::new(Arc::clone(server)).unwrap();
            let mut stream = StreamOwned::new(connection, listener.accept().unwrap().0);
            let mut reader = BufReader::new(&mut stream);
            let mut length = 0;
            for line in reader.by_ref().lines().map_while(Result::ok).take_while(|line| !line.is_empty()) {
                length = line.strip_prefix("content-length: ").map_or(length, |value| value.parse().unwrap());
            }
            // A client that does not trust the certificate sends nothing.
            if length > 0 {
                reader.read_exact(&mut vec![0; length]).unwrap();
                stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n").unwrap();
            }
        });
        let mut command = program();
        command.env_remove("SSL_CERT_FILE").env_remove("SSL_CERT_DIR").envs(variables.iter().copied());
        run(command.args(example_call(&contract.operations()[0])).args(["--base-url", &url]))
    })
}

#[test]
fn a_private_authority_is_trusted_if_a_variable_names_it() {
    let (authority, server) = authority_and_server();
    let folder = tempfile::tempdir().unwrap();
    // The name that `openssl rehash` gives has this form.
    let file = folder.path().join("0123abcd.0");
    fs::write(&file, authority).unwrap();
    for (variable, path) in [("SSL_CERT_FILE", file.as_path()), ("SSL_CERT_DIR", folder.path())] {
        let trusted = call(&server, &[(variable, path.to_str().unwrap())]);
        assert_eq!(trusted.code, 3, "{variable}: {}", trusted.stderr);
    }
    let unknown = call(&server, &[]);
    assert_eq!(unknown.code, 4, "{}", unknown.stderr);
    assert!(
        unknown.stderr.contains("certificate") && unknown.stderr.contains("nothing was sent"),
        "{}",
        unknown.stderr
    );
}
