//! Cancellation from another thread during every part of a call, and progress reports.

use std::{
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use mwaccount::{
    Canceller, Dialect, Error, NewAccount, Progress, Purpose, Reason, Step, Wiki, WikiBuilder,
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};
use support::{
    api_answers::{INFO, NEED_TOKEN, PASS},
    raw_server::{Act, Asked, RawServer},
};

const MISSING: &str = r#"{"query":{"users":[{"name":"Zoe","missing":""}]}}"#;

/// A duration longer than any test may take.
const LONG: Duration = Duration::from_secs(60);

/// Returns a wiki whose caller cancels a moment after the first request that `when` matches, which gets `acts`
/// as its response; all other requests are answered normally.
fn cancelled_during(
    when: fn(&Asked) -> bool,
    acts: Vec<Act>,
    settings: impl FnOnce(WikiBuilder) -> WikiBuilder,
) -> (RawServer, Wiki) {
    let slot = Arc::new(OnceLock::<Canceller>::new());
    let server = RawServer::start({
        let (slot, done) = (Arc::clone(&slot), AtomicBool::new(false));
        move |asked| {
            if !when(asked) || done.swap(true, Ordering::SeqCst) {
                return vec![answer(asked)];
            }
            let canceller = slot.get().unwrap().clone();
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(50));
                canceller.cancel();
            });
            acts.clone()
        }
    });
    let wiki = settings(builder(&server)).build().unwrap();
    slot.set(wiki.canceller()).unwrap();
    (server, wiki)
}

fn answer(asked: &Asked) -> Act {
    Act::ok(match (asked.is_get(), asked.body.contains("token=")) {
        (true, _) if asked.line().contains("list=users") => MISSING,
        (true, _) => INFO,
        (false, false) => NEED_TOKEN,
        (false, true) => PASS,
    })
}

fn builder(server: &RawServer) -> WikiBuilder {
    Wiki::builder(&server.url("/w/api.php")).timeout(LONG)
}

fn create(wiki: &mut Wiki) -> Result<Step, Error> {
    let start = Instant::now();
    let step = wiki
        .create(NewAccount::new("Zoe").password("Correct-horse-7-battery"))
        .step();
    assert!(start.elapsed() < Duration::from_secs(5), "{step:?}");
    step
}

fn may_create(asked: &Asked) -> bool {
    asked.body.contains("token=")
}

#[track_caller]
fn cancelled(step: Result<Step, Error>) {
    let error = step.expect_err("an error");
    assert_eq!(error.reason, Reason::Cancelled, "{error}");
    assert!(error.message.contains("reset"), "{error}");
}

/// Returns responses that begin and do not end.
fn stalls() -> [Vec<Act>; 3] {
    let stall = Act::Stall(LONG);
    [
        vec![stall.clone()],
        vec![
            Act::answer("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"),
            stall.clone(),
        ],
        // If the shutdown counted as the server's end, this body would be complete.
        vec![
            Act::answer(&format!("HTTP/1.1 200 OK\r\n\r\n{PASS}")),
            stall,
        ],
    ]
}

#[test]
fn a_read_that_stalls_is_an_error_and_not_repeated() {
    for acts in stalls() {
        let (server, mut wiki) = cancelled_during(Asked::is_get, acts, |wiki| wiki);
        cancelled(create(&mut wiki));
        assert_eq!(server.asked().len(), 1);
        // The cancellation holds until it is reset; then everything is as before.
        assert_eq!(wiki.fields().unwrap_err().reason, Reason::Cancelled);
        assert_eq!(server.asked().len(), 1);
        wiki.canceller().reset();
        let step = create(&mut wiki);
        assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
    }
}

#[test]
fn a_creation_that_stalls_is_unknown_and_nothing_follows() {
    for dialect in [Dialect::AuthManager, Dialect::LegacyApi] {
        for acts in stalls() {
            let (server, mut wiki) =
                cancelled_during(may_create, acts, |wiki| wiki.dialect(dialect));
            match create(&mut wiki) {
                Ok(Step::Unknown(unknown)) => {
                    assert_eq!(unknown.reason, Reason::Cancelled);
                    assert!(unknown.evidence.contains("Zoe"), "{}", unknown.evidence);
                }
                other => panic!("{other:?}"),
            }
            let asked = server.asked();
            assert_eq!(asked.len(), 2, "{asked:?}");
            assert!(may_create(&asked[1]));
        }
    }
}

