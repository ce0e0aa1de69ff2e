//! Whatever a list holds, CSV or JSON Lines, it is refused or checked; and then it has the rows that it was checked with.
//!
//! The first byte of an input chooses how it is read, and the operation of rows that name none.
#![no_main]

use std::io::Cursor;

use calls::list::{List, ListFormat, ListOptions, ListSource};
use fuzz::{calls, contract};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((choice, list)) = input.split_first() else { return };
    let formats = [None, Some(ListFormat::Csv), Some(ListFormat::JsonLines), Some(ListFormat::Plain)];
    let operation = calls().get(usize::from(choice >> 2)).map(|call| call.operation.to_string());
    let options = ListOptions { format: formats[usize::from(choice & 3)], operation, ..ListOptions::default() };
    match List::read(ListSource::reader("list", Cursor::new(list.to_vec())), &options, contract()) {
        Ok(list) => {
            let rows: Vec<_> = list.rows().map(|row| row.expect("it was checked")).collect();
            assert_eq!(rows.len() as u64, list.len());
            assert_eq!(list.operations().values().sum::<u64>(), list.len());
        }
        Err(errors) => drop(errors.lines()),
    }
});
