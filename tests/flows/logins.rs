//! Logins with scripted responses: names of accounts and of bots, pages of the login form, throttles, and the wiki's
//! own redirects.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use mwaccount::{
    Credentials, Dialect, Reason, Wiki,
    http::{Effect, Reply, Request},
    transport::{Exchange, Limits, Transport},
};
use serde_json::{Value, json};
use support::{
    accounts::with,
    scripted_transport::{
        Asked, ScriptedTransport, answer, body, captcha, further, offer, response,
    },
    steps::{ExpectStep, step_summary},
};

const API: &str = "https://wiki.example/api.php";

/// A password as MediaWiki generates them for bots.
const GENERATED: &str = "labbotpassword1234567890abcdefgh";

type Log = Arc<Mutex<Vec<Asked>>>;

fn scripted(replies: impl IntoIterator<Item = Reply>) -> (Wiki, Log) {
    let (transport, log) = ScriptedTransport::new(replies);
    let wiki = Wiki::builder(API).transport(transport).build();
    (wiki.unwrap(), log)
}

/// Returns the value of a field in each request that has it.
fn sent(log: &Log, field: &str) -> Vec<String> {
    let asked = log.lock().unwrap();
    asked
        .iter()
        .filter_map(|asked| asked.get(field).cloned())
        .collect()
}

/// Returns the offer of a login with these further requests.
fn login_offer(more: &[Value]) -> Reply {
    let mut requests = vec![
        json!({"id": "Password", "required": "primary-required", "metadata": {}, "fields": {
            "username": {"type": "string"}, "password": {"type": "password"},
        }}),
    ];
    requests.extend(more.iter().cloned());
    answer(&json!({"query": {
        "authmanagerinfo": {"canauthenticatenow": true, "requests": requests},
        "tokens": {"logintoken": "l+\\"},
    }}))
}

fn client(result: Value) -> Reply {
    answer(&json!({"clientlogin": result}))
}

fn fail(code: &str, message: &str) -> Reply {
    client(json!({"status": "FAIL", "message": message, "messagecode": code}))
}

fn action(result: Value) -> Reply {
    answer(&json!({"login": result}))
}

fn second_factor() -> Reply {
    let field = further(json!({"OATHToken": {"type": "string"}}));
    client(json!({"status": "UI", "message": "Your code, please.", "requests": [field]}))
}

fn login_page(inside: &str) -> Reply {
    body(format!(
        "<html><script>wgUserName=null;</script><form name=userlogin method=post \
         action=/index.php?title=Special:UserLogin>{inside}</form></html>"
    ))
}

/// A name with an `@` is an account's unless the password can be a bot's.
#[test]
fn a_name_with_an_at_is_no_bot_by_that_alone() {
    let (mut wiki, log) = scripted([
        login_offer(&[]),
        second_factor(),
        client(json!({"status": "PASS", "username": "Ops@example.org"})),
    ]);
    let mut login = wiki.log_in(Credentials::password("ops@example.org", "a password"));
    let ask = login.step().expect_ask();
    assert_eq!(ask.message.as_deref(), Some("Your code, please."));
    let step = login.answer(with("OATHToken", "123456"));
    assert_eq!(step_summary(&step), "logged-in:Ops@example.org");
    assert!(sent(&log, "lgname").is_empty());
}

/// With a password that can be a bot's, `clientlogin` follows after `action=login` was refused.
#[test]
fn an_account_may_look_like_a_bot() {
    for refused in [
        json!({"result": "Aborted", "reason": "Authentication requires user interaction."}),
        json!({"result": "Failed", "reason": "Incorrect password entered."}),
    ] {
        let (mut wiki, _) = scripted([
            action(json!({"result": "NeedToken", "token": "l+\\"})),
            action(refused.clone()),
            login_offer(&[]),
            second_factor(),
            client(json!({"status": "PASS", "username": "Ops@example.org"})),
        ]);
        let mut login = wiki.log_in(Credentials::password("ops@example.org", GENERATED));
        login.step().expect_ask();
        let step = login.answer(with("OATHToken", "123456"));
        assert_eq!(
            step_summary(&step),
            "logged-in:Ops@example.org",
            "{refused}"
        );
    }
    // If both refuse, the first refusal tells more about the bot.
    let (mut wiki, _) = scripted([
        action(json!({"result": "NeedToken", "token": "l+\\"})),
        action(json!({"result": "Failed", "reason": "This bot password is locked."})),
        login_offer(&[]),
        fail("wrongpassword", "Incorrect username or password entered."),
        login_offer(&[]),
    ]);
    let step = wiki
        .log_in(Credentials::password("Admin@bot", GENERATED))
        .step();
    assert_eq!(
        step.expect_refused().message,
        "This bot password is locked."
    );
}

