//! Wikis behind a proxy that delivers a creation twice, keeps pages in a cache, or drops cookies, against the wiki's
//! own accounts. RFC 9110 (section 9.2.2) forbids a proxy to repeat a POST; nginx did so up to 1.9.12.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use mwaccount::{
    Format, NewAccount, Purpose, Reason, Step, Wiki, WikiBuilder,
    http::{Effect, Method, Reply, Request, Response},
    transport::{Limits, Transport},
};
use support::{
    accounts::{admin, with, zoe, zoe_example},
    in_process::{self, Received},
    steps::{ExpectStep, step_summary},
};
use testwiki::{Captcha, HttpResponse, RunningWiki, Setting};

/// A proxy in front of a wiki, without sockets.
struct Proxy {
    wiki: RunningWiki,
    /// True to deliver each request twice that may create an account.
    repeats: bool,
    /// True to answer a GET of a page as the first one of the same address.
    caches: bool,
    cache: Vec<(String, HttpResponse)>,
    /// True to answer existence checks with a page of the proxy.
    breaks_checks: bool,
    requests: Arc<AtomicUsize>,
}

impl Proxy {
    fn new(wiki: &RunningWiki) -> Self {
        Self {
            wiki: wiki.clone(),
            repeats: false,
            caches: false,
            cache: Vec::new(),
            breaks_checks: false,
            requests: Arc::default(),
        }
    }

    fn repeating(wiki: &RunningWiki) -> Self {
        Self {
            repeats: true,
            ..Self::new(wiki)
        }
    }

    fn builder(self) -> WikiBuilder {
        Wiki::builder(&self.wiki.api()).transport(self)
    }

    fn client(self) -> Wiki {
        self.builder().build().unwrap()
    }
}

impl Transport for Proxy {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if self.breaks_checks && request.purpose == Purpose::ExistenceCheck {
            return Reply::Got(Response::new(200, Vec::new(), "<h1>Welcome</h1>"));
        }
        let received = Received::of(request);
        let send = || received.execute(&self.wiki, None);
        let address = &received.target;
        let is_page = request.method == Method::Get && address.contains("index.php");
        let kept = self.cache.iter().find(|(known, _)| known == address);
        let response = match kept {
            Some((_, kept)) if self.caches => kept.clone(),
            _ => {
                if self.repeats && request.effect == Effect::MayCreate {
                    send();
                }
                send()
            }
        };
        if is_page {
            self.cache.push((address.clone(), response.clone()));
        }
        Reply::Got(in_process::response(response))
    }
}

fn start(wiki: testwiki::Wiki) -> RunningWiki {
    RunningWiki::without_server(wiki)
}

fn release(release: &str) -> testwiki::Wiki {
    testwiki::Wiki::release(release)
}

/// Asserts that the account is reported as created, and is there once.
fn assert_created(running: &RunningWiki, step: Result<Step, mwaccount::Error>, label: &str) {
    let word = step_summary(&step);
    assert!(word.starts_with("created"), "{label}: {step:?}");
    assert_eq!(running.accounts().len(), 2, "{label}");
}

/// Up to 1.26 a creation uses its token up, so that the second delivery is answered with another token. With a
/// captcha the library then creates again, and finds the name taken, perhaps by somebody else in the same second.
#[test]
fn a_token_that_the_first_delivery_used_up() {
    for format in [Format::Json, Format::Xml] {
        for (name, captcha) in [("1.21", false), ("1.23", true), ("1.26", true)] {
            let wiki = release(name);
            let running = start(if captcha {
                wiki.captcha(Captcha::Questy)
            } else {
                wiki
            });
            let builder = Proxy::repeating(&running).builder().format(format);
            let mut wiki = builder.prove_by_login(captcha).build().unwrap();
            let mut creation = wiki.create(zoe());
            let mut step = creation.step();
            while let Ok(Step::Ask(ask)) = &step {
                if running.account("Zoe").is_some() {
                    assert_eq!(ask.account_exists, None, "{name}: {ask:?}");
                }
                step = creation.answer(with("captcha", "Paris"));
            }
            assert_created(&running, step, name);
        }
    }
}

/// The form is shown again to the new user, whom the first delivery has logged in.
#[test]
fn a_form_that_is_shown_to_the_new_user() {
    for (name, wiki) in [
        ("1.18", release("1.18")),
        ("1.23", release("1.23").setting(Setting::NoApi)),
        ("1.26", release("1.26").setting(Setting::Disabled)),
    ] {
        let running = start(wiki.captcha(Captcha::Questy));
        let mut wiki = Proxy::repeating(&running).client();
        let mut creation = wiki.create(zoe());
        creation.step().expect_ask();
        let step = creation.answer(with("captcha", "Paris"));
        assert_created(&running, step, name);
    }
}

