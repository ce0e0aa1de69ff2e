//! Which view suits which generator best.

use std::fmt::Write as _;

use super::questions::{NOT_RUN, NOTHING, YES};
use super::row::Row;
use super::table::Table;

/// A table with a line for each generator: the view with which most is as one would wish it, and what is not. Of two
/// that are alike the first is taken, which changes less.
pub fn advice(table: &Table) -> String {
    let mut text = "| generator | view | what is not as one would wish |\n|---|---|---|\n".to_owned();
    let mut generators: Vec<&str> = Vec::new();
    for row in &table.rows {
        if !generators.contains(&row.generator.as_str()) {
            generators.push(&row.generator);
        }
    }
    for generator in generators {
        let rows = table.rows.iter().filter(|row| row.generator == generator);
        let good = |row: &Row| row.cells.iter().filter(|cell| *cell == YES).count();
        // The last of those that are alike, from behind, is the first.
        if let Some(best) = rows.rev().max_by_key(|row| good(row)) {
            let mut wanting: Vec<(&str, Vec<&str>)> = Vec::new();
            for (head, cell) in best.named_cells().filter(|(_, cell)| ![YES, NOTHING].contains(cell)) {
                match wanting.iter_mut().find(|(known, _)| *known == cell) {
                    Some((_, heads)) => heads.push(head),
                    None => wanting.push((cell, vec![head])),
                }
            }
            let wanting = wanting.iter().map(|(cell, heads)| match cell.starts_with(NOT_RUN) {
                true => (*cell).to_owned(),
                false => format!("{}: {cell}", heads.join(", ")),
            });
            let wanting: Vec<_> = wanting.collect();
            let wanting = if wanting.is_empty() { "nothing".to_owned() } else { wanting.join("; ") };
            let _ = writeln!(text, "| {generator} | `{}` | {wanting} |", best.view);
        }
    }
    text
}
