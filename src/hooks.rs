//! The hooks that the generated code calls around every call.

use http::header::{AUTHORIZATION, HeaderValue, USER_AGENT};
use progenitor_client::{ClientHooks, Error, OperationInfo};
use reqwest::Request;

use crate::client::Shared;
use crate::generated::Client;
use crate::generated_operations::OPERATIONS;
use crate::operation::Operation;
use crate::path;

impl Client {
    /// Sets the headers that every request has, before the hook.
    pub(crate) fn set_headers(&self, request: &mut Request, authorization: Option<&HeaderValue>) {
        let headers = request.headers_mut();
        // Progenitor adds a header with the version of the contract, which the contract does not have.
        headers.remove("api-version");
        headers.insert(USER_AGENT, self.inner.user_agent.clone());
        if let Some(authorization) = authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
    }
}

impl ClientHooks<Shared> for Client {
    async fn pre<E>(&self, request: &mut Request, info: &OperationInfo) -> Result<(), Error<E>> {
        check_path(&self.inner.base_path, request.url().path(), info).map_err(Error::InvalidRequest)?;
        match &self.inner.before_send {
            Some(before_send) => before_send.call(request).map_err(Error::Custom),
            None => Ok(()),
        }
    }
}

fn operation(info: &OperationInfo) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.method_name == info.operation_id)
}

/// Checks that a path is that of the operation, below the path of the server.
fn check_path(base_path: &str, path: &str, info: &OperationInfo) -> Result<(), String> {
    let operation = operation(info).ok_or_else(|| format!("the contract has no operation `{}`", info.operation_id))?;
    if !path.strip_prefix(base_path).is_some_and(|path| path::matches(operation.path, path)) {
        return Err(format!("a parameter changes the path: `{path}` does not match `{base_path}{}`", operation.path));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use reqwest::{Method, Url};

    use super::*;
    use crate::path::encode_path;
    use crate::{Environment, operations};

    /// The URL to which a request of an operation with this value for each parameter goes, as the generated code builds it.
    fn url(client: &Client, operation: &Operation, value: &str) -> Url {
        let parts = operation.path.split('{').map(|part| part.split_once('}').map_or(part, |(_, literal)| literal));
        let path = parts.collect::<Vec<_>>().join(&encode_path(value));
        format!("{}{path}", client.baseurl).parse().unwrap()
    }

    async fn pre(client: &Client, operation: &Operation, url: Url) -> Result<(), Error<()>> {
        client.pre(&mut Request::new(Method::POST, url), &OperationInfo { operation_id: operation.method_name }).await
    }

    #[tokio::test]
    async fn each_operation_is_called_on_the_server_of_the_environment() {
        for environment in Environment::ALL {
            let client = Client::builder().environment(*environment).build().unwrap();
            for operation in operations() {
                let url = url(&client, operation, "x");
                assert!(url.as_str().starts_with(&format!("{}/", environment.url())), "{url}");
                pre(&client, operation, url).await.unwrap();
            }
        }
    }

    #[tokio::test]
    async fn a_parameter_cannot_change_the_path() {
        let operation = operations().iter().find(|operation| operation.path.contains('{')).unwrap();
        for base_url in ["https://example.com", "https://example.com/", "https://example.com/a/b/"] {
            let client = Client::builder().base_url(base_url).build().unwrap();
            for value in ["", "..", "."] {
                let error = pre(&client, operation, url(&client, operation, value)).await.unwrap_err().to_string();
                assert!(error.contains("changes the path"), "{value}: {error}");
            }
            for value in ["a/b", "%2e%2e", "../..", "a?b", "a#b", "a\\..\\b", "\\", "a b", "é"] {
                let url = url(&client, operation, value);
                let folder = operation.path.split('{').next().unwrap();
                let below = client.baseurl.split_once("example.com").unwrap().1.to_owned() + folder;
                assert!(url.path().starts_with(&below) && url.query().is_none(), "{url}");
                pre(&client, operation, url).await.unwrap();
            }
            for path in ["/elsewhere", "/a", "/a/b", ""] {
                let url = Url::parse("https://example.com").unwrap().join(path).unwrap();
                assert!(pre(&client, operation, url).await.is_err(), "{path}");
            }
        }
    }
}