/// AuthManager's token outlasts a creation, so that the second delivery finds the name taken. Somebody else may have
/// taken it in the same second; only a login can tell.
#[test]
fn a_name_that_the_first_delivery_took() {
    for name in ["1.27", "1.35", "1.43"] {
        let running = start(release(name));
        let step = Proxy::repeating(&running).client().create(zoe()).step();
        let unknown = step.expect_unknown();
        assert_eq!(unknown.reason, Reason::NameTaken, "{name}");

        let running = start(release(name));
        let builder = Proxy::repeating(&running).builder().prove_by_login(true);
        let step = builder.build().unwrap().create(zoe()).step();
        assert_created(&running, step, name);

        // The form of 1.27 and later keeps a creator's token, too.
        let running = start(release(name).setting(Setting::Disabled));
        let mut wiki = Proxy::repeating(&running).client();
        assert_eq!(
            step_summary(&wiki.log_in(admin()).step()),
            "logged-in:Admin"
        );
        let unknown = wiki.create(zoe()).step().expect_unknown();
        assert_eq!(unknown.reason, Reason::NameTaken, "{name}");
    }
}

/// A name that was taken before is refused in the wiki's own words, after one request more.
#[test]
fn a_name_that_was_taken_before() {
    for name in ["1.28", "1.35", "1.43"] {
        for setting in [None, Some(Setting::PrivateOpen)] {
            let wiki = setting
                .into_iter()
                .fold(release(name), testwiki::Wiki::setting);
            let running = start(wiki);
            let proxy = Proxy::new(&running);
            let requests = Arc::clone(&proxy.requests);
            let mut wiki = proxy.client();
            let refused = wiki
                .create(NewAccount::new("Admin").password("Correct-horse-7"))
                .step()
                .expect_refused();
            assert_eq!(refused.reason, Reason::NameTaken, "{name}");
            assert_eq!(refused.code.as_deref(), Some("userexists"), "{name}");
            assert!(
                refused
                    .message
                    .starts_with("Username entered already in use."),
                "{name}: {refused:?}"
            );
            // 1.28 gives the text of its refusal for another request.
            let least = if name == "1.28" { 4 } else { 3 };
            assert_eq!(requests.load(Ordering::Relaxed), least, "{name}");
        }
    }
}

/// Without an answer to the question who has taken it, the name may be this creation's own.
#[test]
fn a_taken_name_without_an_answer() {
    let running = start(release("1.43"));
    let mut proxy = Proxy::repeating(&running);
    proxy.breaks_checks = true;
    let unknown = proxy.client().create(zoe()).step().expect_unknown();
    assert_eq!(unknown.reason, Reason::NameTaken);
}

/// A session knows the accounts that it has created, although they are as new as its request.
#[test]
fn a_name_that_this_session_has_taken() {
    for name in ["1.28", "1.43"] {
        let running = start(release(name));
        let mut wiki = Proxy::new(&running).client();
        wiki.create(zoe_example()).step().expect_created();
        let refused = wiki.create(zoe_example()).step().expect_refused();
        assert_eq!(refused.reason, Reason::NameTaken, "{name}");
    }
}

/// The sign-up form logs the new user in, in the session that the cache gives away with its page.
#[test]
fn a_page_of_a_cache_leads_into_no_other_users_session() {
    for name in ["1.18", "1.20"] {
        let running = start(release(name));
        let mut proxy = Proxy::new(&running);
        proxy.caches = true;
        let mut wiki = proxy.client();
        wiki.create(zoe()).step().expect_created();
        let step = wiki
            .create(NewAccount::new("Max").password("Correct-horse-7"))
            .step();
        let made = running.account("Max");
        assert!(
            made.as_ref().is_none_or(|made| made.creator.is_none()),
            "{name}: {made:?} {step:?}"
        );
        if !step_summary(&step).starts_with("created") {
            assert!(made.is_none(), "{name}: {step:?}");
        }
    }
}

/// 1.21 and 1.22 do not know `assert`. A token that a visitor was given after the login was lost must not be used by
/// any later creation of the session.
#[test]
fn no_visitor_creates_what_a_creator_was_to_create() {
    for name in ["1.21", "1.22"] {
        let running = start(release(name));
        let mut wiki = Proxy::new(&running).client();
        assert_eq!(
            step_summary(&wiki.log_in(admin()).step()),
            "logged-in:Admin"
        );
        running.forget_sessions();
        for _ in 0..3 {
            let step = wiki.create(zoe()).step();
            assert_eq!(step_summary(&step), "error:session-lost", "{name}");
        }
        assert_eq!(running.accounts().len(), 1, "{name}");
    }
}
