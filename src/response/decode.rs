//! Decodes the body of a success, and keeps what does not decode.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

/// A property of a response that is not of the type that the contract gives it. It is left out of the decoded value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Deviation {
    /// The JSON pointer of the property in the body, as in `/relatedFileInfo/fileIdentifier`.
    pub pointer: String,
    /// Its value as received.
    pub value: Value,
    /// Why the value is not of the type.
    pub problem: String,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is {}: {}", self.pointer, self.value, self.problem)
    }
}

/// Where and why a body does not decode at all.
#[derive(Debug)]
pub(crate) struct Undecodable {
    /// Empty for the body as a whole.
    pub(crate) pointer: String,
    pub(crate) problem: String,
}

impl fmt::Display for Undecodable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => f.write_str(&self.problem),
            pointer => write!(f, "{pointer}: {}", self.problem),
        }
    }
}

/// The most properties that are left out; beyond, the body is another one.
const MOST: usize = 16;

/// Decodes JSON. Properties that do not decode are left out and returned beside the value, so that one of them does not
/// hide the others. Of two properties of the same name, the last counts.
///
/// A property that must be there takes the object that it belongs to with it.
pub(crate) fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Vec<Deviation>), Undecodable> {
    if let Ok(value) = serde_json::from_slice(body) {
        return Ok((value, Vec::new()));
    }
    let whole = |error: serde_json::Error| Undecodable { pointer: String::new(), problem: error.to_string() };
    let received: Value = serde_json::from_slice(body).map_err(whole)?;
    let mut json = received.clone();
    let mut deviations: Vec<Deviation> = Vec::new();
    for _ in 0..=MOST {
        let error = match serde_path_to_error::deserialize::<_, T>(&json) {
            Ok(value) => return Ok((value, deviations)),
            Err(error) => error,
        };
        let removed = property(error.path()).and_then(|(parent, name)| {
            json.pointer_mut(&parent)?.as_object_mut()?.remove(&name)?;
            Some(format!("{parent}/{}", escaped(&name)))
        });
        let problem = error.into_inner().to_string();
        let Some(pointer) = removed else {
            return Err(deviations.into_iter().next().map_or(Undecodable { pointer: String::new(), problem }, first));
        };
        // What was left out within it is the cause.
        let below = format!("{pointer}/");
        let (mut causes, others): (Vec<_>, Vec<_>) =
            deviations.into_iter().partition(|known| known.pointer.starts_with(&below));
        deviations = others;
        let problem = causes.drain(..).next().map_or(problem, |cause| format!("{}: {}", cause.pointer, cause.problem));
        let value = received.pointer(&pointer).cloned().unwrap_or_default();
        deviations.push(Deviation { pointer, value, problem });
    }
    let problem = format!("more than {MOST} of its properties do not decode");
    Err(Undecodable { pointer: String::new(), problem })
}

fn first(deviation: Deviation) -> Undecodable {
    Undecodable { pointer: deviation.pointer, problem: deviation.problem }
}

/// The innermost property of a path: the pointer of its object, and its name. An element of a list is none: without it,
/// the others would be at other places.
fn property(path: &Path) -> Option<(String, String)> {
    let segments: Vec<_> = path.iter().collect();
    let last = segments.iter().rposition(|segment| matches!(segment, Segment::Map { .. }))?;
    let Segment::Map { key } = segments[last] else { return None };
    let mut parent = String::new();
    for segment in &segments[..last] {
        match segment {
            Segment::Map { key } => parent += &format!("/{}", escaped(key)),
            Segment::Seq { index } => parent += &format!("/{index}"),
            Segment::Enum { .. } | Segment::Unknown => return None,
        }
    }
    Some((parent, key.clone()))
}

/// A name in a JSON pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Whether a body says nothing: it is empty, null or an empty object.
pub(crate) fn is_nothing(body: &[u8]) -> bool {
    let body = body.trim_ascii();
    let inside = body.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    matches!(body, b"" | b"null") || inside.is_some_and(|inside| inside.trim_ascii().is_empty())
}

