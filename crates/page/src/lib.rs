//! An OpenAPI contract as a page for people: its operations, schemas, examples, errors and servers.
//!
//! The page is [Swagger UI](https://swagger.io/tools/swagger-ui/) with a style and a plugin of the project's own. It is made
//! from the contract alone, and asks nobody for anything: everything is in this crate, and a content security policy lets
//! nothing else run or be fetched.
//!
//! What is in which file:
//! - `contract_page.rs`: the page, [as one file](contract_file) and [as a server has it](contract_page()).
//! - `frame.rs`: what is around it, and around other pages of the same server: head and navigation.
//! - `asset.rs`: the scripts and styles, [by their names](asset()).
//! - `policy.rs`: the content security policies.
//! - `html.rs`: [HTML], in which the text of others is escaped.
//!
//! [HTML]: Html
//!
//! `assets/swagger-ui` is the package as `package-lock.json` pins it; `assets/swagger-ui/vendor` writes and checks it. The
//! other files of `assets` are the project's own.

mod asset;
mod contract_page;
mod frame;
mod html;
mod policy;

pub use asset::{Asset, asset};
pub use contract_page::{Tokens, contract_file, contract_page, title};
pub use frame::{ASSETS, CONTRACT_PATH, JOURNAL_PATH, Tab, frame};
pub use html::Html;
pub use policy::POLICY;
