//! The hooks that the generated code calls around every call.

use http::header::{AUTHORIZATION, USER_AGENT};
use progenitor_client::{ClientHooks, Error, OperationInfo};
use reqwest::{Request, Url};

use crate::client::Shared;
use crate::generated::Client;
use crate::generated_operations::OPERATIONS;

impl ClientHooks<Shared> for Client {
    async fn pre<E>(&self, request: &mut Request, info: &OperationInfo) -> Result<(), Error<E>> {
        *request.url_mut() = address(&self.inner, request, info).map_err(Error::InvalidRequest)?;
        *request.timeout_mut() = Some(self.inner.timeout);
        let headers = request.headers_mut();
        // Progenitor adds a header with the version of the contract, which the contract does not have.
        headers.remove("api-version");
        headers.insert(USER_AGENT, self.inner.user_agent.clone());
        if let Some(authorization) = &self.inner.authorization {
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        match &self.inner.before_send {
            Some(before_send) => before_send.call(request).map_err(Error::Custom),
            None => Ok(()),
        }
    }
}

/// The URL of a request: the path that the generated code built, below the server of the operation.
fn address(shared: &Shared, request: &Request, info: &OperationInfo) -> Result<Url, String> {
    let mut operations = OPERATIONS.iter().zip(&shared.servers);
    let (operation, server) = operations
        .find(|(operation, _)| operation.method_name == info.operation_id)
        .ok_or_else(|| format!("the contract has no operation `{}`", info.operation_id))?;
    let (path, query) = (request.url().path(), request.url().query());
    if !operation.has_path(path) {
        return Err(format!("a parameter changes the path: `{path}` does not match `{}`", operation.path));
    }
    let mut url = server.clone()?;
    // In a URL of scheme https, a backslash that is not encoded separates segments.
    url.set_path(&format!("{}{}", url.path().trim_end_matches('/'), path.replace('\\', "%5C")));
    url.set_query(query);
    Ok(url)
}

#[cfg(test)]
mod tests {
    use reqwest::Method;

    use super::*;
    use crate::client::NO_SERVER;
    use crate::{Environment, Operation, operations};

    /// The URL to which a request for a path of an operation goes.
    fn sent_to(environment: Environment, path: &str, method_name: &'static str) -> Result<String, String> {
        let client = Client::builder().environment(environment).build().unwrap();
        let request = Request::new(Method::POST, format!("{NO_SERVER}{path}").parse().unwrap());
        address(&client.inner, &request, &OperationInfo { operation_id: method_name }).map(String::from)
    }

    #[test]
    fn each_operation_is_called_on_its_server_in_the_environment() {
        for environment in Environment::ALL {
            for operation in operations() {
                let path = path(operation, "x");
                let sent_to = sent_to(*environment, &path, operation.method_name);
                match operation.server(*environment) {
                    Some(server) => assert_eq!(sent_to, Ok(format!("{}{path}", server.url))),
                    None => assert!(sent_to.unwrap_err().contains("is not available in the environment")),
                }
            }
        }
    }

    /// The path of an operation, with this in the place of each parameter.
    fn path(operation: &Operation, value: &str) -> String {
        let parts = operation.path.split('{').map(|part| part.split_once('}').map_or(part, |(_, literal)| literal));
        parts.collect::<Vec<_>>().join(value)
    }

    #[test]
    fn a_parameter_cannot_change_the_path() {
        let operation = operations().iter().find(|operation| operation.path.contains('{')).unwrap();
        for value in ["", "a/b", "..", "%2e%2e", ".", "a?b", "a#b"] {
            let path = path(operation, value);
            let error = sent_to(Environment::Production, &path, operation.method_name).unwrap_err();
            assert!(error.contains("changes the path"), "{value}: {error}");
        }
        for value in ["%252e%252e", "a%2Fb", "a\\..\\b", "a%3Fb"] {
            let sent_to = sent_to(Environment::Production, &path(operation, value), operation.method_name).unwrap();
            let expected = path(operation, &value.replace('\\', "%5C"));
            assert!(sent_to.ends_with(&expected), "{sent_to}");
        }
    }
}