/// Up to 1.26 there is no `clientlogin`, and the login ends.
#[test]
fn an_old_wiki_has_no_other_login() {
    let no_auth_manager = answer(&json!({
        "warnings": {"query": {"*": "Unrecognized value for parameter 'meta': authmanagerinfo"},
                     "main": {"*": "Unrecognized parameter: 'amirequestsfor'"}},
        "query": {},
    }));
    let aborted = || action(json!({"result": "Aborted", "reason": "A hook says no."}));
    let need_token = || action(json!({"result": "NeedToken", "token": "t"}));
    let (mut wiki, _) = scripted([
        need_token(),
        aborted(),
        no_auth_manager,
        need_token(),
        aborted(),
    ]);
    let step = wiki
        .log_in(Credentials::password("ops@example.org", GENERATED))
        .step();
    assert_eq!(step.expect_refused().message, "A hook says no.");
}

/// A `FAIL` may have the requests of the next try; then no other request is needed.
#[test]
fn a_failed_response_may_show_the_captcha() {
    let fail = json!({
        "status": "FAIL", "message": "No.", "messagecode": "wrongpassword",
        "requests": [
            captcha("1"),
            {"id": "Password", "required": "primary-required", "metadata": {}, "fields": {
                "username": {"type": "string"}, "password": {"type": "password"},
            }},
        ],
    });
    let (mut wiki, log) = scripted([
        login_offer(&[]),
        client(fail),
        client(json!({"status": "PASS", "username": "Admin"})),
    ]);
    let mut login = wiki.log_in(Credentials::password("Admin", "secret"));
    assert!(login.step().expect_ask().captcha.is_some());
    let step = login.answer(with("captcha", "2"));
    assert_eq!(step_summary(&step), "logged-in:Admin");
    assert_eq!(sent(&log, "captchaWord"), ["2"]);
}

/// Only refusals that may be for want of a captcha lead to the question whether there is one.
#[test]
fn other_refusals_need_no_further_request() {
    for (code, reason) in [
        ("login-userblocked", Reason::Blocked),
        ("centralauth-login-error-locked", Reason::Blocked),
        ("passwordtooshort", Reason::PasswordWeak),
        ("readonly", Reason::ReadOnly),
    ] {
        let (mut wiki, log) = scripted([login_offer(&[]), fail(code, "No.")]);
        let step = wiki.log_in(Credentials::password("Admin", "secret")).step();
        assert_eq!(step.expect_refused().reason, reason, "{code}");
        assert_eq!(log.lock().unwrap().len(), 2, "{code}");
    }
}

#[test]
fn a_throttled_login_has_its_wait() {
    let german = "Du hast zu oft versucht, dich anzumelden.\nBitte warte 5 Minuten, bis du es erneut probierst.";
    let messages = json!({"query": {"allmessages": [
        {"name": "login-throttled", "*":
            "Du hast zu oft versucht, dich anzumelden.\nBitte warte $1, bis du es erneut probierst."},
        {"name": "duration-minutes", "*": "$1 {{PLURAL:$1|Minute|Minuten}}"},
    ]}});
    for (text, more, seconds) in [
        (
            "You have made too many recent login attempts.\nPlease wait 1 minute before trying again.",
            vec![],
            Some(60),
        ),
        (german, vec![answer(&messages)], Some(300)),
        (german, vec![response(500, &[], "")], None),
    ] {
        let more_requests = more.len();
        let replies = [login_offer(&[]), fail("login-throttled", text)];
        let (mut wiki, log) = scripted(replies.into_iter().chain(more));
        let mut login = wiki.log_in(Credentials::password("Admin", "secret"));
        let refused = login.step().expect_refused();
        assert_eq!(refused.reason, Reason::Throttled);
        assert_eq!(
            refused.retry_after,
            seconds.map(Duration::from_secs),
            "{text}"
        );
        assert_eq!(refused.message, text);
        if seconds.is_some() {
            assert_eq!(log.lock().unwrap().len(), 2 + more_requests);
        }
    }
}

