//! An application that proves itself with a token of another issuer, which is in a file.

use std::fs::{self, File};
use std::io::Read;
use std::path::PathBuf;

use azure_core::error::{Error, ErrorKind};
use azure_core::http::ClientMethodOptions;
use azure_identity::ClientAssertion;

/// The largest token that is read.
const LARGEST: u64 = 64 << 10;

/// The file of a federated token. It is read for each token, since its writer renews it.
#[derive(Debug)]
pub(super) struct FederatedToken {
    pub(super) path: PathBuf,
}

impl FederatedToken {
    /// The token. Whitespace around it is left out: tools end a file with a line break.
    pub(super) fn read(&self) -> azure_core::Result<String> {
        let text = self.text().and_then(|text| match text.trim() {
            "" => Err("it is empty".to_owned()),
            token if token.contains(char::is_whitespace) => Err("it holds more than a token".to_owned()),
            token => Ok(token.to_owned()),
        });
        text.map_err(|problem| {
            let message = format!("the federated token in {}: {problem}", self.path.display());
            Error::with_message(ErrorKind::Credential, message)
        })
    }

    fn text(&self) -> Result<String, String> {
        let metadata = fs::metadata(&self.path).map_err(|error| error.to_string())?;
        // A pipe may have no end, or no writer.
        if !metadata.is_file() {
            return Err("it is no file".to_owned());
        }
        let mut text = String::new();
        let file = File::open(&self.path).map_err(|error| error.to_string())?;
        file.take(LARGEST + 1).read_to_string(&mut text).map_err(|error| error.to_string())?;
        match text.len() as u64 > LARGEST {
            true => Err(format!("it is larger than {} KiB: is it the right file?", LARGEST >> 10)),
            false => Ok(text),
        }
    }
}

#[async_trait::async_trait]
impl ClientAssertion for FederatedToken {
    async fn secret(&self, _: Option<ClientMethodOptions<'_>>) -> azure_core::Result<String> {
        self.read()
    }
}