#[test]
fn a_wait_is_cut_short() {
    let server = RawServer::always([Act::answer(
        "HTTP/1.1 503 Busy\r\nRetry-After: 9\r\nContent-Length: 0\r\n\r\n",
    )]);
    let (sender, receiver) = mpsc::channel();
    let mut wiki = builder(&server)
        .on_progress(move |progress| {
            if progress.wait.is_some() {
                sender.send(()).unwrap();
            }
        })
        .build()
        .unwrap();
    let canceller = wiki.canceller();
    thread::spawn(move || {
        receiver.recv().unwrap();
        thread::sleep(Duration::from_millis(50));
        canceller.cancel();
    });
    cancelled(create(&mut wiki));
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_cancellation_before_a_call_holds_until_reset() {
    let server = RawServer::start(|asked| vec![answer(asked)]);
    let mut wiki = builder(&server).build().unwrap();
    wiki.canceller().cancel();
    cancelled(create(&mut wiki));
    assert_eq!((wiki.requests(), server.connections()), (0, 0));
    wiki.canceller().reset();
    let step = create(&mut wiki);
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
}

/// A transport that ignores cancellation: it is cancelled before the response arrives, which arrives all the
/// same.
struct IgnoresCancel(Vec<Reply>);

impl Transport for IgnoresCancel {
    fn send(&mut self, _: &Request, limits: &Limits) -> Reply {
        if self.0.len() == 1 {
            limits.canceller.cancel();
        }
        self.0.remove(0)
    }
}

#[test]
fn a_response_that_arrived_counts() {
    let got = |body: &str| Reply::Got(Response::new(200, Vec::new(), body));
    let wiki = |answers| {
        Wiki::builder("https://wiki.example/w/api.php")
            .transport(IgnoresCancel(answers))
            .build()
            .unwrap()
    };
    let created = create(&mut wiki(vec![got(INFO), got(PASS)]));
    assert!(matches!(created, Ok(Step::Created(_))), "{created:?}");
    // The offer arrived, but the request that creates is not sent any more.
    cancelled(create(&mut wiki(vec![got(INFO)])));
}

/// The requests that a listener was told of.
type Reports = Arc<Mutex<Vec<(Purpose, u32, Option<Duration>)>>>;

fn listener(reports: &Reports) -> impl FnMut(&Progress) + Send + 'static {
    let reports = Arc::clone(reports);
    move |progress| {
        let event = (progress.purpose, progress.attempt, progress.wait);
        reports.lock().unwrap().push(event);
    }
}

#[test]
fn progress_is_reported_in_order() {
    let busy = "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n";
    for (dialect, first) in [
        (Dialect::AuthManager, Purpose::Detect),
        (Dialect::LegacyApi, Purpose::Token),
    ] {
        let legacy = dialect == Dialect::LegacyApi;
        let success = r#"{"createaccount":{"username":"Zoe","result":"success"}}"#;
        let server = RawServer::start(move |asked| {
            vec![match (asked.number, may_create(asked)) {
                (0, _) => Act::answer(&busy.replace("After: 0", "After: 1")),
                (_, true) if legacy => Act::ok(success),
                _ => answer(asked),
            }]
        });
        let reports = Reports::default();
        let mut wiki = builder(&server)
            .dialect(dialect)
            .on_progress(listener(&reports))
            .build()
            .unwrap();
        let step = create(&mut wiki);
        assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
        let expected = [
            (first, 1, None),
            (first, 2, Some(Duration::from_secs(1))),
            (first, 2, None),
            (Purpose::Create, 1, None),
        ];
        assert_eq!(*reports.lock().unwrap(), expected);
    }
}

/// A listener can cancel a request it is told of. A cancellation during an existence check is reported as the
/// cause of an unknown result.
#[test]
fn a_listener_may_cancel() {
    for (stopped, whole) in [(Purpose::Create, true), (Purpose::ExistenceCheck, false)] {
        let server = RawServer::start(|asked| {
            if may_create(asked) {
                vec![Act::Close]
            } else {
                vec![answer(asked)]
            }
        });
        let slot = Arc::new(OnceLock::<Canceller>::new());
        let reports = Reports::default();
        let mut wiki = builder(&server)
            .on_progress({
                let (slot, mut note) = (Arc::clone(&slot), listener(&reports));
                move |progress| {
                    note(progress);
                    if progress.purpose == stopped && (whole || progress.wait.is_some()) {
                        slot.get().unwrap().cancel();
                    }
                }
            })
            .build()
            .unwrap();
        slot.set(wiki.canceller()).unwrap();
        let step = create(&mut wiki);
        let reports = reports.lock().unwrap();
        let mut expected = vec![(Purpose::Detect, 1, None), (Purpose::Create, 1, None)];
        if whole {
            cancelled(step);
            assert_eq!(server.asked().len(), 1);
        } else {
            let Ok(Step::Unknown(unknown)) = step else {
                panic!("{step:?}");
            };
            assert_eq!(unknown.reason, Reason::Unreachable);
            assert_eq!(server.asked().len(), 3);
            let wait = Some(Duration::from_secs(2));
            expected.extend([
                (Purpose::ExistenceCheck, 1, None),
                (Purpose::ExistenceCheck, 1, wait),
            ]);
        }
        assert_eq!(*reports, expected);
    }
}
