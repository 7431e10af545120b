//! Wikis and transports in a child process.

use std::{
    io::Write,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use mwaccount::{
    Answers, Canceller, Reason, Wiki,
    flow::{Conversation, Input, Probe},
    http::{Reply, Request},
    transport::{Limits, Transport, Ureq},
};
use support::{
    accounts::zoe,
    file,
    forked::{Child, end_child, fork, in_forked_child},
    scripted_transport::{ScriptedTransport, accepts_caller, captcha, offer, pass, password},
    steps::ExpectStep,
    tls_server::{CERTIFICATE, HELLO, read_request, tls_server},
    transport_requests::*,
};

const API: &str = "https://wiki.example/api.php";

#[track_caller]
fn foreign<T>(result: Result<T, mwaccount::Error>) {
    let error = result.err().expect("the call succeeded");
    assert_eq!(error.reason, Reason::InvalidArgument);
    assert!(error.message.contains("in another process"), "{error}");
}

/// A connection over TLS is shared with the child. Neither using nor dropping it there ends it for the parent.
#[test]
fn a_child_leaves_its_parents_connection_alone() {
    let (open, connections) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let url = tls_server({
        let (open, connections) = (Arc::clone(&open), Arc::clone(&connections));
        move |mut tls| {
            open.fetch_add(1, Ordering::SeqCst);
            connections.fetch_add(1, Ordering::SeqCst);
            while read_request(&mut tls) {
                tls.write_all(HELLO).unwrap();
            }
            open.fetch_sub(1, Ordering::SeqCst);
        }
    });
    let transport = Ureq::builder().no_proxy().ca_file(file(CERTIFICATE));
    let mut transport = Some(transport.build().unwrap());
    let send =
        |transport: &mut Option<Ureq>| transport.as_mut().unwrap().send(&post(&url), &limits());
    assert_eq!(got(send(&mut transport)).body, b"hello");
    in_forked_child(|| {
        let fault = not_sent(send(&mut transport));
        assert_eq!(fault.reason, Reason::InvalidArgument);
        assert!(fault.message.contains("in another process"));
        drop(transport.take());
        let mut own = Ureq::builder()
            .no_proxy()
            .ca_file(file(CERTIFICATE))
            .build()
            .unwrap();
        assert_eq!(got(own.send(&post(&url), &limits())).body, b"hello");
    });
    let is_only_parents = || open.load(Ordering::SeqCst) == 1;
    let limit = Instant::now() + Duration::from_secs(10);
    while !is_only_parents() && Instant::now() < limit {
        thread::sleep(Duration::from_millis(1));
    }
    assert!(is_only_parents());
    assert_eq!(connections.load(Ordering::SeqCst), 2);
    assert_eq!(got(send(&mut transport)).body, b"hello");
}

/// No call of a wiki works in a child, whether the parent has used the wiki or not.
#[test]
fn a_wiki_is_not_used_in_a_child() {
    let (script, asked) = ScriptedTransport::new([
        offer(&[password(), captcha("1")], "t"),
        accepts_caller(),
        pass("Zoe"),
    ]);
    let mut unused = Wiki::builder(API)
        .transport(ScriptedTransport::new([]).0)
        .build()
        .unwrap();
    let mut wiki = Wiki::builder(API).transport(script).build().unwrap();
    let mut creation = wiki.create(zoe()).into_conversation();
    wiki.step(&mut creation).expect_ask();
    let text = wiki.suspend(&creation).unwrap();
    let sent = asked.lock().unwrap().len();
    in_forked_child(|| {
        let answers = || Answers::new().with("captcha", "Paris");
        foreign(unused.fields());
        foreign(unused.probe(&zoe()));
        foreign(unused.create(zoe()).step());
        foreign(wiki.step(&mut creation));
        foreign(wiki.respond(&mut creation, Input::Answers(answers())));
        foreign(wiki.suspend(&creation));
        foreign(wiki.next_request(&mut creation).map(|_| ()));
        foreign(
            wiki.next_request(&mut Conversation::new(Probe::new(zoe(), wiki.session())))
                .map(|_| ()),
        );
        assert_eq!(asked.lock().unwrap().len(), sent);
        // The text was written before the fork.
        let (mut resumed, conversation) = Wiki::resume(text.expose()).unwrap();
        resumed.attach(conversation).step().expect_ask();
    });
    let answers = Answers::new().with("captcha", "Paris");
    wiki.attach(creation).answer(answers).expect_created();
}

/// A listener that forks leaves its child in the middle of a call, which sends nothing there.
#[test]
fn a_call_does_not_go_on_in_a_child() {
    let (script, asked) = ScriptedTransport::new([offer(&[password()], "t"), pass("Zoe")]);
    let forked = Arc::new(Mutex::new(None));
    let wiki = Wiki::builder(API).transport(script).on_progress({
        let forked = Arc::clone(&forked);
        move |_| {
            forked.lock().unwrap().get_or_insert_with(fork);
        }
    });
    let mut wiki = wiki.build().unwrap();
    let step = wiki.create(zoe()).step();
    match forked.lock().unwrap().take().expect("a listener is called") {
        Some(child) => child.wait(),
        None => end_child(|| {
            foreign(step);
            assert!(asked.lock().unwrap().is_empty());
        }),
    }
    step.expect_created();
}

/// Forks once, before or after it has sent a certain request.
struct ForkingTransport {
    inner: ScriptedTransport,
    left: usize,
    is_after: bool,
    forked: Arc<Mutex<Option<Option<Child>>>>,
}

impl Transport for ForkingTransport {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        self.left = self.left.wrapping_sub(1);
        let fork_if = |is_now: bool| {
            if is_now && self.left == 0 {
                *self.forked.lock().unwrap() = Some(fork());
            }
        };
        fork_if(!self.is_after);
        let reply = self.inner.send(request, limits);
        fork_if(self.is_after);
        reply
    }
}

