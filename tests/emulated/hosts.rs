//! Hosts that hold conversations themselves and send their requests.

use mwaccount::{
    Answers, Credentials, Dialect, Error, NewAccount, Reason, Step, TransportError, Verdict, Wiki,
    flow::{Conversation, Input, Interaction, Probe},
    http::{Effect, Reply, Response},
    transport::{Limits, Transport, Ureq},
};
use support::accounts::PASSWORD;
use testwiki::{Captcha, Release, RunningWiki, Server, Setting};

fn account(name: &str) -> NewAccount {
    NewAccount::new(name).password(PASSWORD)
}

fn wiki(running: &RunningWiki) -> Wiki {
    Wiki::connect(&running.api()).unwrap()
}

fn begin(wiki: &mut Wiki, name: &str) -> Conversation<Interaction> {
    wiki.create(account(name)).into_conversation()
}

fn log_in(wiki: &mut Wiki, password: &str) -> Conversation<Interaction> {
    let credentials = Credentials::password("Admin", password);
    wiki.log_in(credentials).into_conversation()
}

fn reason<T: std::fmt::Debug>(result: Result<T, Error>) -> Reason {
    result.unwrap_err().reason
}

fn captcha(answer: &str) -> Input {
    Input::Answers(Answers::new().with("captcha", answer))
}

/// Sends the requests of a conversation until it has none, and asserts that a request that may create is sent
/// once.
fn drive<F: mwaccount::flow::Flow>(wiki: &mut Wiki, flow: &mut Conversation<F>) -> Vec<Effect> {
    let mut http = Ureq::builder().no_proxy().build().unwrap();
    let mut kinds = Vec::new();
    while let Some(request) = wiki.next_request(flow).unwrap() {
        kinds.push(request.effect);
        let reply = http.send(request, &Limits::default());
        wiki.feed(flow, reply);
    }
    kinds
}

#[test]
fn a_creation_is_driven_by_its_host() {
    let server = Server::start().unwrap();
    for release in [Release::first(22), Release::first(26), Release::first(43)] {
        let running = server.add(testwiki::Wiki::of(release));
        let mut wiki = wiki(&running);
        let mut creation = begin(&mut wiki, "Zoe");
        let kinds = drive(&mut wiki, &mut creation);
        assert_eq!(kinds.last(), Some(&Effect::MayCreate), "{release}");
        assert_eq!(wiki.requests(), kinds.len() as u64);
        let step = wiki.step(&mut creation);
        assert!(matches!(step, Ok(Step::Created(_))), "{release}: {step:?}");
        assert_eq!(running.all_requests(), kinds.len() as u64, "nothing more");
    }
}

#[test]
fn a_request_is_given_once() {
    let server = Server::start().unwrap();
    let running = server.add(testwiki::Wiki::of(Release::first(43)));
    let mut wiki = wiki(&running);
    let mut creation = begin(&mut wiki, "Zoe");

    let pass = br#"{"createaccount":{"status":"PASS","username":"Ghost"}}"#;
    let mut ghost = Response::default();
    ghost.status = 200;
    ghost.push_body(pass);
    wiki.feed(&mut creation, Reply::Got(ghost.clone()));
    wiki.feed(&mut creation, Reply::Got(ghost));
    assert_eq!(wiki.requests(), 0, "nobody waited for that");

    assert!(wiki.next_request(&mut creation).unwrap().is_some());
    let twice = wiki.next_request(&mut creation);
    assert_eq!(reason(twice), Reason::InvalidArgument);
    assert_eq!(reason(wiki.step(&mut creation)), Reason::InvalidArgument);
    assert_eq!(reason(wiki.suspend(&creation)), Reason::InvalidArgument);
    let fault = TransportError::new(Reason::TooLarge, "more than this host reads");
    wiki.feed(&mut creation, Reply::Lost(fault));
    assert_eq!(reason(wiki.step(&mut creation)), Reason::TooLarge);
    assert_eq!(running.all_requests(), 0);
}

#[test]
fn another_creation_ends_the_one_that_waits() {
    let server = Server::start().unwrap();
    for release in [Release::first(26), Release::first(43)] {
        let running = server.add(testwiki::Wiki::of(release).captcha(Captcha::Questy));
        let mut wiki = wiki(&running);
        let mut first = begin(&mut wiki, "First");
        assert!(matches!(wiki.step(&mut first), Ok(Step::Ask(_))));
        let mut second = begin(&mut wiki, "Second");
        assert!(matches!(wiki.step(&mut second), Ok(Step::Ask(_))));

        assert!(
            matches!(wiki.step(&mut first), Ok(Step::Ask(_))),
            "it still says so"
        );
        let told = wiki.respond(&mut first, captcha("Paris"));
        assert_eq!(reason(told), Reason::SessionLost, "{release}");
        assert_eq!(reason(wiki.suspend(&first)), Reason::SessionLost);

        wiki.respond(&mut second, captcha("Paris")).unwrap();
        let Ok(Step::Created(created)) = wiki.step(&mut second) else {
            panic!("{release}");
        };
        assert_eq!(created.name, "Second");
        assert!(running.account("First").is_none());
    }
}

