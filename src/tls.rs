//! The TLS configuration of a client: rustls, and the certificates that the platform trusts.
//!
//! It belongs to the client alone. rustls leaves the choice of a process-wide crypto provider to the application: its
//! choice is respected here, and never made.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls::crypto::{CryptoProvider, ring};
use rustls_platform_verifier::BuilderVerifierExt;

/// What `reqwest` configures by itself, except that it panics where the application has chosen no crypto provider.
///
/// # Errors
///
/// The platform has no trusted certificates, or the provider of the application cannot do TLS 1.2 or 1.3.
pub(crate) fn configuration() -> Result<ClientConfig, rustls::Error> {
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let mut configuration = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    // The features of `reqwest` that this library asks for speak HTTP/1.1 only.
    configuration.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(configuration)
}