/// A transport that forks leaves its child with the parent's reply, of which the child takes no result.
#[test]
fn a_transport_that_forks_gives_the_child_no_result() {
    for (at, is_after) in [(1, false), (1, true), (2, false), (2, true)] {
        let (inner, asked) = ScriptedTransport::new([offer(&[password()], "t"), pass("Zoe")]);
        let forked = Arc::default();
        let transport = ForkingTransport {
            inner,
            left: at,
            is_after,
            forked: Arc::clone(&forked),
        };
        let mut wiki = Wiki::builder(API).transport(transport).build().unwrap();
        let step = wiki.create(zoe()).step();
        match forked.lock().unwrap().take().expect("it forks") {
            Some(child) => child.wait(),
            None => end_child(|| {
                // What the transport sends by itself in the child is not the library's affair.
                assert_eq!(asked.lock().unwrap().len(), at);
                if at == 1 {
                    foreign(step);
                } else {
                    let unknown = step.expect_unknown();
                    assert!(unknown.evidence.contains("another process"), "{unknown:?}");
                }
            }),
        }
        step.expect_created();
    }
}

/// A cancellation in a child does not shut down what the parent waits for.
#[test]
fn a_hook_is_called_in_its_own_process_only() {
    let canceller = Canceller::new();
    let called = Arc::new(AtomicUsize::new(0));
    let hook = |called: &Arc<AtomicUsize>| {
        let called = Arc::clone(called);
        move || {
            called.fetch_add(1, Ordering::SeqCst);
        }
    };
    let _parents = canceller.on_cancel(hook(&called));
    in_forked_child(|| {
        canceller.cancel();
        assert!(canceller.is_cancelled() && canceller.wait(Duration::ZERO));
        assert_eq!(called.load(Ordering::SeqCst), 0);
        canceller.reset();
        let _childs = canceller.on_cancel(hook(&called));
        canceller.cancel();
        assert_eq!(called.load(Ordering::SeqCst), 1);
    });
    assert!(!canceller.is_cancelled());
    canceller.cancel();
    assert_eq!(called.load(Ordering::SeqCst), 1);
}

/// A thread of the parent is cancelling during the fork, so that the child has a mutex that nobody unlocks.
#[test]
fn a_canceller_in_use_during_a_fork_does_not_block_the_child() {
    let canceller = Canceller::new();
    let (is_running, begun) = mpsc::channel();
    let (end, ended) = mpsc::channel::<()>();
    let registered = canceller.on_cancel(move || {
        is_running.send(()).unwrap();
        ended.recv().unwrap();
    });
    let cancelling = thread::spawn({
        let canceller = canceller.clone();
        move || canceller.cancel()
    });
    begun.recv().unwrap();
    let mut registered = Some(registered);
    match fork() {
        None => end_child(|| {
            assert!(canceller.is_cancelled() && canceller.wait(Duration::MAX));
            canceller.reset();
            assert!(!canceller.wait(Duration::from_millis(20)));
            let hook = canceller.on_cancel(|| {});
            canceller.cancel();
            assert!(canceller.is_cancelled());
            drop(hook);
            drop(registered.take());
        }),
        Some(child) => {
            end.send(()).unwrap();
            child.wait();
        }
    }
    cancelling.join().unwrap();
    drop(registered);
    assert!(canceller.is_cancelled());
}
