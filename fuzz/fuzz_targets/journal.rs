//! Whatever a journal holds, its report is written in every format, or it is refused; and what is written can be shown.
//!
//! The lines of an input have no checksum: it is added, so that what is behind it is read.
#![no_main]

use std::io::Write;

use calls::journal::{JournalReport, ReportError};
use fuzz::{assert_shown, contract};
use libfuzzer_sys::fuzz_target;
use tempfile::Builder;

/// The lines as a journal has them, each with its checksum.
fn journal(input: &[u8]) -> Vec<u8> {
    let mut checksum = 0;
    let mut journal = Vec::new();
    for (index, line) in input.split(|byte| *byte == b'\n').enumerate() {
        let properties = line.strip_prefix(b"{").and_then(|line| line.strip_suffix(b"}")).unwrap_or(line);
        let line = [format!("{{\"seq\":{},", index + 1).as_bytes(), properties].concat();
        let mut hasher = crc32fast::Hasher::new_with_initial(checksum);
        hasher.update(&line);
        checksum = hasher.finalize();
        journal.extend(line);
        journal.extend(format!(",\"crc\":\"{checksum:08x}\"}}\n").into_bytes());
    }
    journal
}

fuzz_target!(|input: &[u8]| {
    // In memory.
    let mut file = Builder::new().tempfile_in("/dev/shm").expect("there is memory");
    file.write_all(&journal(input)).expect("there is memory");
    let mut report = match JournalReport::read(file.path(), contract()) {
        Ok(report) => report,
        Err(error) => {
            error.lines();
            return;
        }
    };
    let formats: [fn(&mut JournalReport, &mut Vec<u8>) -> Result<(), ReportError>; 3] = [
        |report, output| report.write_text(|_| true, output),
        |report, output| report.write_csv(|_| true, output),
        |report, output| report.write_json(|_| true, output),
    ];
    for write in formats {
        let mut output = Vec::new();
        // A row whose line is JSON and no entry is an error, behind those that were written.
        let _ = write(&mut report, &mut output);
        assert_shown(&String::from_utf8(output).expect("it is text"));
    }
});
