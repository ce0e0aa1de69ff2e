//! How the rows of a list are laid out, found out from its first line.

use std::path::Path;
use std::sync::Arc;

use super::error::ListError;
use super::name::{key, listed};
use super::operation_plan::FieldMatch;
use super::options::ListFormat;
use super::plan::{OPERATION, Plan};
use super::record::split;

/// What may be between values.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// The layout of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Separated values; the header is read.
    Csv { separator: char, names: Vec<String>, columns: Vec<Column> },
    /// An object a line.
    JsonLines,
    /// A value a line, of this column.
    Plain { column: Arc<str>, is_free_text: bool },
}

/// A column of separated values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// It names the operation of the row.
    Operation,
    /// It has values of this name.
    Value(Arc<str>),
    /// It is left out.
    Ignored,
}

/// The format of a list: by the name of its file, and by its first line that is not empty.
pub(crate) fn detect(list: &str, first: &str, plan: &Plan<'_>) -> Result<ListFormat, ListError> {
    let extension = Path::new(list).extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let extension = extension.to_ascii_lowercase();
    let start = first.trim_start();
    if start.starts_with('[') {
        let message = "the list is a JSON array: write JSON Lines, one object a line (`jq -c '.[]'` does)";
        return Err(ListError::new(message));
    }
    if start.starts_with('{') || matches!(extension.as_str(), "jsonl" | "ndjson") {
        return Ok(ListFormat::JsonLines);
    }
    if digest_of(first.trim()).is_some() {
        return Ok(ListFormat::Plain);
    }
    let is_value = plain_column(plan).is_ok_and(|column| is_value(plan, &column, plain_value(first, false)));
    let values = separator_line(first).map_or_else(|| split(first, separator(first, plan)), |_| Vec::new());
    let has_header = separator_line(first).is_some() || values.iter().any(|name| plan.is_known(name, true));
    let has_cells = values.iter().filter(|value| !value.trim().is_empty()).count() > 1;
    let is_named_csv = matches!(extension.as_str(), "csv" | "tsv");
    Ok(match has_header || (has_cells || is_named_csv) && !is_value {
        true => ListFormat::Csv,
        false => ListFormat::Plain,
    })
}

fn is_value(plan: &Plan<'_>, column: &str, text: &str) -> bool {
    plan.default_operation().is_some_and(|operation| {
        let FieldMatch::One(index) = operation.field(column, None) else { return false };
        let field = &operation.fields[index];
        !field.is_free_text() && field.read(text).is_some_and(|value| operation.problem(index, &value).is_none())
    })
}

/// Whether the values of a row are the names of the columns.
pub(crate) fn is_header(names: &[String], values: &[String]) -> bool {
    fn used(values: &[String]) -> impl Iterator<Item = String> {
        values.iter().map(|value| key(value)).filter(|key| !key.is_empty())
    }
    used(names).eq(used(values))
}

/// The separator that a line names, as Excel has it: `sep=;`.
pub(crate) fn separator_line(line: &str) -> Option<char> {
    let line = line.trim_matches(['"', ' ']);
    let (name, separator) = line.split_at_checked(4)?;
    let mut letters = separator.chars();
    match (name.eq_ignore_ascii_case("sep="), letters.next(), letters.next()) {
        (true, Some(separator), None) if separator != '"' => Some(separator),
        _ => None,
    }
}

/// The separator of a header: the one that makes most names of columns of it.
pub(crate) fn separator(header: &str, plan: &Plan<'_>) -> char {
    let names = |separator: char| split(header, separator);
    let known = |separator: char| names(separator).iter().filter(|name| plan.is_known(name, true)).count();
    let best = SEPARATORS.into_iter().rev().max_by_key(|separator| (known(*separator), names(*separator).len()));
    best.unwrap_or(',')
}

