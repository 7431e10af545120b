//! Creations without the default transport, in both ways of a host.

use std::time::Duration;

use mwaccount::{Answers, NewAccount, Reason, Step, Wiki, flow::Input};
use mwaccount_own_http::{OwnHttp, send};
use testwiki::{Captcha, RunningWiki, Server};

const TIMEOUT: Duration = Duration::from_secs(10);

fn wiki(server: &Server, release: &str) -> RunningWiki {
    server.add(testwiki::Wiki::release(release).captcha(Captcha::Questy))
}

fn account() -> NewAccount {
    NewAccount::new("Zoe Example").password("Correct-horse-7-battery")
}

fn paris() -> Answers {
    Answers::new().with("captcha", "Paris")
}

#[test]
fn a_transport_of_the_host_creates_accounts() {
    let server = Server::start().unwrap();
    for release in ["1.20", "1.26", "1.43"] {
        let running = wiki(&server, release);
        let builder = Wiki::builder(&running.api()).transport(OwnHttp);
        let mut wiki = builder.build().unwrap();
        let mut creation = wiki.create(account());
        assert!(matches!(creation.step(), Ok(Step::Ask(_))), "{release}");
        let step = creation.answer(paris());
        assert!(matches!(step, Ok(Step::Created(_))), "{release}: {step:?}");
        assert!(running.account("Zoe Example").is_some(), "{release}");
    }
}

#[test]
fn a_host_sends_the_requests_of_a_conversation() {
    let server = Server::start().unwrap();
    let running = wiki(&server, "1.43");
    let mut wiki = Wiki::connect(&running.api()).unwrap();
    let mut creation = wiki.create(account()).into_conversation();
    for answer in [None, Some(paris())] {
        if let Some(answers) = answer {
            let answers = Input::Answers(answers);
            wiki.respond(&mut creation, answers).unwrap();
        }
        while let Some(request) = wiki.next_request(&mut creation).unwrap() {
            let reply = send(request, TIMEOUT);
            wiki.feed(&mut creation, reply);
        }
    }
    assert!(matches!(wiki.step(&mut creation), Ok(Step::Created(_))));
    assert!(running.account("Zoe Example").is_some());
}

/// Without ureq there is no default transport. If another package of the workspace enables ureq, cargo builds
/// it in, and this test checks nothing.
#[test]
fn without_a_transport_nothing_is_sent() {
    let server = Server::start().unwrap();
    let running = wiki(&server, "1.43");
    let mut wiki = Wiki::connect(&running.api()).unwrap();
    match wiki.create(account()).step() {
        Err(error) => {
            assert_eq!(error.reason, Reason::InvalidArgument);
            assert!(error.message.contains("no transport"), "{error}");
            assert_eq!(running.requests("createaccount"), 0);
        }
        Ok(step) => assert!(matches!(step, Step::Ask(_)), "{step:?}"),
    }
}
