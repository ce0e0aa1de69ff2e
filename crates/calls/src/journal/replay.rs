//! The lines of a journal, in order, make the states of the rows.

use std::io::BufRead;

use serde::Deserialize;

use super::entry::{Created, Event, FORMAT, Kind, RunBegan};
use super::reader::{End, Lines, ReadError};
use super::report::Damage;
use super::state::{RowState, States};

/// What a journal says.
#[derive(Debug)]
pub struct Replay {
    /// The first line.
    pub created: Created,
    /// Where each row stands.
    pub states: States,
    /// The runs.
    pub runs: Vec<RunBegan>,
    /// Where the whole lines end.
    pub end: End,
    /// The line that is damaged, up to which the rest is.
    pub damage: Option<Damage>,
}

/// What is at the start of a file.
#[derive(Debug)]
pub enum Found {
    /// A journal.
    Journal(Box<Replay>),
    /// Nothing, or a first line that was cut off: nothing was sent.
    Nothing,
    /// Something else.
    Other,
    /// A journal of another version of the format.
    Format(u64),
}

/// Reads a journal. Each line of a call is shown to `observe`: where it begins, and what it is.
pub fn replay(mut input: impl BufRead, mut observe: impl FnMut(u64, &Kind)) -> Result<Found, ReadError> {
    // A large file that is something else is not read, and the lines of another format may have another form.
    match version(input.fill_buf()?) {
        Version::Ours => {}
        Version::Other(format) => return Ok(Found::Format(format)),
        Version::None => return Ok(Found::Other),
    }
    let mut lines = Lines::new(input);
    let Some((_, first)) = lines.next()? else { return Ok(Found::Nothing) };
    let created: Created = parsed(first, 1)?;
    let states = States::new(created.subject.list.rows);
    let mut replay = Replay { created, states, runs: Vec::new(), end: lines.end(), damage: None };
    match replay.read(&mut lines, &mut observe) {
        Err(ReadError::Damaged(damage)) => replay.damage = Some(damage),
        other => other?,
    }
    if let Some(torn) = lines.torn() {
        replay.states.set_torn(torn);
    }
    replay.end = lines.end();
    Ok(Found::Journal(Box::new(replay)))
}

impl Replay {
    /// Reads the lines behind the first.
    fn read(&mut self, lines: &mut Lines<impl BufRead>, observe: &mut impl FnMut(u64, &Kind)) -> Result<(), ReadError> {
        let mut number = 1;
        while let Some((begin, line)) = lines.next()? {
            number += 1;
            let kind: Kind = parsed(line, number)?;
            let damaged = |why: String| ReadError::Damaged(Damage { line: number, why });
            match kind.event {
                Event::Run => self.runs.push(parsed(line, number)?),
                Event::Journal => return Err(damaged("it begins a journal".to_owned())),
                Event::Started | Event::Finished => {
                    self.states.apply(&kind, number).map_err(damaged)?;
                    observe(begin, &kind);
                }
            }
        }
        Ok(())
    }
}

/// How far the rows of a journal may be ahead of its lines. A run begins them in their order, so they never are; what is not
/// far ahead takes little memory, whatever wrote it.
const AHEAD: u64 = 1 << 20;

impl States {
    fn apply(&mut self, kind: &Kind, line: u64) -> Result<(), String> {
        let row = kind.row.ok_or("it names no row")?;
        if row >= self.rows() {
            return Err(format!("it is of row {row}, and the list has {} rows", self.rows()));
        }
        if row >= line.saturating_add(AHEAD) {
            return Err(format!("it is of row {row}, and no run can have come so far in {line} lines"));
        }
        let state = match (kind.event, kind.outcome) {
            (Event::Finished, Some(_)) if self.of(row) != RowState::Interrupted => {
                return Err(format!("it ends row {row}, which was not started"));
            }
            (Event::Finished, Some(outcome)) => RowState::after(outcome, kind.status, kind.code.as_deref()),
            (Event::Finished, None) => return Err("it has no outcome".to_owned()),
            _ => RowState::Interrupted,
        };
        self.set(row, state);
        self.add_recent(row, kind);
        Ok(())
    }
}

/// A line that passed its check is what was written: what does not parse is of a program that is newer.
fn parsed<'a, T: Deserialize<'a>>(line: &'a [u8], number: u64) -> Result<T, ReadError> {
    serde_json::from_slice(line).map_err(|error| {
        let why = format!("it is whole, and cannot be understood: {error}; was it written by a newer version?");
        ReadError::Damaged(Damage { line: number, why })
    })
}

/// What the first line of every journal begins with, of whatever version.
const START: &[u8] = br#"{"seq":1,"event":"journal","format":"#;

enum Version {
    Ours,
    Other(u64),
    /// It is no journal.
    None,
}

/// The version of a file that begins with a text. Nothing, and a first line that was cut off, are of ours.
fn version(text: &[u8]) -> Version {
    if START.starts_with(text) {
        return Version::Ours;
    }
    let Some(rest) = text.strip_prefix(START) else { return Version::None };
    let digits = rest.split(|byte| !byte.is_ascii_digit()).next().unwrap_or_default();
    let is_cut = digits.len() == rest.len();
    match std::str::from_utf8(digits).unwrap_or_default().parse() {
        Ok(format) if format != u64::from(FORMAT) && !is_cut => Version::Other(format),
        _ => Version::Ours,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::checksum::Chain;

    #[test]
    fn whatever_the_clock_said_the_order_is_that_of_the_lines() {
        let mut chain = Chain::default();
        let mut journal = chain.append(
            r#"{"event":"journal","format":1,"at":"2026-01-01T00:00:00.000Z","baseUrl":"u","environment":null,"list":{"name":"l","digest":"d","rows":3}}"#,
        );
        let times = ["9999-12-31T23:59:59.999Z", "0000-01-01T00:00:00.000Z", "-62167219201 s", "", "2026-01-01"];
        for (at, row) in times.iter().zip([0, 1, 2, 0, 1]) {
            let started = format!(r#"{{"event":"started","row":{row},"operation":"o","at":"{at}"}}"#);
            journal += &chain.append(&started);
        }
        for (at, row) in times.iter().rev().zip([1, 0, 2]) {
            let finished = format!(r#"{{"event":"finished","row":{row},"outcome":"accepted","at":"{at}"}}"#);
            journal += &chain.append(&finished);
        }
        let Ok(Found::Journal(replay)) = replay(journal.as_bytes(), |_, _| ()) else { panic!("it is whole") };
        assert_eq!((replay.damage, replay.states.counts().accepted), (None, 3));
        // What is no time is no call that the limits regard.
        assert_eq!(replay.states.recent().len(), 2);
    }

    /// A short file takes little memory, whatever numbers stand in it.
    #[test]
    fn a_row_that_no_run_can_have_reached_is_damage() {
        for row in [4_000_000_000, u64::MAX - 1] {
            let mut chain = Chain::default();
            let mut journal = chain.append(&format!(
                r#"{{"event":"journal","format":1,"at":"","baseUrl":"u","environment":null,"list":{{"name":"l","digest":"d","rows":{}}}}}"#,
                u64::MAX
            ));
            journal += &chain.append(&format!(r#"{{"event":"started","row":{row},"operation":"o","at":""}}"#));
            let Ok(Found::Journal(replay)) =
                replay(journal.as_bytes(), |_, kind| panic!("row {:?} is counted", kind.row))
            else {
                panic!("it is a journal")
            };
            let damage = replay.damage.unwrap();
            assert_eq!((damage.line, damage.why.contains("no run can have come so far")), (2, true), "{}", damage.why);
        }
    }
}