/// The columns of a header, or all that is wrong with it.
pub(crate) fn columns(names: &[String], plan: &Plan<'_>) -> Result<Vec<Column>, Vec<ListError>> {
    let names_operations = names.iter().any(|name| key(name) == OPERATION);
    // Spreadsheets write separators behind the last column.
    let used = names.iter().rposition(|name| !name.trim().is_empty()).map_or(0, |last| last + 1);
    let names = &names[..used];
    let is_known = |name: &String| plan.is_known(name, names_operations);
    if !names.iter().any(is_known) {
        let message = "no name of a column is known: is the header missing? The first line names the columns, as in";
        let example = plan.default_operation().unwrap_or_else(|| plan.operation(0));
        let example = example.names().collect::<Vec<_>>().join(",");
        let first = names.first().map(String::as_str).unwrap_or_default();
        let mut errors = vec![ListError::new(format!("{message} `{example}`")).with_value(first)];
        errors.extend(names.iter().map(|name| plan.unknown_column(name, names_operations)).filter(is_slip));
        return Err(errors);
    }
    let mut errors = Vec::new();
    let mut columns: Vec<Column> = Vec::new();
    for (index, name) in names.iter().map(|name| name.trim()).enumerate() {
        let mut others = names[..index].iter().map(|other| other.trim());
        let same = others.find(|other| *other == name || plan.is_same(name, other, names_operations));
        columns.push(match name {
            _ if plan.is_ignored(name, names_operations) => Column::Ignored,
            "" => {
                errors.push(ListError::new(format!("the column {} has no name", index + 1)));
                Column::Ignored
            }
            _ if same.is_some() => {
                let message = format!("the header has it already, as `{}`", same.unwrap_or_default());
                errors.push(ListError::new(message).of_column(name));
                Column::Ignored
            }
            _ if key(name) == OPERATION => Column::Operation,
            _ if plan.is_known(name, names_operations) => Column::Value(name.into()),
            _ => {
                errors.push(plan.unknown_column(name, names_operations));
                Column::Ignored
            }
        });
    }
    if errors.is_empty() { Ok(columns) } else { Err(errors) }
}

/// Whether an unknown name has a hint.
fn is_slip(error: &ListError) -> bool {
    error.message.contains("did you mean")
}

/// The column of the values of a plain list: the one that the operation needs, and that has no common value.
pub(crate) fn plain_column(plan: &Plan<'_>) -> Result<Arc<str>, ListError> {
    let Some(operation) = plan.default_operation() else {
        let message =
            "a plain list, one value a line, needs a common operation; else begin with the names of the columns";
        return Err(ListError::new(message));
    };
    let needed = operation.fields.iter().filter(|field| field.is_required && !plan.has_common(operation, field.name));
    let needed: Vec<&str> = needed.map(|field| field.name).collect();
    match needed.as_slice() {
        [column] => Ok((*column).into()),
        [] => Err(ListError::new(format!("all that `{}` needs is given as common values", operation.name))),
        _ => Err(ListError::new(format!(
            "a plain list has one value a line, and `{}` needs {}: give all but one as common values, or write the names of \
             the columns into the first line",
            operation.name,
            listed(needed)
        ))),
    }
}

/// The value in a line of a plain list: without spaces, quotes, separators behind it, and a comment; of a line of a program
/// that prints digests, the digest.
pub(crate) fn plain_value(line: &str, is_free_text: bool) -> &str {
    let line = line.trim();
    if line.starts_with('#') {
        return "";
    }
    if let Some(digest) = digest_of(line).filter(|_| !is_free_text) {
        return digest;
    }
    let comment = [" #", "\t#"].iter().filter_map(|start| line.find(start)).min().filter(|_| !is_free_text);
    let value = line[..comment.unwrap_or(line.len())]
        .trim_end_matches(|letter: char| letter.is_whitespace() || SEPARATORS.contains(&letter) && !is_free_text);
    let quoted = ['"', '\''].into_iter().find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    quoted.unwrap_or(value)
}

/// The digest in a line of a program that prints the digests of files, of whatever kind they are.
///
/// `sha1sum` prints `DIGEST  NAME`, with `*` before the name of a file that it read as binary and `\` before the line if it
/// wrote the name in another way; `sha1sum --tag` and `openssl dgst` print `SHA1 (NAME) = DIGEST`.
fn digest_of(line: &str) -> Option<&str> {
    let sum = line.strip_prefix('\\').unwrap_or(line).split_once(' ');
    let sum = sum.filter(|(_, name)| name.len() > 1 && name.starts_with([' ', '*'])).map(|(digest, _)| digest);
    let tagged = || {
        let (tag, digest) = line.rsplit_once("= ")?;
        let (algorithm, _) = tag.trim_end().strip_suffix(')')?.split_once('(')?;
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '/');
        (!algorithm.is_empty() && algorithm.trim_end().chars().all(is_name)).then_some(digest)
    };
    sum.filter(|digest| is_digest(digest)).or_else(|| tagged().filter(|digest| is_digest(digest)))
}

/// Whether a text has the form of a digest: hexadecimal digits, as many as MD5 has or more.
fn is_digest(text: &str) -> bool {
    (32..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