/// The result of a request that was sent can still be found out.
#[test]
fn a_response_in_flight_is_still_used() {
    let server = Server::start().unwrap();
    let running = server.add(testwiki::Wiki::of(Release::first(43)));
    let mut wiki = wiki(&running);
    let mut http = Ureq::builder().no_proxy().build().unwrap();
    for (name, lost) in [("Zoe", false), ("Max", true)] {
        let mut first = begin(&mut wiki, name);
        let request = loop {
            let request = wiki.next_request(&mut first).unwrap().unwrap();
            if request.effect == Effect::MayCreate {
                break request;
            }
            let reply = http.send(request, &Limits::default());
            wiki.feed(&mut first, reply);
        };
        let reply = http.send(request, &Limits::default());
        let _second = begin(&mut wiki, "Second");
        wiki.feed(
            &mut first,
            if lost {
                Reply::Lost(TransportError::new(Reason::Unreachable, "the line was cut"))
            } else {
                reply
            },
        );
        let Ok(Step::Created(created)) = wiki.step(&mut first) else {
            panic!("{name}");
        };
        assert_eq!(created.name, name);
    }
    assert!(running.account("Second").is_none());
}

#[test]
fn nothing_is_created_or_probed_during_a_login() {
    let server = Server::start().unwrap();
    let running = server.add(testwiki::Wiki::of(Release::first(43)));
    let mut wiki = wiki(&running);
    let mut early = begin(&mut wiki, "Early");
    let mut login = log_in(&mut wiki, "wrongpassword1");
    assert!(matches!(wiki.step(&mut login), Ok(Step::Refused(_))));

    assert_eq!(reason(wiki.step(&mut early)), Reason::SessionLost);
    let mut late = begin(&mut wiki, "Late");
    assert_eq!(reason(wiki.step(&mut late)), Reason::InvalidArgument);
    let before = wiki.requests();
    let probe = Probe::new(account("Late"), wiki.session());
    let probed = wiki.step(&mut Conversation::new(probe));
    assert_eq!(reason(probed), Reason::InvalidArgument);
    assert_eq!(
        reason(wiki.probe(&account("Late"))),
        Reason::InvalidArgument
    );
    assert_eq!(wiki.requests(), before);
    assert_eq!(running.accounts().len(), 1);
}

#[test]
fn a_probe_reports_a_failed_request() {
    let server = Server::start().unwrap();
    let running = server.add(testwiki::Wiki::of(Release::first(43)));
    let mut wiki = wiki(&running);
    let found = wiki.probe(&account("Zoe")).unwrap();
    assert!(matches!(found.name, Some(Verdict::Good)));
    // The fields are known by now.
    wiki.canceller().cancel();
    let cancelled = wiki.probe(&account("Zoe"));
    assert_eq!(reason(cancelled), Reason::Cancelled);
    wiki.canceller().reset();
    drop(server);
    running.fault(
        testwiki::Fault::ResetBefore,
        testwiki::When::next().always(),
    );
    let unreachable = wiki.probe(&account("Zoe"));
    assert_eq!(reason(unreachable), Reason::Unreachable);
}

#[test]
fn a_cancellation_ends_what_a_host_sends() {
    let server = Server::start().unwrap();
    let running = server.add(testwiki::Wiki::of(Release::first(43)));
    let mut wiki = wiki(&running);
    let mut creation = begin(&mut wiki, "Zoe");
    wiki.canceller().cancel();
    assert!(wiki.next_request(&mut creation).unwrap().is_none());
    assert_eq!(reason(wiki.step(&mut creation)), Reason::Cancelled);
}

#[test]
fn a_token_with_a_line_break_is_no_token() {
    let server = Server::start().unwrap();
    let running = server.add(testwiki::Wiki::of(Release::first(43)).setting(Setting::Private));
    let mut wiki = Wiki::builder(&running.api())
        .dialect(Dialect::AuthManager)
        .build()
        .unwrap();
    let login = wiki.log_in(Credentials::oauth("a\r\nX-Evil: 1"));
    let mut login = login.into_conversation();
    assert!(wiki.next_request(&mut login).unwrap().is_none());
    assert_eq!(reason(wiki.step(&mut login)), Reason::InvalidArgument);
}
