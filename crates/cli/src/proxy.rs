//! The proxy of a call. The client reads it from variables, and would call without one where a variable cannot be read;
//! here that is an error.

use std::ffi::OsString;

use defender_actions::is_loopback;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

/// A proxy, and the variable that names it.
#[derive(Debug, PartialEq, Eq)]
pub struct Proxy {
    /// The variable.
    pub variable: &'static str,
    /// The host and the port, without a password.
    pub address: String,
}

/// The proxy through which the client calls a URL.
///
/// # Errors
///
/// A variable that counts for this URL, and is no URL of a proxy. Its value may hold a password, and is not shown.
pub fn of(url: &Url, variable: impl Fn(&str) -> Option<OsString>) -> Result<Option<Proxy>, String> {
    let first = |names: &[&'static str]| names.iter().find_map(|name| Some((*name, variable(name)?)));
    // Nothing that goes to this machine asks a proxy. In a script of a web server, HTTP_PROXY may be a header of a request,
    // and the client looks at no variable.
    if is_loopback(url) || variable("REQUEST_METHOD").is_some() || is_excluded(url, first(&["NO_PROXY", "no_proxy"])) {
        return Ok(None);
    }
    let own: &[&str] =
        if url.scheme() == "https" { &["HTTPS_PROXY", "https_proxy"] } else { &["HTTP_PROXY", "http_proxy"] };
    for names in [own, &["ALL_PROXY", "all_proxy"]] {
        let Some((name, value)) = first(names).filter(|(_, value)| !value.is_empty()) else { continue };
        let problem = |problem: &str| format!("the variable {name} {problem}: write `http://host:port`, or unset it");
        let value = value.into_string().map_err(|_| problem("is not UTF-8"))?;
        let proxy =
            intercept(url, Matcher::builder().all(value)).ok_or_else(|| problem("is not the URL of a proxy"))?;
        if !["http", "https"].contains(&proxy.uri().scheme_str().unwrap_or_default()) {
            return Err(problem("names a SOCKS proxy, which this command does not speak with"));
        }
        let address = proxy.uri().authority().map(ToString::to_string).unwrap_or_default();
        return Ok(Some(Proxy { variable: name, address }));
    }
    Ok(None)
}

/// Whether `NO_PROXY` lists the host.
fn is_excluded(url: &Url, list: Option<(&str, OsString)>) -> bool {
    let list = list.and_then(|(_, list)| list.into_string().ok()).unwrap_or_default();
    intercept(url, Matcher::builder().all("http://proxy.invalid").no(list)).is_none()
}

/// The decision of the code that the client asks.
fn intercept(
    url: &Url,
    rules: hyper_util::client::proxy::matcher::Builder,
) -> Option<hyper_util::client::proxy::matcher::Intercept> {
    rules.build().intercept(&url.as_str().parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(url: &str, variables: &[(&str, &str)]) -> Result<Option<Proxy>, String> {
        let variable = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        super::of(&url.parse().unwrap(), variable)
    }

    #[test]
    fn the_first_variable_that_counts_names_the_proxy() {
        let url = "https://api.example.com/api";
        let proxy = |variable, address: &str| Ok(Some(Proxy { variable, address: address.to_owned() }));
        assert_eq!(of(url, &[]), Ok(None));
        assert_eq!(of(url, &[("HTTPS_PROXY", "http://u:p@a:1/"), ("https_proxy", "b:2")]), proxy("HTTPS_PROXY", "a:1"));
        assert_eq!(of(url, &[("https_proxy", "b:2"), ("ALL_PROXY", "http://a b")]), proxy("https_proxy", "b:2"));
        assert_eq!(of(url, &[("HTTPS_PROXY", ""), ("all_proxy", "http://c:3")]), proxy("all_proxy", "c:3"));
    }

    #[test]
    fn what_is_no_url_of_a_proxy_is_an_error_that_does_not_show_it() {
        for variable in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            for value in
                ["not a url", "http://s3cr3t@:8080:1", "ftp://s3cr3t:8080", "/s3cr3t", "socks5://s3cr3t:1080", " "]
            {
                let error = of("https://api.example.com", &[(variable, value)]).unwrap_err();
                assert!(error.starts_with(&format!("the variable {variable} ")), "{value}: {error}");
                assert!(!error.contains("s3cr3t"), "{error}");
            }
        }
    }

    #[test]
    fn a_variable_that_does_not_count_is_not_read() {
        let bad = "not a url";
        for (url, variables) in [
            ("https://api.example.com", &[("HTTP_PROXY", bad), ("http_proxy", bad)][..]),
            ("https://api.example.com", &[("HTTPS_PROXY", bad), ("NO_PROXY", "b.com, example.com")]),
            ("https://api.example.com", &[("HTTPS_PROXY", bad), ("no_proxy", "*")]),
            ("https://api.example.com", &[("HTTPS_PROXY", bad), ("REQUEST_METHOD", "GET")]),
            ("https://localhost:1", &[("HTTPS_PROXY", bad), ("ALL_PROXY", bad)]),
            ("http://127.0.0.1:1", &[("HTTP_PROXY", bad), ("ALL_PROXY", bad)]),
        ] {
            assert_eq!(of(url, variables), Ok(None), "{url} {variables:?}");
        }
    }
}
