//! How long to wait after a refusal, and the limit that was reached, in every dialect and format.

use std::time::Duration;

use mwaccount::{
    Dialect, Error, Format, NewAccount, RateLimit, Reason, Refused, Step, Wiki, WikiBuilder,
    http::Reply,
};
use support::{
    accounts::zoe,
    in_process::{self, Received},
    transport_requests::direct,
};
use testwiki::{Fault, Release, RunningWiki, Server, Setting, When};

/// A wiki of a release, and how the account is created.
#[derive(Debug, Clone, Copy)]
struct Way {
    release: u16,
    format: Format,
    dialect: Option<Dialect>,
    api_is_off: bool,
}

impl Way {
    /// Returns every way, of releases that differ.
    fn all() -> Vec<Self> {
        let mut ways = Vec::new();
        for release in [16, 19, 21, 22, 23, 26, 27, 28, 29, 31, 35, 39, 43, 46] {
            let json = Self {
                release,
                format: Format::Json,
                dialect: None,
                api_is_off: false,
            };
            let dialect = Some(Dialect::WebForm);
            ways.push(json);
            if (21..27).contains(&release) {
                let format = Format::Xml;
                ways.push(Self { format, ..json });
            }
            ways.push(Self { dialect, ..json });
            if release < 32 {
                let api_is_off = true;
                ways.push(Self { api_is_off, ..json });
            }
        }
        ways
    }

    fn wiki(self) -> testwiki::Wiki {
        let wiki = testwiki::Wiki::of(Release::first(self.release));
        match self.api_is_off {
            true => wiki.setting(Setting::NoApi),
            false => wiki,
        }
    }

    fn client(self, running: &RunningWiki) -> Wiki {
        self.builder(running).build().unwrap()
    }

    fn builder(self, running: &RunningWiki) -> WikiBuilder {
        let mut builder = Wiki::builder(&running.api())
            .transport(direct())
            .format(self.format);
        if let Some(dialect) = self.dialect {
            builder = builder.dialect(dialect);
        }
        builder
    }

    fn uses_form(self) -> bool {
        self.dialect.is_some() || self.api_is_off || self.release < 21
    }
}

fn refusal(way: Way, running: &RunningWiki) -> Refused {
    match way.client(running).create(zoe()).step() {
        Ok(Step::Refused(refused)) => refused,
        step => panic!("{way:?}: {step:?}"),
    }
}

#[test]
fn the_limit_of_new_accounts_has_a_count_and_a_period() {
    let server = Server::start().unwrap();
    for way in Way::all() {
        let running = server.add(way.wiki().throttle(6).throttle_period(7200));
        running.exhaust_throttle();
        let refused = refusal(way, &running);
        assert_eq!(refused.reason, Reason::Throttled, "{way:?}: {refused:?}");
        let code = refused.code.as_deref();
        assert_eq!(code, Some("acct_creation_throttle_hit"), "{way:?}");
        // 1.27 says "in the last day", whatever its settings are.
        let seconds = if way.release < 28 { 86400 } else { 7200 };
        let period = Duration::from_secs(seconds);
        assert_eq!(refused.retry_after, Some(period), "{way:?}");
        let limit = Some(RateLimit { count: 6, period });
        assert_eq!(refused.rate_limit, limit, "{way:?}: {refused:?}");
    }
}

/// Creates an account in process, without waiting. The request with this number gets the fault's answer.
fn create_under(
    running: &RunningWiki,
    wiki: &mut Wiki,
    fault: &Fault,
    nth: usize,
) -> Result<Step, Error> {
    let mut conversation = wiki.create(zoe()).into_conversation();
    let mut number = 0;
    while let Some(request) = wiki.next_request(&mut conversation)? {
        number += 1;
        let response = match number == nth {
            true => running.gateway_answer(fault).unwrap(),
            false => Received::of(request).execute(running, None),
        };
        wiki.feed(
            &mut conversation,
            Reply::Got(in_process::response(response)),
        );
    }
    wiki.step(&mut conversation)
}

