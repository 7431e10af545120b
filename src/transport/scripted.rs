//! A transport for tests, which replies from a script and records the requests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::{Limits, Transport};
use crate::{
    Reason, TransportError,
    http::{Reply, Request},
};

/// A transport for tests, which returns prepared replies in order, without a network. Clones share
/// the replies and the recorded requests, so that a test can keep one clone and give another to its
/// client.
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
    /// Creates a transport that returns these replies. When there are none left, it returns
    /// [`Reply::NotSent`] with [`Reason::Unreachable`].
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self(Arc::new(Mutex::new(Script {
            replies: replies.into_iter().collect(),
            sent: Vec::new(),
        })))
    }

    /// Adds a reply after the others.
    pub fn push(&self, reply: Reply) {
        self.with(|script| script.replies.push_back(reply));
    }

    /// Returns all requests so far, including those for which no reply was left.
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
                let message = "the scripted transport has no replies left; add one with push";
                Reply::NotSent(TransportError::new(Reason::Unreachable, message))
            })
        })
    }
}
