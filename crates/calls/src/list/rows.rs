//! The rows of a list, one after the other.

use std::io::Read;
use std::sync::Arc;

use openapi::Node;

use super::error::ListError;
use super::field::Part;
use super::layout::{self, Column, Layout};
use super::lines::{LONGEST, Line, LineError, Lines};
use super::name::key;
use super::options::ListFormat;
use super::plan::{OPERATION, Plan, RawContent, RawRow, RawValue};
use super::record::{RecordParser, TextBehindQuote};
use crate::call::Call;
use crate::check::{parse_json, trimmed};

/// Reads the rows of a list.
pub(crate) struct RowReader<'a, R> {
    lines: Lines<R>,
    plan: Arc<Plan<'a>>,
    layout: Arc<Layout>,
}

/// A row that was read.
pub(crate) struct ReadRow {
    pub line: u64,
    /// The position of its operation in the contract.
    pub operation: usize,
    pub call: Call,
}

/// Why a row, or the start of a list, was not read.
pub(crate) enum RowError {
    /// The row is wrong; the next one can be read.
    Row(Vec<ListError>),
    /// What follows cannot be read.
    Rest(Vec<ListError>),
}

impl RowError {
    fn rest(error: ListError) -> Self {
        Self::Rest(vec![error])
    }

    /// Nothing follows that could be wrong.
    fn empty() -> Self {
        Self::Row(vec![ListError::new("the list is empty")])
    }

    /// The errors.
    pub(crate) fn into_errors(self) -> Vec<ListError> {
        match self {
            Self::Row(errors) | Self::Rest(errors) => errors,
        }
    }
}

impl<'a, R: Read> RowReader<'a, R> {
    /// Begins to read a list of this name; finds out how it is written, and reads its header.
    pub(crate) fn new(
        list: &str,
        source: R,
        format: Option<ListFormat>,
        plan: Arc<Plan<'a>>,
    ) -> Result<Self, RowError> {
        let mut reader = Self { lines: Lines::new(source), plan, layout: Arc::new(Layout::JsonLines) };
        let first = loop {
            let line = reader.lines.next_line().map_err(|error| RowError::rest(line_error(&error)))?;
            let line = line.ok_or_else(RowError::empty)?;
            if !layout::plain_value(&line.text, false).is_empty() {
                break line;
            }
        };
        let at_first = |error: ListError| RowError::rest(error.at_line(first.number));
        let format = match format {
            Some(format) => format,
            None => layout::detect(list, &first.text, &reader.plan).map_err(at_first)?,
        };
        match format {
            ListFormat::JsonLines => reader.lines.put_back(first),
            ListFormat::Plain => {
                let column = layout::plain_column(&reader.plan).map_err(RowError::rest)?;
                let operation = reader.plan.default_operation();
                let field =
                    operation.and_then(|operation| operation.fields.iter().find(|field| *field.name == *column));
                let is_free_text = field.is_some_and(|field| field.is_free_text());
                reader.layout = Arc::new(Layout::Plain { column, is_free_text });
                reader.lines.put_back(first);
            }
            ListFormat::Csv => reader.read_header(first)?,
        }
        Ok(reader)
    }

    fn read_header(&mut self, first: Line) -> Result<(), RowError> {
        let named = layout::separator_line(&first.text);
        let header = match named {
            None => first,
            Some(_) => {
                let line = self.lines.next_line().map_err(|error| RowError::rest(line_error(&error)))?;
                line.ok_or_else(RowError::empty)?
            }
        };
        let number = header.number;
        let separator = named.unwrap_or_else(|| layout::separator(&header.text, &self.plan));
        let names = self.record(header, separator).map_err(|error| RowError::Rest(error.into_errors()))?;
        let at_line = |error: ListError| error.at_line(number);
        let columns = layout::columns(&names, &self.plan);
        let columns = columns.map_err(|errors| RowError::Rest(errors.into_iter().map(at_line).collect()))?;
        self.layout = Arc::new(Layout::Csv { separator, names, columns });
        Ok(())
    }

    /// The next row; `None` at the end.
    pub(crate) fn next_row(&mut self) -> Option<Result<ReadRow, RowError>> {
        loop {
            let line = match self.lines.next_line() {
                Ok(line) => line?,
                Err(error) if error.cause.is_of_one_line() => {
                    return Some(Err(RowError::Row(vec![line_error(&error)])));
                }
                Err(error) => return Some(Err(RowError::rest(line_error(&error)))),
            };
            let number = line.number;
            let row = match self.raw_row(line) {
                Ok(Some(row)) => row,
                Ok(None) => continue,
                Err(error) => return Some(Err(error)),
            };
            let read = self.plan.call(RawRow { line: number, ..row });
            return Some(match read {
                Ok((operation, call)) => Ok(ReadRow { line: number, operation, call }),
                Err(errors) => Err(RowError::Row(errors)),
            });
        }
    }