/// The header is read wherever a request is refused with it: 429 by a server in front of the wiki, 503 by
/// the wiki's own, which may have acted.
#[test]
fn retry_after_is_kept_at_every_request() {
    for way in Way::all() {
        for status in [429, 503] {
            let fault = Fault::RetryLater(status, 30);
            let mut kept = 0;
            for nth in 1..=6 {
                let running = RunningWiki::without_server(way.wiki());
                let what = format!("{way:?}, {status} at request {nth}");
                let step = create_under(&running, &mut way.client(&running), &fault, nth);
                let (reason, wait) = match step {
                    Ok(Step::Created(_)) => continue,
                    Ok(Step::Refused(refused)) => (refused.reason, refused.retry_after),
                    Err(error) => (error.reason, error.retry_after),
                    step => panic!("{what}: {step:?}"),
                };
                let expected = match status {
                    429 => Reason::Throttled,
                    _ => Reason::Busy,
                };
                assert_eq!(reason, expected, "{what}");
                assert_eq!(wait, Some(Duration::from_secs(30)), "{what}");
                assert!(running.account("Zoe").is_none(), "{what}");
                kept += 1;
            }
            assert!(kept >= 2, "{way:?}, {status}: {kept}");
        }
    }
}

#[test]
fn a_lagging_wiki_says_how_long_to_wait() {
    let server = Server::start().unwrap();
    for way in Way::all().into_iter().filter(|way| !way.uses_form()) {
        let running = server.add(way.wiki());
        running.fault(Fault::MaxLag(7), When::action("createaccount"));
        let refused = refusal(way, &running);
        assert_eq!(refused.reason, Reason::Busy, "{way:?}: {refused:?}");
        assert_eq!(refused.code.as_deref(), Some("maxlag"), "{way:?}");
        let wait = Some(Duration::from_secs(5));
        assert_eq!(refused.retry_after, wait, "{way:?}");
    }
}

/// Begun creations are limited from 1.41 on (`$wgRateLimits`), and the wiki does not say for how long.
#[test]
fn a_limited_rate_is_a_throttle() {
    let server = Server::start().unwrap();
    for way in Way::all().into_iter().filter(|way| way.release >= 41) {
        let running = server.add(way.wiki().creation_rate(1, 60));
        let mut wiki = way.client(&running);
        let first = wiki.create(zoe()).step();
        assert!(matches!(first, Ok(Step::Created(_))), "{way:?}: {first:?}");
        let refused = match wiki
            .create(NewAccount::new("Yan").password("Correct-horse-7"))
            .step()
        {
            Ok(Step::Refused(refused)) => refused,
            step => panic!("{way:?}: {step:?}"),
        };
        assert_eq!(refused.reason, Reason::Throttled, "{way:?}: {refused:?}");
        assert_eq!((refused.retry_after, refused.rate_limit), (None, None));
    }
}

/// Sent only if the caller sets it, and with the creations of the API only. The wiki checks it before anything else.
#[test]
fn a_lag_above_the_accepted_one_creates_nothing() {
    let server = Server::start().unwrap();
    for way in Way::all() {
        let running = server.add(way.wiki().lag(7));
        let create = |maxlag: Option<u32>| {
            let mut builder = way.builder(&running);
            if let Some(seconds) = maxlag {
                builder = builder.maxlag(seconds);
            }
            builder.build().unwrap().create(zoe()).step()
        };
        if !way.uses_form() {
            let refused = match create(Some(5)) {
                Ok(Step::Refused(refused)) => refused,
                step => panic!("{way:?}: {step:?}"),
            };
            assert_eq!(refused.reason, Reason::Busy, "{way:?}: {refused:?}");
            assert_eq!(refused.code.as_deref(), Some("maxlag"), "{way:?}");
            let wait = Some(Duration::from_secs(5));
            assert_eq!(refused.retry_after, wait, "{way:?}");
            assert!(running.account("Zoe").is_none(), "{way:?}");
        }
        // The form has no such parameter.
        let accepted = if way.uses_form() { 5 } else { 7 };
        let step = create(Some(accepted));
        assert!(matches!(step, Ok(Step::Created(_))), "{way:?}: {step:?}");
        let running = server.add(way.wiki().lag(7));
        let step = way.client(&running).create(zoe()).step();
        assert!(matches!(step, Ok(Step::Created(_))), "{way:?}: {step:?}");
    }
}

/// The same creation goes on after the lag, with the token that it has.
#[test]
fn a_creation_goes_on_after_the_lag() {
    let server = Server::start().unwrap();
    for way in Way::all().into_iter().filter(|way| !way.uses_form()) {
        let running = server.add(way.wiki().lag(7));
        let mut wiki = way.builder(&running).maxlag(5).build().unwrap();
        let mut creation = wiki.create(zoe());
        let step = creation.step();
        assert!(matches!(step, Ok(Step::Refused(_))), "{way:?}: {step:?}");
        running.lag(0);
        let before = running.all_requests();
        let step = creation.revise(zoe());
        assert!(matches!(step, Ok(Step::Created(_))), "{way:?}: {step:?}");
        assert_eq!(running.all_requests() - before, 1, "{way:?}");
    }
}
