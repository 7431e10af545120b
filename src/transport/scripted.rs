//! A transport for tests: it answers by a script and notes what was sent.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::{Limits, Transport};
use crate::{
    Reason, TransportError,
    http::{Reply, Request},
};

/// Answers requests with prepared replies, in their order, without a network. Clones share the
/// script and what was sent, so that a test keeps one and gives the other to its client.
///
/// ```
/// use mwaccount::{
///     NewAccount, Step, Wiki,
///     http::{Reply, Response},
///     transport::Scripted,
/// };
///
/// let json = |body: &str| Reply::Got(Response::new(200, Vec::new(), body));
/// let scripted = Scripted::new([
///     json(r#"{"query":{"authmanagerinfo":{"requests":[{"id":"Password","required":"primary-required",
///         "fields":{"username":{"type":"string"},"password":{"type":"password"}}}]},
///         "tokens":{"createaccounttoken":"t"}}}"#),
///     json(r#"{"createaccount":{"status":"PASS","username":"Zoe Example"}}"#),
/// ]);
/// let mut wiki = Wiki::builder("https://wiki.example.org/w/api.php")
///     .transport(scripted.clone())
///     .build()?;
/// let account = NewAccount::new("Zoe Example").password("Correct-horse-7-battery");
/// assert!(matches!(wiki.create(account).step()?, Step::Created(_)));
/// assert_eq!(scripted.sent()[1].form.get("username"), Some("Zoe Example"));
/// # Ok::<(), mwaccount::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Scripted(Arc<Mutex<Script>>);

#[derive(Debug, Default)]
struct Script {
    replies: VecDeque<Reply>,
    sent: Vec<Request>,
}

impl Scripted {
    /// Creates a transport that gives these replies. When they are over, a request is not sent:
    /// [`Reply::NotSent`] with [`Reason::Unreachable`].
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self(Arc::new(Mutex::new(Script {
            replies: replies.into_iter().collect(),
            sent: Vec::new(),
        })))
    }

    /// Adds a reply to the end of the script.
    pub fn push(&self, reply: Reply) {
        self.with(|script| script.replies.push_back(reply));
    }

    /// Returns the requests that came so far, those after the end of the script included.
    pub fn sent(&self) -> Vec<Request> {
        self.with(|script| script.sent.clone())
    }

    fn with<T>(&self, work: impl FnOnce(&mut Script) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for Scripted {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        self.with(|script| {
            script.sent.push(request.clone());
            script.replies.pop_front().unwrap_or_else(|| {
                let what = "the script of this transport has no further reply";
                Reply::NotSent(TransportError::new(Reason::Unreachable, what))
            })
        })
    }
}
