//! Lists of calls: read, checked, and handed out.

mod documentation;
mod files;
mod random;
mod typed;

use calls::Row;
use calls::list::{List, ListErrors, ListOptions, ListSource};
use openapi::Contract;

/// A list of these bytes, as a file of this name would have them.
fn read<'a>(name: &str, bytes: &[u8], options: &ListOptions, contract: &'a Contract) -> Result<List<'a>, ListErrors> {
    List::read(ListSource::reader(name, std::io::Cursor::new(bytes.to_vec())), options, contract)
}

/// All rows of a list.
fn rows(list: &List<'_>) -> Vec<Row> {
    list.rows().collect::<Result<_, _>>().unwrap()
}

/// Options with an operation and common values.
fn common(operation: &str, values: &[(&str, &str)]) -> ListOptions {
    let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    ListOptions { operation: Some(operation.to_owned()), values, ..ListOptions::default() }
}
