//! Whether a request may have left: what a call without a response leaves open.
//!
//! A timeout says nothing of it: it may have been met while the connection was being made, or while the service worked.
//! The connection asks for the body of a request when it is there to send it, before it sends anything. So a request
//! whose body nobody asked for was not sent.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use http_body::{Body as _, Frame, SizeHint};
use reqwest::{Body, Request};

const WAITING: u8 = 0;
const LEAVING: u8 = 1;
const CANCELLED: u8 = 2;

/// Watches the body of a request, and says whether the request may have left.
///
/// The library watches every call itself. A caller that gives a call up before it ends (a signal, a time of its own) learns
/// from a watch of its own, set in [`ClientBuilder::before_send`](crate::ClientBuilder::before_send), whether the service
/// may have seen the request.
#[derive(Debug)]
pub struct Departure(Option<Arc<AtomicU8>>);

impl Departure {
    /// Watches a request. One without a body cannot be watched.
    ///
    /// The body can then be sent once only: an HTTP client that follows redirects could not send it again.
    pub fn watch(request: &mut Request) -> Self {
        let state = Arc::new(AtomicU8::new(WAITING));
        match request.body_mut().take_if(|body| !body.is_end_stream()) {
            Some(body) => {
                *request.body_mut() = Some(Body::wrap(Watched { body, state: state.clone() }));
                Self(Some(state))
            }
            None => Self::unwatched(),
        }
    }

    /// Nothing is known of a request.
    pub(crate) fn unwatched() -> Self {
        Self(None)
    }

    /// Whether the request may have left. If it has not, it never will: its body fails.
    pub fn may_have_begun(self) -> bool {
        self.0.is_none_or(|state| !advance(&state, CANCELLED))
    }
}

/// Leaves the state of waiting for another, or stays in that. The two ends of a race come to the same result.
fn advance(state: &AtomicU8, next: u8) -> bool {
    match state.compare_exchange(WAITING, next, Ordering::SeqCst, Ordering::SeqCst) {
        Ok(_) => true,
        Err(current) => current == next,
    }
}

struct Watched {
    body: Body,
    state: Arc<AtomicU8>,
}

impl http_body::Body for Watched {
    type Data = <Body as http_body::Body>::Data;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        if !advance(&self.state, LEAVING) {
            return Poll::Ready(Some(Err("the call is over".into())));
        }
        Pin::new(&mut self.body).poll_frame(context).map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use reqwest::Method;

    use super::*;

    fn request(body: Option<&'static str>) -> Request {
        let mut request = Request::new(Method::POST, "http://localhost".parse().unwrap());
        *request.body_mut() = body.map(Body::from);
        request
    }

    /// What the connection gets that asks for the body.
    fn ask(request: &mut Request) -> Result<usize, String> {
        let body = Pin::new(request.body_mut().as_mut().unwrap());
        match body.poll_frame(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(Ok(frame))) => Ok(frame.into_data().map_or(0, |data| data.len())),
            Poll::Ready(Some(Err(error))) => Err(error.to_string()),
            Poll::Ready(None) => Ok(0),
            Poll::Pending => Err("pending".to_owned()),
        }
    }

    #[test]
    fn a_body_that_nobody_asked_for_was_not_sent() {
        let mut request = request(Some("{}"));
        assert_eq!(request.body().unwrap().size_hint().exact(), Some(2));
        let departure = Departure::watch(&mut request);
        let body = request.body().unwrap();
        assert_eq!((body.size_hint().exact(), body.is_end_stream()), (Some(2), false), "the length is announced");
        assert!(!departure.may_have_begun());
        assert!(ask(&mut request).is_err(), "and it is not sent afterwards");
    }

    #[test]
    fn a_body_that_was_asked_for_may_have_been_sent() {
        let mut request = request(Some("{}"));
        let departure = Departure::watch(&mut request);
        assert_eq!(ask(&mut request), Ok(2));
        assert!(request.body().unwrap().is_end_stream(), "all of it was given");
        assert!(departure.may_have_begun());
        assert_eq!(ask(&mut request), Ok(0));
    }

    #[test]
    fn a_request_without_a_body_may_have_been_sent() {
        assert!(Departure::watch(&mut request(None)).may_have_begun());
        assert!(Departure::watch(&mut request(Some(""))).may_have_begun());
        assert!(Departure::unwatched().may_have_begun());
    }
}
