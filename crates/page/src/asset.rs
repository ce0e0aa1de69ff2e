//! The scripts and styles of the pages.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::GzDecoder;

/// A script or a style.
#[derive(Debug)]
pub struct Asset {
    /// Its name: the last segment of its path on a server.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Plain(&'static str),
    /// Compressed by gzip, as it is in the repository.
    Gzip(&'static [u8]),
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

pub(crate) static SWAGGER_UI_SCRIPT: Asset = Asset {
    name: "swagger-ui-bundle.js",
    media_type: SCRIPT,
    content: Content::Gzip(include_bytes!("../assets/swagger-ui/swagger-ui-bundle.js.gz")),
};
pub(crate) static SWAGGER_UI_STYLE: Asset = Asset {
    name: "swagger-ui.css",
    media_type: STYLE,
    content: Content::Gzip(include_bytes!("../assets/swagger-ui/swagger-ui.css.gz")),
};
pub(crate) static PAGE_STYLE: Asset =
    Asset { name: "page.css", media_type: STYLE, content: Content::Plain(include_str!("../assets/page.css")) };
pub(crate) static CONTRACT_STYLE: Asset =
    Asset { name: "contract.css", media_type: STYLE, content: Content::Plain(include_str!("../assets/contract.css")) };
pub(crate) static CONTRACT_SCRIPT: Asset =
    Asset { name: "contract.js", media_type: SCRIPT, content: Content::Plain(include_str!("../assets/contract.js")) };
pub(crate) static JOURNAL_SCRIPT: Asset =
    Asset { name: "journal.js", media_type: SCRIPT, content: Content::Plain(include_str!("../assets/journal.js")) };

/// The asset of this name.
pub fn asset(name: &str) -> Option<&'static Asset> {
    static ASSETS: [&Asset; 6] =
        [&SWAGGER_UI_SCRIPT, &SWAGGER_UI_STYLE, &PAGE_STYLE, &CONTRACT_STYLE, &CONTRACT_SCRIPT, &JOURNAL_SCRIPT];
    ASSETS.into_iter().find(|asset| asset.name == name)
}

impl Asset {
    /// Its bytes compressed by gzip, if it is kept so.
    pub fn gzip(&self) -> Option<&'static [u8]> {
        match self.content {
            Content::Plain(_) => None,
            Content::Gzip(bytes) => Some(bytes),
        }
    }

    /// Its text.
    pub fn text(&self) -> Cow<'static, str> {
        match self.content {
            Content::Plain(text) => Cow::Borrowed(text),
            Content::Gzip(bytes) => {
                let mut text = String::new();
                // It is part of the program, and a test has read it.
                let _ = GzDecoder::new(bytes).read_to_string(&mut text);
                Cow::Owned(text)
            }
        }
    }
}
