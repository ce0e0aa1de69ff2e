//! The `Prefer` header of a request, by which a client asks for a response.

use http::HeaderMap;

/// `Prefer: code=404, example=NAME`: the convention of [Prism](https://docs.stoplight.io/docs/prism), in the form of
/// RFC 7240.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Preference {
    /// The status as it was written.
    pub(crate) code: Option<String>,
    pub(crate) example: Option<String>,
}

impl Preference {
    /// Reads every `Prefer` header. Unknown preferences are ignored, and the first of two wins, as RFC 7240 says.
    pub(crate) fn read(headers: &HeaderMap) -> Self {
        let mut found = Self::default();
        let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
        for (name, value) in values.flat_map(pairs) {
            let slot = match name {
                _ if name.eq_ignore_ascii_case("code") => &mut found.code,
                _ if name.eq_ignore_ascii_case("example") => &mut found.example,
                _ => continue,
            };
            slot.get_or_insert_with(|| value.to_owned());
        }
        found
    }
}

fn pairs(header: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut quoted = false;
    let separates = move |character| {
        quoted ^= character == '"';
        !quoted && matches!(character, ',' | ';')
    };
    header.split(separates).filter_map(|preference| {
        let (name, value) = preference.split_once('=')?;
        Some((name.trim(), value.trim().trim_matches('"')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(values: &[&str]) -> (Option<String>, Option<String>) {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("prefer", value.parse().unwrap());
        }
        let Preference { code, example } = Preference::read(&headers);
        (code, example)
    }

    #[test]
    fn every_way_to_write_it() {
        let both = (Some("404".to_owned()), Some("A,b;c".to_owned()));
        assert_eq!(read(&["code=404, example=\"A,b;c\""]), both);
        assert_eq!(read(&["return=minimal; Code = 404 ;EXAMPLE=\"A,b;c\", respond-async"]), both);
        assert_eq!(read(&["code=404", "code=500, example=\"A,b;c\""]), both);
        assert_eq!(read(&["wait"]), (None, None));
        assert_eq!(read(&[]), (None, None));
    }
}
