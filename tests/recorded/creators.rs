//! Recordings of creators who log in first, replayed through the flows without a socket: they create accounts,
//! they are refused, and they lose their login without creating anything.

use mwaccount::{Credentials, Format, Step, Wiki, WikiBuilder};
use serde_json::json;
use support::{
    recording_adapters::{
        LOST_ASSERTED, by_creator, detecting, logins_and_rest, supports_assert, who_am_i,
        with_createrequests,
    },
    replay_client::{API, ReplayClient, replay},
    transcript::{Exchange, Replay, Transcript},
};

use crate::{FORMATS, LEGACY, MODERN};

const LOST: [&str; 2] = ["creator-login-lost", LOST_ASSERTED];

#[test]
fn creators_of_old_wikis_create() {
    let mut played = 0;
    for release in LEGACY {
        for scenario in [
            "by-logged-in-creator",
            "by-logged-in-creator-mailpassword",
            "captcha-skipped-by-creator",
            "private-by-logged-in-creator",
        ] {
            // The recording of 1.26.4 lacks this scenario.
            if (release, scenario) == ("1.26.4", "private-by-logged-in-creator") {
                continue;
            }
            for (name, format) in FORMATS {
                let recorded = Transcript::read(release, scenario, name);
                let steps = replay(&by_creator(&recorded), &[], |wiki| wiki.format(format));
                assert_eq!(steps, "logged-in created", "{release} {scenario} {name}");
                played += 1;
            }
        }
    }
    assert_eq!(played, (5 * 4 - 1) * 2);
}

#[test]
fn creators_of_modern_wikis_create() {
    for release in MODERN {
        for scenario in [
            "by-clientlogin-creator",
            "by-login-creator",
            "by-creator-mailpassword-all-fields",
            "captcha-skipped-by-creator",
            "private-by-creator",
        ] {
            let recorded = Transcript::read(release, scenario, "json-fv2");
            let steps = replay(&by_creator(&recorded), &[], |wiki| wiki);
            assert_eq!(steps, "logged-in created", "{release} {scenario}");
        }
    }
}

/// The recorded client sent no real name, so AuthManager dropped the email address. The library sends the
/// request that was recorded as successful, for the same account.
#[test]
fn an_address_for_a_mailed_password_is_not_dropped() {
    for release in MODERN {
        let recorded = Transcript::read(release, "by-creator-mailpassword", "json-fv2");
        let sent = recorded.attempts()[0];
        let good = Transcript::read(release, "by-creator-mailpassword-all-fields", "json-fv2");
        let named = good.attempts()[0]["username"].clone();
        let good = by_creator(&good).exchanges.pop().unwrap();
        let good = good
            .asking("username", &sent["username"])
            .asking("createtoken", &sent["createtoken"]);
        let body = good.body().replace(&named, &sent["username"]);
        let dropped = by_creator(&recorded);
        let refused = dropped.exchanges.last().unwrap();
        assert!(refused.body().contains("provide a valid email address"));
        // The refusal comes last: the library would receive it only if it sent that request.
        let mut exchanges = dropped.exchanges.clone();
        exchanges.push(good.answered(body));
        let (steps, _) = once(&recorded.of(exchanges), Format::Json);
        assert_eq!(steps, "logged-in created", "{release}");
    }
}

/// Replays the recorded client's first creation, and returns its result and requests.
fn once(tape: &Transcript, format: Format) -> (String, Vec<String>) {
    let (replay, played) = Replay::new(tape, &[]);
    let wiki = Wiki::builder(API).format(format).transport(replay).build();
    let steps = ReplayClient::of(tape).once().run(&mut wiki.unwrap());
    let asked = played.lock().unwrap().asked.clone();
    (steps, asked)
}

