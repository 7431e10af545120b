//! The log of requests, from which tests see what a client sent.

use std::collections::VecDeque;

use crate::http::Request;

/// The most requests that are kept; older ones are dropped.
const MOST: usize = 10_000;

/// A request that a wiki has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedRequest {
    pub method: String,
    /// The path with its query, as it was sent.
    pub target: String,
    /// The name that the request is counted by: the action of the API, or the title of the page.
    pub action: String,
    /// The parameters of the query.
    pub query: Vec<(String, String)>,
    /// The parameters of the body.
    pub form: Vec<(String, String)>,
    /// The headers, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The time by the wiki's clock, in seconds since the epoch.
    pub time: u64,
    /// The status of the answer, which a fault can have kept from the client.
    pub status: u16,
}

/// The latest requests, oldest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestLog(VecDeque<LoggedRequest>);

impl RequestLog {
    pub fn add(&mut self, request: &Request, action: String, time: u64, status: u16) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back(LoggedRequest {
            method: request.method.clone(),
            target: request.target.clone(),
            action,
            query: request.query.clone(),
            form: request.form.clone(),
            headers: request.headers.clone(),
            time,
            status,
        });
    }

    pub fn all(&self) -> Vec<LoggedRequest> {
        self.0.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Request, RequestLog};

    #[test]
    fn the_oldest_requests_are_dropped() {
        let mut log = RequestLog::default();
        for number in 0..=MOST as u64 {
            log.add(&Request::new("GET", "/"), String::new(), number, 200);
        }
        let kept = log.all();
        assert_eq!((kept.len(), kept[0].time), (MOST, 1));
    }
}
