//! Creators that are authorised by OAuth 1.0a. The emulated wiki computes every signature itself.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use mwaccount::{
    Credentials, Error, Format, NewAccount, OAuth1Token, Reason, Refused, Session, Step, Wiki,
    WikiBuilder,
    flow::{Conversation, Interaction, Poll},
    http::{Reply, Request, Response},
    transport::{Limits, Transport, Ureq},
};
use support::accounts::{PASSWORD, zoe};
use testwiki::{OAuth1Consumer, Release, RunningWiki, Server, Setting, parse_fault};

/// Secrets with characters that are encoded in the key of the signature.
const SECRETS: [&str; 2] = ["hunter2+/=", "s3cret&%"];

/// Returns the tokens of the consumer with another text in place of one.
fn tokens_with(index: usize, text: &str) -> OAuth1Token {
    let mut parts = ["c0nsumer", SECRETS[0], "t0ken", SECRETS[1]];
    if let Some(part) = parts.get_mut(index) {
        *part = text;
    }
    let [key, secret, token, token_secret] = parts;
    OAuth1Token::new(key, secret, token, token_secret)
}

fn credentials() -> Credentials {
    Credentials::oauth(tokens_with(usize::MAX, ""))
}

/// Returns a wiki where only Admin, the owner of the consumer, can create accounts.
fn wiki(release: Release) -> testwiki::Wiki {
    testwiki::Wiki::of(release)
        .setting(Setting::NoCreate)
        .oauth1(OAuth1Consumer {
            key: "c0nsumer".to_owned(),
            secret: SECRETS[0].to_owned(),
            access_token: "t0ken".to_owned(),
            access_secret: SECRETS[1].to_owned(),
            account: "Admin".to_owned(),
        })
}

/// Returns an account whose values have to be encoded.
fn account() -> NewAccount {
    zoe()
        .email("zoe+lab@example.org")
        .real_name("Zoë & Co. ~*'(x)%41=")
        .reason("a\tb  c\u{1F44B}+")
}

#[track_caller]
fn logged_in(step: Result<Step, Error>) {
    assert!(
        matches!(&step, Ok(Step::LoggedIn(name)) if name == "Admin"),
        "{step:?}"
    );
}

#[track_caller]
fn created(step: Result<Step, Error>, running: &RunningWiki) {
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
    assert_eq!(
        running.account("Zoe").unwrap().creator.as_deref(),
        Some("Admin")
    );
}

#[track_caller]
fn refused(step: Result<Step, Error>) -> Refused {
    let Ok(Step::Refused(refused)) = step else {
        panic!("{step:?}");
    };
    let shown = format!("{refused:?}");
    assert!(
        !SECRETS.iter().any(|secret| shown.contains(secret)),
        "{shown}"
    );
    refused
}

#[test]
fn an_owner_only_consumer_creates_accounts_on_every_release() {
    let server = Server::start().unwrap();
    for release in Release::all().skip_while(|release| *release < Release::first(21)) {
        for format in [Format::Json, Format::Xml] {
            let running = server.add(wiki(release));
            let builder = Wiki::builder(&running.api()).format(format);
            let mut wiki = builder.build().unwrap();
            logged_in(wiki.log_in(credentials()).step());
            created(wiki.create(account()).step(), &running);
        }
    }
}

#[test]
fn a_private_wiki_is_found_and_asked_with_signatures() {
    let server = Server::start().unwrap();
    for release in [Release::first(25), Release::first(31), Release::first(43)] {
        let running = server.add(wiki(release).setting(Setting::Private));
        let mut wiki = Wiki::connect(&running.page("Main Page")).unwrap();
        logged_in(wiki.log_in(credentials()).step());
        let verdicts = wiki.probe(&account()).unwrap();
        assert_eq!(verdicts.may_create, Some(true), "{release}");
        created(wiki.create(account()).step(), &running);
    }
}

/// A transport that records its requests, and redirects those to `/old/api.php`.
#[derive(Clone)]
struct Recorder {
    target: String,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Recorder {
    fn of(running: &RunningWiki) -> Self {
        Self {
            target: running.api(),
            seen: Arc::default(),
        }
    }

    fn builder(&self, address: &str) -> WikiBuilder {
        Wiki::builder(address).transport(self.clone())
    }

    /// Asserts that each request was signed with a nonce of its own, and that none contains a secret. Returns
    /// the number of requests.
    fn assert_signed(&self) -> usize {
        let seen = self.seen.lock().unwrap();
        let mut nonces = BTreeSet::new();
        for request in seen.iter() {
            let headers = request.headers.iter();
            let mut headers = headers.filter(|(name, _)| *name == "Authorization");
            let header = headers.next().unwrap().1.expose();
            assert!(headers.next().is_none(), "{request:?}");
            let (_, nonce) = header.split_once("oauth_nonce=\"").unwrap();
            let (nonce, _) = nonce.split_once('"').unwrap();
            assert!(nonces.insert(nonce.to_owned()), "{nonce} was used before");
            let all = [header, request.url.as_str()].into_iter();
            for text in all.chain(request.form.fields().map(|(_, value)| value)) {
                assert!(
                    !SECRETS.iter().any(|secret| text.contains(secret)),
                    "{request:?}"
                );
            }
        }
        seen.len()
    }
}

impl Transport for Recorder {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        self.seen.lock().unwrap().push(request.clone());
        if request.url.path() == "/old/api.php" {
            let query = request.url.query().map(|query| format!("?{query}"));
            let target = self.target.clone() + &query.unwrap_or_default();
            return Reply::Got(Response::new(
                307,
                vec![("Location".to_owned(), target)],
                "",
            ));
        }
        let mut http = Ureq::builder().no_proxy().build().unwrap();
        http.send(request, limits)
    }
}

