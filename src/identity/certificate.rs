//! An application that proves itself with a certificate: a JSON Web Token that the key of the certificate signs.
//!
//! The form of the token is that of Entra's documents, "Microsoft identity platform application authentication certificate
//! credentials": PS256, the SHA-256 of the certificate, valid for ten minutes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use azure_core::base64;
use azure_core::error::{Error, ErrorKind};
use azure_core::http::ClientMethodOptions;
use azure_identity::ClientAssertion;
use ring::rand::{SecureRandom, SystemRandom};
use ring::{digest, rsa, signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::{Value, json};

const LIFETIME: Duration = Duration::from_secs(600);
/// The largest file that is read: a certificate and a key have a few thousand bytes.
const LARGEST: u64 = 1 << 20;

/// A certificate and its key, in one PEM file that is read for each token, so that a new one is used at once.
#[derive(Debug)]
pub(super) struct Certificate {
    pub(super) path: PathBuf,
    pub(super) client_id: String,
    /// The URL from which the token is requested.
    pub(super) audience: String,
}

#[async_trait::async_trait]
impl ClientAssertion for Certificate {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        let signed = Signer::read(&self.path).and_then(|signer| self.assertion(&signer, SystemTime::now()));
        signed.map_err(|problem| self.error(&problem))
    }
}

impl Certificate {
    /// Checks that the file can be used.
    pub(super) fn check(&self) -> azure_core::Result<()> {
        Signer::read(&self.path).map(drop).map_err(|problem| self.error(&problem))
    }

    fn error(&self, problem: &str) -> Error {
        Error::with_message(ErrorKind::Credential, format!("the certificate {}: {problem}", self.path.display()))
    }

    fn assertion(&self, signer: &Signer, now: SystemTime) -> Result<String, String> {
        let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let mut id = [0; 16];
        SystemRandom::new().fill(&mut id).map_err(|_| "the system gives no random numbers".to_owned())?;
        let header = json!({"alg": "PS256", "typ": "JWT", "x5t#S256": encode(&signer.thumbprint)});
        let claims = json!({
            "aud": self.audience,
            "iss": self.client_id,
            "sub": self.client_id,
            "jti": encode(&id),
            "iat": seconds(now),
            "nbf": seconds(now),
            "exp": seconds(now + LIFETIME),
        });
        let part = |value: &Value| encode(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&header), part(&claims));
        Ok(format!("{signed}.{}", encode(&signer.sign(signed.as_bytes())?)))
    }
}

/// A key, and the SHA-256 of its certificate.
struct Signer {
    key: rsa::KeyPair,
    thumbprint: Vec<u8>,
}

impl Signer {
    fn read(path: &Path) -> Result<Self, String> {
        let metadata = fs::metadata(path).map_err(|error| error.to_string())?;
        // A pipe may have no end, or no writer.
        if !metadata.is_file() {
            return Err("it is no file".to_owned());
        }
        if metadata.len() > LARGEST {
            return Err(format!("larger than {} KiB: is it the right file?", LARGEST >> 10));
        }
        Self::of_pem(&fs::read(path).map_err(|error| error.to_string())?)
    }

    fn of_pem(pem: &[u8]) -> Result<Self, String> {
        let text = String::from_utf8_lossy(pem);
        if !text.contains("-----BEGIN ") {
            return Err("it is no PEM file; of a PFX file, `openssl pkcs12 -in FILE -nodes` makes one".to_owned());
        }
        if text.contains("ENCRYPTED") {
            return Err("its key is encrypted; `openssl pkey -in FILE` decrypts it".to_owned());
        }
        let certificate = CertificateDer::from_pem_slice(pem).map_err(|_| "it has no certificate".to_owned())?;
        let key = PrivateKeyDer::from_pem_slice(pem).map_err(|_| "it has no private key".to_owned())?;
        let key = match &key {
            PrivateKeyDer::Pkcs8(key) => rsa::KeyPair::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => rsa::KeyPair::from_der(key.secret_pkcs1_der()),
            _ => return Err("its key is not RSA, the only kind that the identity platform takes".to_owned()),
        };
        Ok(Self {
            key: key.map_err(|error| format!("its key cannot be used, which has to be RSA: {error}"))?,
            thumbprint: digest::digest(&digest::SHA256, &certificate).as_ref().to_vec(),
        })
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let mut signature = vec![0; self.key.public().modulus_len()];
        let signed = self.key.sign(&signature::RSA_PSS_SHA256, &SystemRandom::new(), message, &mut signature);
        signed.map_err(|_| "its key cannot sign".to_owned())?;
        Ok(signature)
    }
}

fn encode(bytes: &[u8]) -> String {
    base64::encode_url_safe(bytes).trim_end_matches('=').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A certificate with a key that signs nothing else, made with `openssl req -x509 -newkey rsa:2048 -nodes`.
    const PEM: &str = include_str!("../../tests/certificate.pem");
    /// SHA-256 of the certificate, by `openssl x509 -outform der | openssl dgst -sha256 -binary | basenc --base64url`.
    const THUMBPRINT: &str = include_str!("../../tests/certificate.thumbprint");

    #[test]
    fn an_assertion_is_signed_by_the_key_of_the_certificate() {
        let of = Certificate {
            path: PathBuf::new(),
            client_id: "client".to_owned(),
            audience: "https://login.example/t/oauth2/v2.0/token".to_owned(),
        };
        let signer = Signer::of_pem(PEM.as_bytes()).unwrap();
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let assertion = of.assertion(&signer, now).unwrap();
        let parts: Vec<&str> = assertion.split('.').collect();
        let [header, claims, signature] = parts[..] else { panic!("{assertion}") };
        let json = |part: &str| -> Value { serde_json::from_slice(&base64::decode_url_safe(part).unwrap()).unwrap() };
        assert_eq!(
            json(header),
            json!({"alg": "PS256", "typ": "JWT", "x5t#S256": THUMBPRINT.trim().trim_end_matches('=')})
        );
        let claims_ = json(claims);
        assert_eq!((&claims_["iss"], &claims_["sub"]), (&json!("client"), &json!("client")));
        assert_eq!((&claims_["nbf"], &claims_["exp"]), (&json!(1_000_000), &json!(1_000_600)));
        assert_eq!(claims_["aud"], of.audience);
        let public =
            signature::UnparsedPublicKey::new(&signature::RSA_PSS_2048_8192_SHA256, signer.key.public().as_ref());
        let message = format!("{header}.{claims}");
        public.verify(message.as_bytes(), &base64::decode_url_safe(signature).unwrap()).unwrap();
        assert_ne!(of.assertion(&signer, now).unwrap(), assertion, "each has an id of its own");
    }

    #[test]
    fn a_file_that_cannot_be_used_says_why() {
        let certificate =
            PEM.split_inclusive("-----END CERTIFICATE-----\n").find(|it| it.contains("CERTIFICATE")).unwrap();
        let certificate = &certificate[certificate.find("-----BEGIN CERTIFICATE").unwrap()..];
        for (pem, problem) in [
            ("\u{0}\u{1}", "`openssl pkcs12 -in FILE -nodes`"),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----", "`openssl pkey -in FILE`"),
            ("-----BEGIN X-----", "no certificate"),
            (certificate, "no private key"),
            (&format!("{certificate}-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"), "not RSA"),
            (&format!("{certificate}-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"), "cannot be used"),
        ] {
            let error = Signer::of_pem(pem.as_bytes()).err().unwrap();
            assert!(error.contains(problem), "{problem}: {error}");
        }
        assert!(Signer::read(Path::new("/no/such/file")).is_err_and(|error| error.contains("No such file")));
    }
}
