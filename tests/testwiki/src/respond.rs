//! Requests that are executed in process, without a connection.

use crate::{
    fault::Fault,
    http::{Request, Response},
    inject,
    server::{RunningWiki, lock},
    setting::Setting,
};

/// A response to a request that was executed in process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    pub status: u16,
    /// The headers in their order, with `Date`, and without those that describe a connection.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl RunningWiki {
    /// Executes a request without a connection and without faults. `target` is a path with its query, or a URL.
    /// The request is over TLS if the URL says so. Requests of several threads are executed one after another.
    pub fn respond(
        &self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> HttpResponse {
        self.respond_under(None, method, target, headers, body)
    }

    /// Executes a request as [`respond`](Self::respond) does, under a fault. Of the fault only that happens which
    /// concerns the wiki and its server, and nothing on the connection.
    pub fn respond_under(
        &self,
        fault: Option<&Fault>,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> HttpResponse {
        let mut request = Request::new(method, target);
        request.secure = target.starts_with("https://");
        for (name, value) in headers {
            request.add_header(name, value);
        }
        request.set_body(body);
        let mut state = lock(&self.state);
        self.count(&request, &mut state);
        self.answer_under(fault, &request, &mut state).into()
    }

    /// Returns the answer that a fault has instead of the wiki's, or `None` if the wiki itself answers. Nothing is
    /// executed.
    pub fn gateway_answer(&self, fault: &Fault) -> Option<HttpResponse> {
        let answer = inject::gateway_answer(fault, self.wiki().has(Setting::Gateway))?;
        Some(self.dated(answer, &lock(&self.state)).into())
    }
}

impl From<Response> for HttpResponse {
    fn from(response: Response) -> Self {
        Self {
            status: response.status,
            headers: response.headers,
            body: response.body,
        }
    }
}