#[test]
fn redirected_requests_are_signed_for_their_new_address() {
    let server = Server::start().unwrap();
    for release in [Release::first(26), Release::first(43)] {
        let running = server.add(wiki(release));
        let recorder = Recorder::of(&running);
        let old = format!("{}/old/api.php", server.origin());
        let mut wiki = recorder.builder(&old).build().unwrap();
        logged_in(wiki.log_in(credentials()).step());
        created(wiki.create(account()).step(), &running);
        assert!(recorder.assert_signed() >= 6);
    }
}

#[test]
fn repeated_reads_are_signed_anew() {
    let server = Server::start().unwrap();
    let running = server.add(wiki(Release::first(43)));
    for fault in ["reset-after@query", "503=0@query:2"] {
        let (fault, when) = parse_fault(fault).unwrap();
        running.fault(fault, when);
    }
    let recorder = Recorder::of(&running);
    let mut wiki = recorder.builder(&running.api()).build().unwrap();
    logged_in(wiki.log_in(credentials()).step());
    assert_eq!(recorder.assert_signed(), 3);
    // The wiki itself takes no signature twice.
    let first = recorder.seen.lock().unwrap()[0].clone();
    let mut http = Ureq::builder().no_proxy().build().unwrap();
    let Reply::Got(again) = http.send(&first, &Limits::default()) else {
        panic!("no answer");
    };
    let text = String::from_utf8_lossy(&again.body);
    assert!(text.contains("Nonce already used"), "{text}");
    created(wiki.create(account()).step(), &running);
    recorder.assert_signed();
}

#[test]
fn a_lost_response_is_settled_with_signatures() {
    let server = Server::start().unwrap();
    for release in [Release::first(24), Release::first(43)] {
        let running = server.add(wiki(release).setting(Setting::Private));
        let (fault, when) = parse_fault("reset-after@createaccount:2").unwrap();
        let when = if release < Release::first(27) {
            when
        } else {
            when.nth(1)
        };
        running.fault(fault, when);
        let mut wiki = Wiki::connect(&running.api()).unwrap();
        logged_in(wiki.log_in(credentials()).step());
        created(wiki.create(account()).step(), &running);
    }
}

/// Sends the requests of a conversation with an HTTP client of its own.
fn drive(wiki: &mut Wiki, conversation: &mut Conversation<Interaction>) -> Result<Step, Error> {
    let mut http = Ureq::builder().no_proxy().build().unwrap();
    while let Some(request) = wiki.next_request(conversation).unwrap() {
        let reply = http.send(request, &Limits::default());
        wiki.feed(conversation, reply);
    }
    wiki.step(conversation)
}

#[test]
fn hosts_with_their_own_client_get_signed_requests() {
    let server = Server::start().unwrap();
    for release in [Release::first(23), Release::first(43)] {
        let running = server.add(wiki(release));
        let mut wiki = Wiki::connect(&running.api()).unwrap();
        let mut login = wiki.log_in(credentials()).into_conversation();
        logged_in(drive(&mut wiki, &mut login));
        let mut creation = wiki.create(account()).into_conversation();
        created(drive(&mut wiki, &mut creation), &running);
    }
}

/// Drives a conversation without a client, at the time `now`.
fn drive_alone(
    session: &mut Session,
    interaction: Interaction,
    now: Option<SystemTime>,
) -> Result<Step, Error> {
    let mut http = Ureq::builder().no_proxy().build().unwrap();
    let mut conversation = Conversation::new(interaction);
    loop {
        if let Some(now) = now {
            session.set_local_time(now);
        }
        match conversation.next(session) {
            Poll::Send(request) => {
                let reply = http.send(request, &Limits::default());
                conversation.feed(session, reply);
            }
            Poll::Step(step) => return step,
        }
    }
}