/// A login form of 1.27 and later asks for a second factor, without the API.
#[test]
fn the_login_form_asks_for_a_second_factor() {
    let first = "<input type=hidden name=authAction value=login>\
        <input type=hidden name=wpLoginToken value='t+'><input name=wpName><input name=wpPassword>";
    let step = "<div class=warning>A code was sent to you.</div>\
        <div><label for=mw-input-token>Verification code</label><input id=mw-input-token name=token required=''></div>\
        <button type=submit name=wploginattempt value=x>Continue login</button>\
        <input type=hidden name=authAction value=login-continue><input type=hidden name=wpLoginToken value='t+'>";
    let gone = || response(404, &[], "not here");
    let done = || {
        response(
            302,
            &[
                ("Location", "/index.php/Main_Page"),
                ("Set-Cookie", "wikiUserName=Admin"),
            ],
            "",
        )
    };
    for resumes in [false, true] {
        let mut replies = vec![gone(), login_page(first), login_page(step)];
        if resumes {
            replies.push(login_page(first));
        }
        replies.extend([login_page(step), done()]);
        let (transport, log) = ScriptedTransport::new(replies);
        let shared = Shared(Arc::new(Mutex::new(transport)));
        let mut wiki = Wiki::builder(API)
            .transport(shared.clone())
            .build()
            .unwrap();
        let mut login = wiki.log_in(Credentials::password("Admin", "secret"));
        let ask = login.step().expect_ask();
        assert_eq!(ask.message.as_deref(), Some("A code was sent to you."));
        let names: Vec<&str> = ask.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["token"]);
        assert_eq!(ask.fields[0].label.as_deref(), Some("Verification code"));
        let step = if resumes {
            let text = login.suspend().unwrap();
            let builder = Wiki::resume_builder(text.expose()).transport(shared);
            let (mut wiki, conversation) = builder.build().unwrap();
            let mut login = wiki.attach(conversation);
            login.step().expect_ask();
            login.answer(with("token", "wrong")).expect_ask();
            let step = login.answer(with("token", "28b00d"));
            step_summary(&step)
        } else {
            login.answer(with("token", "wrong")).expect_ask();
            let step = login.answer(with("token", "28b00d"));
            step_summary(&step)
        };
        assert_eq!(step, "logged-in:Admin");
        assert_eq!(sent(&log, "token"), ["wrong", "28b00d"]);
        assert_eq!(
            sent(&log, "authAction"),
            ["login", "login-continue", "login-continue"]
        );
        assert_eq!(sent(&log, "wpPassword"), ["secret"]);
    }
}

/// An error of the server is no wrong password.
#[test]
fn a_broken_login_page_is_not_a_refusal() {
    let broken = || {
        response(
            500,
            &[],
            "<html><meta name=generator content='MediaWiki 1.31.0'><body>\
             <div id=mw-content-text><p>[W0rld] Internal error</p></div></body></html>",
        )
    };
    let form = "<input type=hidden name=wpLoginToken value=t><input name=wpName>";
    for replies in [
        vec![broken(), broken(), broken()],
        vec![login_page(form), broken()],
    ] {
        let gone = response(404, &[], "not here");
        let (mut wiki, _) = scripted([vec![gone], replies].concat());
        let error = wiki
            .log_in(Credentials::password("Admin", "secret"))
            .step()
            .unwrap_err();
        assert_eq!(error.reason, Reason::Busy, "{error:?}");
    }
}

/// A scripted transport that two clients share.
#[derive(Clone)]
struct Shared(Arc<Mutex<ScriptedTransport>>);

impl Transport for Shared {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        self.0.lock().unwrap().send(request, limits)
    }
}

/// Requests, each with its line in a log.
type LoggedRequests = Arc<Mutex<Vec<(Request, String)>>>;

/// A transport that keeps what a log would show of each request.
struct Logged {
    script: ScriptedTransport,
    requests: LoggedRequests,
}

impl Transport for Logged {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        let reply = self.script.send(request, limits);
        let line = Exchange::new(request, &reply, Duration::ZERO).to_string();
        self.requests.lock().unwrap().push((request.clone(), line));
        reply
    }
}