/// The moment at which a login is lost, and the wiki's responses from then on.
type Loss = (&'static str, Vec<Exchange>);

/// Exchanges recorded after a login was lost, with and without `assert=user`.
struct Recordings {
    /// The login, as the library does it.
    logins: Vec<Exchange>,
    /// The detecting request while the login is valid.
    detection: Exchange,
    /// Requests of the creation with `assert=user`, and their responses.
    asserted: Vec<Exchange>,
    /// The same without it. They create an account without a creator, which the library would report as
    /// `created`.
    anonymous: Vec<Exchange>,
}

impl Recordings {
    fn read(release: &str, scenario: &str, format: &str) -> (Transcript, Self) {
        let recorded = Transcript::read(release, scenario, format);
        let wish = recorded.first_form().unwrap();
        let field = ["name", "username"]
            .into_iter()
            .find(|f| wish.contains_key(*f));
        let name = &wish[field.unwrap()];
        let read = |scenario| {
            let twin = Transcript::read(release, scenario, format);
            logins_and_rest(&twin.with(field.unwrap(), name)).1
        };
        let (logins, rest) = logins_and_rest(&recorded);
        let offer = rest
            .iter()
            .find(|e| e.request.get("amirequestsfor").is_some());
        let detection = offer.cloned().unwrap_or_else(|| detecting(&recorded));
        let about = |exchanges: Vec<Exchange>| exchanges.into_iter().skip_while(|e| !e.creates());
        let recordings = Self {
            logins,
            detection: detection.asking("assert", "user"),
            asserted: about(read(LOST_ASSERTED)).collect(),
            anonymous: about(read("creator-login-lost")).collect(),
        };
        (recorded, recordings)
    }

    /// Returns the response after the login is gone. `assertuserfailed` is the same for every request
    /// (`ApiMain::checkAsserts`), so this also answers the detecting request.
    fn failed(&self) -> &Exchange {
        let failed = self.asserted.last().unwrap();
        assert!(failed.body().contains("assertuserfailed"));
        failed
    }

    /// Returns a recording that begins like the library: with the login and the detecting request.
    fn tape(&self, then: &[Exchange]) -> Vec<Exchange> {
        let begun = self.logins.iter().chain(then);
        begun.chain(&self.anonymous).cloned().collect()
    }

    /// The login has ruled AuthManager out, so it is not detected again.
    fn legacy(&self, release: &str) -> Vec<Loss> {
        if !supports_assert(release) {
            // The whole recording: a token, and an account without a creator. Between the two the library asks
            // for the current user.
            let mut then = vec![who_am_i(release, false)];
            then.extend(self.asserted.iter().cloned());
            return vec![("before the token", self.tape(&then))];
        }
        let failed = self.failed();
        // The token as it was issued without `assert`, while the login was valid.
        let [token, creation] =
            [0, 1].map(|at| self.anonymous[at].clone().asking("assert", "user"));
        let failed_creation = creation.answered(failed.body());
        vec![
            ("before the token", self.tape(std::slice::from_ref(failed))),
            ("before the creation", self.tape(&[token, failed_creation])),
        ]
    }

    fn modern(&self) -> Vec<Loss> {
        let detection = self.detection.clone();
        let failed = self.failed();
        let failed_detection = detection.clone().in_any_session().answered(failed.body());
        // The refused token is the one of the detecting request.
        let token = detection.json()["query"]["tokens"]["createaccounttoken"].clone();
        let creation = self.asserted[0].clone();
        let creation = creation.asking("createtoken", token.as_str().unwrap());
        let bad_token = with_createrequests(creation, std::slice::from_ref(&detection));
        assert!(bad_token.body().contains("badtoken"));
        let failed_creation = bad_token.clone().answered(failed.body());
        vec![
            (
                "before the detection",
                self.tape(std::slice::from_ref(&failed_detection)),
            ),
            (
                "before the creation",
                self.tape(&[detection.clone(), failed_creation]),
            ),
            // As recorded, except that the library sends `assert` in the second detecting request.
            (
                "with the token",
                self.tape(&[detection, bad_token, failed_detection]),
            ),
        ]
    }
}

/// Replays a loss, and asserts that it ends the creation and that no request of the creation lacked
/// `assert=user`.
fn lose(recorded: &Transcript, (moment, tape): Loss, format: Format) {
    let label = format!(
        "{} {} {} {moment}",
        recorded.mediawiki, recorded.scenario, recorded.format
    );
    // The recorded client lost its cookies on the way, so its cookies are not compared.
    let mut tape = recorded.of(tape);
    for exchange in tape.exchanges.iter_mut().filter(|e| e.creates()) {
        exchange.request.cookies_sent.clear();
    }
    let (steps, asked) = once(&tape, format);
    assert_eq!(steps, "logged-in error:session-lost", "{label}");
    let mut creating = asked.iter().filter(|a| a.contains("\"createaccount\","));
    assert!(
        creating.all(|asked| asked.contains("\"assert\": \"user\"")),
        "{label}"
    );
}

#[test]
fn a_lost_login_makes_no_anonymous_account_on_old_wikis() {
    let mut played = 0;
    for release in LEGACY {
        for scenario in LOST {
            for (name, format) in FORMATS {
                let (recorded, recordings) = Recordings::read(release, scenario, name);
                for loss in recordings.legacy(release) {
                    lose(&recorded, loss, format);
                    played += 1;
                }
            }
        }
    }
    assert_eq!(played, 2 * 2 * (2 + 3 * 2));
}

#[test]
fn a_lost_login_makes_no_anonymous_account_on_modern_wikis() {
    for release in MODERN {
        for scenario in LOST {
            let (recorded, recordings) = Recordings::read(release, scenario, "json-fv2");
            for loss in recordings.modern() {
                lose(&recorded, loss, Format::Json);
            }
        }
    }
}

/// Returns the same recording with the page that the library requests after a wrong password: the login form,
/// without a captcha. It was not recorded here.
fn with_login_page(transcript: &Transcript) -> Transcript {
    let mut exchanges = transcript.exchanges.clone();
    let mut page = exchanges.last().unwrap().clone();
    page.request.method = "GET".to_owned();
    page.request.form = None;
    page.request.query = Some(
        [("title", "Special:UserLogin"), ("type", "login")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
    );
    let form = "<form name=\"userlogin\"><input name=\"wpName\"/></form>";
    let script = "<script>wgUserName=null;</script>";
    exchanges.push(page.answered(format!("<html><body>{script}{form}</body></html>")));
    transcript.of(exchanges)
}

/// Returns the same recording with the second offer that the library requests after a wrong password. It has no
/// captcha, as the first.
fn with_second_offer(transcript: &Transcript) -> Transcript {
    let mut exchanges = transcript.exchanges.clone();
    let offer = transcript.exchange("amirequestsfor", "login").clone();
    exchanges.push(offer.in_any_session());
    transcript.of(exchanges)
}

/// Returns the result of a login that a wiki refuses.
fn refusal(transcript: &Transcript, setup: impl Fn(WikiBuilder) -> WikiBuilder) -> String {
    let form = transcript.login().unwrap();
    let get = |names: [&str; 2]| names.iter().find_map(|name| form.get(*name)).unwrap();
    let credentials = Credentials::password(
        get(["lgname", "username"]),
        get(["lgpassword", "password"]).as_str(),
    );
    let (replay, _) = Replay::new(transcript, &[]);
    let mut wiki = setup(Wiki::builder(API)).transport(replay).build().unwrap();
    let refused = match wiki.log_in(credentials).step() {
        Ok(Step::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    };
    assert_eq!(wiki.session().creator(), None);
    let code = refused.code.as_deref().unwrap_or_default();
    format!("{}:{code} {}", refused.reason, refused.message)
}

#[test]
fn wrong_passwords_and_unknown_users_are_refused_on_old_wikis() {
    for release in LEGACY {
        for (scenario, code) in [
            ("login-wrong-password", "WrongPass"),
            ("login-no-such-user", "NotExists"),
        ] {
            for (name, format) in FORMATS {
                let recorded = by_creator(&Transcript::read(release, scenario, name));
                let recorded = match code {
                    "WrongPass" => with_login_page(&recorded),
                    _ => recorded,
                };
                let refused = refusal(&recorded, |wiki| wiki.format(format));
                assert_eq!(
                    refused,
                    format!("login-failed:{code} the wiki does not let this user log in ({code})"),
                    "{release} {scenario} {name}"
                );
            }
        }
    }
}

#[test]
fn wrong_passwords_are_refused_on_modern_wikis() {
    let text = "Incorrect password entered.\nPlease try again.";
    for release in MODERN {
        let clientlogin = Transcript::read(release, "clientlogin-wrong-password", "json-fv2");
        let recorded = with_second_offer(&by_creator(&clientlogin));
        // The name of a bot password may be an account's, for which clientlogin is tried.
        let bot = by_creator(&Transcript::read(
            release,
            "login-wrong-password",
            "json-fv2",
        ));
        let name = bot.login().unwrap()["lgname"].clone();
        let password = bot.login().unwrap()["lgpassword"].clone();
        let then = recorded.exchanges.iter().cloned().map(|exchange| {
            let exchange = exchange.in_any_session();
            match exchange.request.get("username") {
                Some(_) => exchange
                    .asking("username", &name)
                    .asking("password", &password),
                None => exchange,
            }
        });
        let bot = bot.of(bot.exchanges.iter().cloned().chain(then).collect());
        let refused = refusal(&bot, |wiki| wiki);
        assert_eq!(refused, format!("login-failed:Failed {text}"), "{release}");

        assert_eq!(
            refusal(&recorded, |wiki| wiki),
            format!("login-failed: {text}"),
            "{release}"
        );
        // The library asks for raw messages, which no login recorded: this is the key of the recorded text.
        let mut raw = recorded.clone();
        for exchange in &mut raw.exchanges {
            if exchange.request.get("action") == Some("clientlogin") {
                let mut answer = exchange.json();
                answer["clientlogin"]["message"] = json!({"key": "wrongpassword", "params": []});
                *exchange = exchange.clone().answered(answer);
            }
        }
        assert_eq!(
            refusal(&raw, |wiki| wiki),
            "login-failed:wrongpassword the wiki does not let this user log in (wrongpassword)",
            "{release}"
        );
    }
}