#[test]
fn drivers_without_a_client_tell_the_time() {
    let server = Server::start().unwrap();
    let running = server.add(wiki(Release::first(43)));
    let mut session = Wiki::builder(&running.api()).session().unwrap();
    let login = Interaction::login(credentials(), &mut session);
    let error = drive_alone(&mut session, login, None).unwrap_err();
    assert_eq!(error.reason, Reason::InvalidArgument);
    assert!(
        error.message.contains("set_local_time"),
        "{}",
        error.message
    );
    assert_eq!(running.all_requests(), 0);

    let now = Some(SystemTime::now());
    let login = Interaction::login(credentials(), &mut session);
    logged_in(drive_alone(&mut session, login, now));
    let creation = Interaction::create(account(), &mut session);
    created(drive_alone(&mut session, creation, now), &running);

    // A wiki takes no request of another time.
    let late = Some(SystemTime::now() + Duration::from_secs(400));
    let login = Interaction::login(credentials(), &mut session);
    let refused = refused(drive_alone(&mut session, login, late));
    assert!(
        refused.message.contains("seconds behind this machine's"),
        "{}",
        refused.message
    );
}

#[test]
fn wrong_tokens_are_refused_with_advice() {
    let server = Server::start().unwrap();
    for release in [Release::first(22), Release::first(28), Release::first(43)] {
        for (index, advice) in [
            (0, "check the consumer key"),
            (1, "check the consumer secret and the access secret"),
            (2, "check the access token"),
            (3, "check the consumer secret and the access secret"),
        ] {
            let running = server.add(wiki(release));
            let mut wiki = Wiki::connect(&running.api()).unwrap();
            let wrong = Credentials::oauth(tokens_with(index, "wr0ng"));
            let refused = refused(wiki.log_in(wrong).step());
            assert_eq!(refused.reason, Reason::LoginFailed);
            assert_eq!(
                refused.code.as_deref(),
                Some("mwoauth-invalid-authorization")
            );
            assert!(refused.message.contains(advice), "{}", refused.message);
            assert!(wiki.session().creator().is_none());
        }
    }
}

#[test]
fn a_wiki_with_another_time_says_so() {
    let server = Server::start().unwrap();
    for (apart, said) in [
        (-290, None),
        (290, None),
        (3600, Some("ahead of this machine's")),
        (-3600, Some("behind this machine's")),
    ] {
        let running = server.add(wiki(Release::first(35)).clock(apart));
        let mut wiki = Wiki::connect(&running.api()).unwrap();
        let step = wiki.log_in(credentials()).step();
        let Some(said) = said else {
            logged_in(step);
            continue;
        };
        let refused = refused(step);
        assert_eq!(refused.reason, Reason::LoginFailed);
        assert!(refused.message.contains(said), "{}", refused.message);
    }
}

#[test]
fn a_wiki_that_ignores_the_token_creates_nothing() {
    let server = Server::start().unwrap();
    let old = Release::first(34);
    for (running, credentials) in [
        // Without the extension, and with one that is older than OAuth 2.
        (
            server.add(testwiki::Wiki::of(Release::first(43))),
            credentials(),
        ),
        (
            server.add(wiki(old).bearer("t0ken", "Admin")),
            Credentials::oauth("t0ken"),
        ),
    ] {
        let mut wiki = Wiki::connect(&running.api()).unwrap();
        let refused = refused(wiki.log_in(credentials).step());
        assert_eq!(refused.reason, Reason::LoginFailed);
        assert!(
            refused.message.contains("has no OAuth of this version"),
            "{}",
            refused.message
        );
        let error = wiki.create(account()).step().unwrap_err();
        assert_eq!(error.reason, Reason::InvalidArgument);
        assert!(running.account("Zoe").is_none());
    }
}

#[test]
fn a_suspended_creation_needs_the_tokens_again() {
    let server = Server::start().unwrap();
    let asking = wiki(Release::first(43)).setting(Setting::Terms);
    let running = server.add(asking);
    let mut wiki = Wiki::connect(&running.api()).unwrap();
    logged_in(wiki.log_in(credentials()).step());
    let mut creation = wiki.create(account());
    let step = creation.step();
    assert!(matches!(step, Ok(Step::Ask(_))), "{step:?}");
    let text = creation.suspend().unwrap();
    let text = text.expose();
    assert!(Wiki::resume(text).is_err());
    let builder = Wiki::resume_builder(text).access_token(tokens_with(usize::MAX, ""));
    let builder = builder.address(running.api());
    let (mut wiki, conversation) = builder.build().unwrap();
    let answers = mwaccount::Answers::new().with("termsAgree", true);
    created(wiki.attach(conversation).answer(answers), &running);
}

#[test]
fn unusable_tokens_are_invalid_input() {
    for (index, wrong) in [(0, ""), (1, " "), (2, "a\r\nb"), (3, "ä")] {
        let mut wiki = Wiki::connect("https://wiki.example.org/api.php").unwrap();
        let wrong = Credentials::oauth(tokens_with(index, wrong));
        let error = wiki.log_in(wrong).step().unwrap_err();
        assert_eq!(error.reason, Reason::InvalidArgument);
    }
    let mut session = Wiki::builder("https://wiki.example.org/")
        .session()
        .unwrap();
    session
        .set_access_token(tokens_with(usize::MAX, ""))
        .unwrap();
    let both = session.set_http_auth("me", PASSWORD).unwrap_err();
    assert_eq!(both.reason, Reason::InvalidArgument);
}