/// Returns a redirect to this address, without fields, as PluggableAuth gives it.
fn redirect(target: &str, fields: Value) -> Value {
    json!({"status": "REDIRECT", "redirecttarget": target, "requests": [further(fields)]})
}

fn to(address: &str) -> Reply {
    response(302, &[("Location", address)], "")
}

const OWN_PAGE: &str = "https://wiki.example/index.php/Special:PluggableAuthLogin";

/// Runs a login that the wiki redirects, with these replies between. Returns the wiki and the requests.
fn redirected(
    first: Value,
    replies: Vec<Reply>,
    return_url: Option<&str>,
) -> (Wiki, LoggedRequests) {
    let begin = vec![login_offer(&[]), client(first)];
    let (script, _) = ScriptedTransport::new([begin, replies].concat());
    let requests = Arc::new(Mutex::new(Vec::new()));
    let transport = Logged {
        script,
        requests: Arc::clone(&requests),
    };
    let mut builder = Wiki::builder(API).transport(transport);
    if let Some(url) = return_url {
        builder = builder.return_url(url);
    }
    (builder.build().unwrap(), requests)
}

fn admin() -> Credentials {
    Credentials::password("Admin", "secret")
}

#[test]
fn a_redirect_to_another_site_is_not_requested() {
    let (mut wiki, requests) = redirected(
        redirect(
            "https://login.example/start",
            json!({"code": {"type": "string"}}),
        ),
        vec![client(json!({"status": "PASS", "username": "Admin"}))],
        None,
    );
    let mut login = wiki.log_in(admin());
    let asked = login.step().expect_redirect();
    assert_eq!(asked.url.as_str(), "https://login.example/start");
    assert_eq!(requests.lock().unwrap().len(), 2);
    // The address has what the wiki asks for, so that nothing else is requested either.
    let step = login.returned("https://wiki.example/index.php/Special:Return?code=c0de");
    assert_eq!(step_summary(&step), "logged-in:Admin");
    assert_eq!(requests.lock().unwrap().len(), 3);
}

#[test]
fn own_pages_lead_to_the_other_site_and_back() {
    for return_url in [None, Some("https://app.example/back")] {
        let back = return_url.unwrap_or(API);
        let mut replies = vec![
            to("/index.php/Special:PluggableAuthLogin?hop=1"),
            to("https://login.example/start?nonce=1"),
            to(back),
        ];
        if return_url.is_none() {
            // The return address is the wiki's own, so that the redirect to it is followed.
            replies.push(body("<html>The help page of the API</html>"));
        }
        replies.push(client(json!({"status": "PASS", "username": "Admin"})));
        let (mut wiki, requests) = redirected(redirect(OWN_PAGE, json!({})), replies, return_url);
        let mut login = wiki.log_in(admin());
        let asked = login.step().expect_redirect();
        assert_eq!(asked.url.as_str(), "https://login.example/start?nonce=1");
        let step = login.returned(&format!("{OWN_PAGE}?code=s3cret&state=1"));
        assert_eq!(step_summary(&step), "logged-in:Admin", "{step:?}");
        for (request, line) in requests.lock().unwrap().iter() {
            assert!(!line.contains("s3cret"), "{line}");
            assert!(!format!("{request:?}").contains("s3cret"), "{request:?}");
            // A one-time code must not be sent twice, so nothing may repeat these.
            let reads = request.url.path() == "/api.php";
            assert!(reads || request.effect == Effect::Login, "{request:?}");
            assert!(request.form.get("password").is_none() || reads);
        }
    }
}

/// If the wiki leads back at once, nobody has to go anywhere.
#[test]
fn own_pages_may_lead_back_at_once() {
    let (mut wiki, _) = redirected(
        redirect(OWN_PAGE, json!({})),
        vec![
            to("https://app.example/back"),
            client(json!({"status": "PASS", "username": "Admin"})),
        ],
        Some("https://app.example/back"),
    );
    let step = wiki.log_in(admin()).step();
    assert_eq!(step_summary(&step), "logged-in:Admin");
}