/// The body of a success of which the contract says nothing: none is needed, and any is accepted.
pub(crate) fn nothing<T: DeserializeOwned>() -> Result<(T, Vec<Deviation>), Undecodable> {
    let null = serde_json::from_slice(b"null").map_err(|error| error.to_string());
    let value = null.map_err(|problem| Undecodable { pointer: String::new(), problem })?;
    Ok((value, Vec::new()))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Map, json};

    use super::*;

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(default)]
    struct Action {
        id: Option<String>,
        count: Option<i32>,
        file: Option<File>,
        files: Option<Vec<File>>,
        #[serde(rename = "a/b~c")]
        odd_name: Option<bool>,
        #[serde(flatten)]
        extra: Map<String, Value>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct File {
        path: String,
        size: Option<u32>,
    }

    /// The decoded value, and the pointers and values that were left out.
    fn decoded(body: Value) -> (Action, Vec<(String, Value)>) {
        let (action, deviations) = decode::<Action>(body.to_string().as_bytes()).unwrap();
        for Deviation { pointer, value, problem } in &deviations {
            assert_eq!(body.pointer(pointer), Some(value), "{problem}");
        }
        let mut left_out: Vec<_> = deviations.into_iter().map(|it| (it.pointer, it.value)).collect();
        left_out.sort_by(|a, b| a.0.cmp(&b.0));
        (action, left_out)
    }

    #[test]
    fn a_sound_body_has_no_deviations() {
        let (action, deviations) = decoded(json!({"id": "a", "count": null, "more": [1]}));
        assert_eq!((action.id.as_deref(), action.extra["more"].clone(), deviations), (Some("a"), json!([1]), vec![]));
    }

    #[test]
    fn what_does_not_decode_is_left_out() {
        let (action, deviations) =
            decoded(json!({"id": 12345, "count": 2_147_942_405_u32, "a/b~c": "no", "file": {"path": "p", "size": 1}}));
        assert_eq!(action.file, Some(File { path: "p".to_owned(), size: Some(1) }));
        assert_eq!((action.id, action.count, action.odd_name), (None, None, None));
        let pointers: Vec<_> = deviations.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert_eq!(pointers, ["/a~1b~0c", "/count", "/id"]);
    }

    #[test]
    fn the_innermost_property_is_left_out() {
        let (action, deviations) = decoded(json!({"files": [{"path": "p"}, {"path": "q", "size": -1}]}));
        assert_eq!(deviations, [("/files/1/size".to_owned(), json!(-1))]);
        assert_eq!(action.files.unwrap()[1].path, "q");
    }

    #[test]
    fn a_property_that_must_be_there_takes_its_object_with_it() {
        let body = json!({"id": "a", "file": {"path": 5, "size": -1}, "count": ""});
        let (action, deviations) = decoded(body.clone());
        assert_eq!((action.id.as_deref(), action.file), (Some("a"), None));
        assert_eq!(deviations, [("/count".to_owned(), json!("")), ("/file".to_owned(), body["file"].clone())]);
        let deviations = decode::<Action>(body.to_string().as_bytes()).unwrap().1;
        let shown = deviations.iter().find(|deviation| deviation.pointer == "/file").unwrap().to_string();
        assert!(shown.starts_with(r#"/file is {"path":5,"size":-1}: /file/path: invalid type"#), "{shown}");
    }

    #[test]
    fn an_element_of_a_list_takes_the_list_with_it() {
        let (action, deviations) = decoded(json!({"id": "a", "files": [{"path": "p"}, "q"]}));
        assert_eq!(deviations, [("/files".to_owned(), json!([{"path": "p"}, "q"]))]);
        assert_eq!(action.id.as_deref(), Some("a"));
    }

    #[test]
    fn the_last_of_two_properties_counts() {
        let (action, deviations) = decode::<Action>(br#"{"id": "a", "count": 1, "id": "b"}"#).unwrap();
        assert_eq!((action.id.as_deref(), action.count, deviations.len()), (Some("b"), Some(1), 0));
    }

    #[test]
    fn what_is_another_body_does_not_decode() {
        for body in ["", "<html>", "[]", "5", "\"text\"", "{", "[{}]"] {
            let error = decode::<Action>(body.as_bytes()).unwrap_err();
            assert!(error.pointer.is_empty() && !error.problem.is_empty(), "{body}: {error}");
        }
        let error = decode::<File>(br#"{"path": 5}"#).unwrap_err();
        assert_eq!(error.pointer, "/path");
    }

    #[test]
    fn what_says_nothing() {
        for body in ["", " \r\n", "null", " null ", "{}", "{ \n }"] {
            assert!(is_nothing(body.as_bytes()), "{body}");
        }
        for body in ["{", "[]", "0", "false", "{\"a\": 1}", "{}{}", "nul", "\"\""] {
            assert!(!is_nothing(body.as_bytes()), "{body}");
        }
    }

    #[test]
    fn the_work_has_a_bound() {
        let files: Vec<_> = (0..=MOST).map(|_| json!({"path": "p", "size": -1})).collect();
        assert!(decode::<Action>(json!({"files": files}).to_string().as_bytes()).is_err());
        let (_, deviations) = decode::<Action>(json!({"files": files[1..]}).to_string().as_bytes()).unwrap();
        assert_eq!(deviations.len(), MOST);
    }
}