    /// The row that begins with a line; `None` if the line has none.
    fn raw_row(&mut self, line: Line) -> Result<Option<RawRow>, RowError> {
        match &*Arc::clone(&self.layout) {
            Layout::Csv { separator, names, columns } => {
                let number = line.number;
                let values = self.record(line, *separator)?;
                if layout::is_header(names, &values) {
                    let message = "this is the header again: leave the line out";
                    return Err(RowError::Row(vec![ListError::new(message).at_line(number)]));
                }
                csv_row(columns, values).map_err(|error| RowError::Row(vec![error.at_line(number)]))
            }
            Layout::JsonLines if trimmed(&line.text).is_empty() => Ok(None),
            Layout::JsonLines if line.text.trim() == "{" => {
                let message = "an object of several lines: write one object a line (`jq -c .` does)";
                Err(RowError::rest(ListError::new(message).at_line(line.number)))
            }
            Layout::JsonLines => {
                let row = json_row(&line.text, &self.plan);
                row.map(Some).map_err(|error| RowError::Row(vec![error.at_line(line.number)]))
            }
            Layout::Plain { column, is_free_text } => {
                let value = layout::plain_value(&line.text, *is_free_text);
                let value =
                    RawValue { column: Arc::clone(column), part: None, value: RawContent::Text(value.to_owned()) };
                Ok((!value.value.is_nothing()).then(|| RawRow { values: vec![value], ..RawRow::default() }))
            }
        }
    }

    /// The values of the row that begins with a line.
    fn record(&mut self, first: Line, separator: char) -> Result<Vec<String>, RowError> {
        let number = first.number;
        let mut parser = RecordParser::default();
        let mut line = first;
        let mut length = 0;
        loop {
            length += line.text.len() + line.end.len();
            let is_open = parser.line(&line.text, separator).map_err(|TextBehindQuote| {
                let message = "text follows a closing quote: a quote within a value in quotes is written twice";
                RowError::Row(vec![ListError::new(message).at_line(line.number)])
            })?;
            if !is_open {
                return Ok(parser.finish());
            }
            parser.line_break(line.end);
            let unclosed =
                |reason| RowError::rest(ListError::new(format!("a quote is not closed {reason}")).at_line(number));
            if length > LONGEST {
                return Err(unclosed(format!("within {} KiB", LONGEST >> 10)));
            }
            line = match self.lines.next_line() {
                Ok(Some(line)) => line,
                Ok(None) => return Err(unclosed("up to the end of the list".to_owned())),
                Err(error) => return Err(RowError::rest(line_error(&error))),
            };
        }
    }
}

fn line_error(error: &LineError) -> ListError {
    ListError::new(error.cause.to_string()).at_line(error.number)
}

/// A row of separated values; `None` if it has none. Columns that are left out at its end have none either.
fn csv_row(columns: &[Column], values: Vec<String>) -> Result<Option<RawRow>, ListError> {
    if values.iter().all(|value| trimmed(value).is_empty()) {
        return Ok(None);
    }
    if let Some(last) =
        values.iter().rposition(|value| !trimmed(value).is_empty()).filter(|last| *last >= columns.len())
    {
        let (found, known) = (last + 1, columns.len());
        let message = format!(
            "the row has {found} values, and the header {known} {}: put a value that has a separator in it into quotes",
            if known == 1 { "column" } else { "columns" }
        );
        return Err(ListError::new(message).with_value(&values[last]));
    }
    let mut row = RawRow::default();
    for (column, value) in columns.iter().zip(values) {
        match column {
            Column::Operation => row.operation = Some(value),
            Column::Value(column) => {
                row.values.push(RawValue { column: Arc::clone(column), part: None, value: RawContent::Text(value) });
            }
            Column::Ignored => {}
        }
    }
    Ok(Some(row))
}

/// A row that is an object: its members are named as columns are, or in two members `parameters` and `body`.
fn json_row(text: &str, plan: &Plan<'_>) -> Result<RawRow, ListError> {
    let document = parse_json(text).map_err(|error| {
        // The line of the list is said already.
        let error = error.strip_prefix("1:").and_then(|error| error.split_once(": ")).map_or(&*error, |(_, rest)| rest);
        ListError::new(error.replace(" at line 1 column ", " at column ")).with_value(text.trim())
    })?;
    let Some(members) = document.root().as_object() else {
        return Err(ListError::new("each line is to be a JSON object").with_value(text.trim()));
    };
    let mut row = RawRow::default();
    for (name, value) in members.iter() {
        let part = match name {
            "parameters" => Some(Part::Parameters),
            "body" => Some(Part::Body),
            _ => None,
        };
        let json = |name: &str, part, value: &Node| RawValue {
            column: name.into(),
            part,
            value: RawContent::Json(value.to_json()),
        };
        match (part, value.as_object()) {
            (Some(_), Some(members)) if !plan.is_known(name, true) => {
                row.values.extend(members.iter().map(|(name, value)| json(name, part, value)));
            }
            _ if plan.is_ignored(name, true) => {}
            _ if key(name) == OPERATION && row.operation.is_some() => {
                return Err(ListError::new("the row has it already").of_column(name));
            }
            _ if key(name) == OPERATION && !value.is_null() => {
                let operation = value.as_str();
                row.operation =
                    Some(operation.ok_or_else(|| ListError::new("it is no string").of_column(name))?.to_owned());
            }
            _ if key(name) == OPERATION => {}
            _ => row.values.push(json(name, None, value)),
        }
    }
    Ok(row)
}