/// A wiki that leads back at once and redirects again is not followed for ever.
#[test]
fn own_pages_are_not_followed_for_ever() {
    let back = "https://app.example/back";
    let replies: Vec<Reply> = (0..40)
        .flat_map(|_| [to(back), client(redirect(OWN_PAGE, json!({})))])
        .collect();
    let (mut wiki, requests) = redirected(redirect(OWN_PAGE, json!({})), replies, Some(back));
    let mut login = wiki.log_in(admin());
    let count = || requests.lock().unwrap().len();
    let asked = login.step().expect_redirect();
    assert_eq!(asked.url.as_str(), OWN_PAGE);
    let first = count();
    assert_eq!(first, 12);
    // After an answer of the caller they are followed again, and not for ever either.
    login.returned(OWN_PAGE).expect_redirect();
    assert_eq!(count(), first + 10);
}

/// A page of the wiki's own that leads nowhere is given to the caller.
#[test]
fn own_pages_that_lead_nowhere_are_given_to_the_caller() {
    let endless = || to("/index.php/Special:PluggableAuthLogin?again=1");
    for replies in [
        vec![body("<html>Press the button</html>")],
        vec![response(500, &[], "")],
        vec![to("javascript:alert(1)")],
        (0..6).map(|_| endless()).collect(),
    ] {
        let (mut wiki, _) = redirected(redirect(OWN_PAGE, json!({})), replies, None);
        let asked = wiki.log_in(admin()).step().expect_redirect();
        assert_eq!(asked.url.as_str(), OWN_PAGE);
    }
}

/// The error does not call a known status unknown.
#[test]
fn a_redirect_without_a_usable_address_is_an_error() {
    for target in ["javascript:alert(1)", "http://"] {
        let (mut wiki, _) = redirected(redirect(target, json!({})), Vec::new(), None);
        let error = wiki.log_in(admin()).step().unwrap_err();
        assert_eq!(error.reason, Reason::Protocol);
        assert!(error.message.contains("what belongs to the status"));
    }
}

/// The code of a login service is a secret, which is not sent unencrypted.
#[test]
fn a_return_address_is_not_sent_in_the_clear() {
    let api = "http://wiki.example/api.php";
    let page = "http://wiki.example/index.php/Special:PluggableAuthLogin";
    for allowed in [false, true] {
        let button = further(json!({"go": {"type": "button"}}));
        let begin = json!({"query": {
            "authmanagerinfo": {"requests": [button]}, "tokens": {"logintoken": "l"},
        }});
        let (transport, log) = ScriptedTransport::new([
            answer(&begin),
            client(redirect(page, json!({}))),
            to("https://login.example/start"),
            to("https://app.example/back"),
            client(json!({"status": "PASS", "username": "Admin"})),
        ]);
        let builder = Wiki::builder(api)
            .transport(transport)
            .return_url("https://app.example/back")
            .allow_http(allowed);
        let mut wiki = builder.build().unwrap();
        let mut login = wiki.log_in(admin());
        login.step().expect_ask();
        login.answer(with("go", true)).expect_redirect();
        let step = login.returned(&format!("{page}?code=s3cret"));
        if allowed {
            assert_eq!(step_summary(&step), "logged-in:Admin");
        } else {
            assert_eq!(step.unwrap_err().reason, Reason::Insecure);
            assert_eq!(log.lock().unwrap().len(), 3);
        }
    }
}

/// A creation follows the wiki's own redirects, too.
#[test]
fn a_creation_follows_own_pages() {
    let requests = [support::scripted_transport::password()];
    let (transport, _) = ScriptedTransport::new([
        offer(&requests, "t"),
        answer(&json!({"createaccount": redirect(OWN_PAGE, json!({}))})),
        support::scripted_transport::missing("Zoe"),
        to("https://login.example/start"),
        to("https://app.example/back"),
        support::scripted_transport::pass("Zoe"),
    ]);
    let builder = Wiki::builder(API)
        .transport(transport)
        .return_url("https://app.example/back");
    let mut wiki = builder.dialect(Dialect::AuthManager).build().unwrap();
    let mut creation = wiki.create(support::accounts::zoe());
    let asked = creation.step().expect_redirect();
    assert_eq!(asked.url.as_str(), "https://login.example/start");
    assert_eq!(asked.account_exists, Some(false));
    creation
        .returned(&format!("{OWN_PAGE}?code=c0de"))
        .expect_created();
}
