//! The table of evidence in `docs/existence.md`, row by row: what the wiki is asked after an unclear response, what
//! it answers, and what that proves.

use std::{
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use mwaccount::{
    Dialect, NewAccount, Wiki,
    http::{Effect, Reply, Request},
    transport::{Limits, Transport},
};
use serde_json::{Value, json};
use support::{
    scripted_transport::{
        NOW, ScriptedTransport, answer, body, captcha, createaccount, error, fail, further,
        missing, offer, password, registered_now, response, users,
    },
    sign_up_page::{API, page, page_of, sign_up},
    steps::step_summary,
};

const LEGACY: Dialect = Dialect::LegacyApi;
const AUTH_MANAGER: Dialect = Dialect::AuthManager;
const FORM: Dialect = Dialect::WebForm;

/// Returns the requests of a creation until its response is unclear, and the wiki is done with it.
fn unclear(dialect: Dialect) -> Vec<Reply> {
    let crash = response(500, &[], "");
    match dialect {
        Dialect::LegacyApi => vec![need_token("t"), crash],
        Dialect::AuthManager => {
            let email = further(json!({"email": {"type": "string", "optional": true}}));
            vec![offer(&[password(), email], "t"), crash]
        }
        _ => vec![body(sign_up()), crash],
    }
}

fn need_token(token: &str) -> Reply {
    createaccount(json!({"result": "NeedToken", "token": token}))
}

fn registered(at: Value) -> Reply {
    users(json!({"userid": 7, "name": "Zoe", "registration": at}))
}

fn user_list(viewer: Option<&str>, listed: &str) -> Reply {
    let input = "<form><input name=username value=Zoe></form>";
    body(page_of(
        viewer,
        &format!("{input}<ul><li><a>{listed}</a></ul>"),
    ))
}

/// Returns the result if the wiki answers the questions so.
fn settled(dialect: Dialect, answers: Vec<Reply>, prove_by_login: bool) -> String {
    let replies = unclear(dialect).into_iter().chain(answers);
    let (script, _) = ScriptedTransport::new(replies);
    let wiki = Wiki::builder(API).dialect(dialect).transport(script);
    let mut wiki = wiki.prove_by_login(prove_by_login).build().unwrap();
    step_summary(&wiki.create(zoe()).step())
}

fn zoe() -> NewAccount {
    NewAccount::new("Zoe").password("first password")
}

#[test]
fn every_answer_proves_what_the_table_says() {
    let denied = || error("readapidenied");
    let used = || need_token("t2");
    let other_page = || body(page("Log in first."));
    let login_of_a_proxy = || {
        body(
            "<html><title>Sign in</title><form><input name=username><input name=password></form></html>",
        )
    };
    let new_session = || {
        let cookie = [("Set-Cookie", "wiki_session=2; path=/")];
        response(
            200,
            &cookie,
            r#"{"createaccount":{"result":"NeedToken","token":"t2"}}"#,
        )
    };
    let form_user = |name: &str| {
        answer(&json!({"query": {
            "users": [{"name": "Zoe", "registration": "2026-11-22T05:20:00Z"}],
            "userinfo": {"id": 7, "name": name},
            "general": {"time": NOW},
        }}))
    };
    let no_time = || answer(&json!({"query": {"users": [{"name": "Zoe", "registration": NOW}]}}));
    for (dialect, answers, expected) in [
        // The used token.
        (LEGACY, vec![error("noname")], "refused:busy"),
        (LEGACY, vec![error("invaliduser")], "refused:busy"),
        (
            LEGACY,
            vec![used(), registered_now("Zoe")],
            "created+answer-lost",
        ),
        (LEGACY, vec![used(), denied()], "unknown:busy"),
        (LEGACY, vec![used(), body("<html>")], "unknown:busy"),
        (LEGACY, vec![used(), no_time()], "unknown:busy"),
        (
            LEGACY,
            vec![used(), registered(json!("2026-11-22T05:29:00Z"))],
            "unknown:busy",
        ),
        (
            LEGACY,
            vec![used(), registered(json!("2011-01-01T00:00:00Z"))],
            "refused:name-taken",
        ),
        (LEGACY, vec![used(), missing("Zoe")], "refused:busy"),
        (LEGACY, vec![new_session(), denied()], "unknown:busy"),
        (LEGACY, vec![error("readonly"), denied()], "unknown:busy"),
        (
            LEGACY,
            vec![error("unknownerror"), registered_now("Zoe")],
            "created+answer-lost",
        ),
        // The users.
        (AUTH_MANAGER, vec![missing("Zoe")], "refused:busy"),
        (
            AUTH_MANAGER,
            vec![users(json!({"name": "Zoe", "invalid": true}))],
            "refused:busy",
        ),
        (
            AUTH_MANAGER,
            vec![registered_now("Zoe")],
            "created+answer-lost",
        ),
        (
            AUTH_MANAGER,
            vec![registered(json!("2026-11-22T05:20:00Z"))],
            "unknown:busy",
        ),
        (
            AUTH_MANAGER,
            vec![registered(json!("2026-11-20T05:20:00Z"))],
            "refused:name-taken",
        ),
        (
            AUTH_MANAGER,
            vec![registered(Value::Null)],
            "refused:name-taken",
        ),
        (
            AUTH_MANAGER,
            vec![users(json!({"name": "Zoe"}))],
            "unknown:busy",
        ),
        (AUTH_MANAGER, vec![no_time()], "unknown:busy"),
        // The dry run.
        (
            AUTH_MANAGER,
            vec![denied(), fail("userexists")],
            "unknown:busy",
        ),
        (
            AUTH_MANAGER,
            vec![denied(), fail("invalidemailaddress")],
            "refused:busy",
        ),
        (AUTH_MANAGER, vec![denied(), fail("noname")], "refused:busy"),
        (
            AUTH_MANAGER,
            vec![denied(), fail("blocked")],
            "unknown:busy",
        ),
        (
            AUTH_MANAGER,
            vec![body(r#"{"error":{"code":1}}"#), body("")],
            "unknown:busy",
        ),
        // The form.
        (FORM, vec![form_user("Zoe")], "created+answer-lost"),
        (FORM, vec![form_user("127.0.0.1")], "unknown:busy"),
        (FORM, vec![registered_now("Zoe")], "created+answer-lost"),
        (FORM, vec![missing("Zoe")], "refused:busy"),
        (
            FORM,
            vec![denied(), user_list(Some("Zoe"), "Max")],
            "created+answer-lost",
        ),
        (FORM, vec![denied(), user_list(None, "Zoe")], "unknown:busy"),
        (
            FORM,
            vec![denied(), user_list(None, "Zoe2")],
            "refused:busy",
        ),
        (FORM, vec![denied(), other_page()], "unknown:busy"),
        (FORM, vec![denied(), login_of_a_proxy()], "unknown:busy"),
    ] {
        let asked = format!("{dialect:?} {answers:?}");
        assert_eq!(settled(dialect, answers, false), expected, "{asked}");
    }
}

/// A server in front of the wiki may answer while the wiki is still working on the request.
#[test]
fn a_page_of_another_server_does_not_end_the_request() {
    let busy = "<html><title>The site is busy</title></html>";
    for (dialect, status) in [(AUTH_MANAGER, 503), (AUTH_MANAGER, 200), (FORM, 503)] {
        let mut replies = unclear(dialect);
        replies.pop();
        replies.extend([
            response(status, &[], busy),
            missing("Zoe"),
            registered_now("Zoe"),
        ]);
        let (script, _) = ScriptedTransport::new(replies);
        let wiki = Wiki::builder(API).dialect(dialect).transport(script);
        let step = wiki.build().unwrap().create(zoe()).step();
        assert_eq!(
            step_summary(&step),
            "created+answer-lost",
            "{dialect:?} {status}"
        );
    }
}

/// The code of an error is a text only on 1.22, which marks it with its header.
#[test]
fn a_text_as_code_is_a_refusal_only_of_mediawiki() {
    let text = "Upstream request timeout";
    let said = format!(r#"{{"error":{{"code":"{text}","info":"Too late"}}}}"#);
    let header = [("MediaWiki-API-Error", text)];
    for (headers, more, expected) in [
        (
            &header[..],
            vec![
                answer(&json!({"query": {"allmessages": []}})),
                body(page("No form.")),
            ],
            "refused:refused-by-extension",
        ),
        (
            &[],
            vec![need_token("t2"), registered_now("Zoe")],
            "created+Upstream request timeout",
        ),
    ] {
        let mut replies = vec![need_token("t"), response(200, headers, said.clone())];
        replies.extend(more);
        let (script, _) = ScriptedTransport::new(replies);
        let wiki = Wiki::builder(API).dialect(LEGACY).transport(script);
        let step = wiki.build().unwrap().create(zoe()).step();
        assert_eq!(step_summary(&step), expected);
    }
}

/// Returns the offer of a login through AuthManager.
fn login_offer(captcha: Option<Value>) -> Reply {
    let mut requests = vec![
        json!({"id": "Password", "required": "primary-required", "metadata": {}, "fields": {
            "username": {"type": "string"}, "password": {"type": "password"},
        }}),
    ];
    requests.extend(captcha);
    answer(&json!({"query": {
        "authmanagerinfo": {"requests": requests}, "tokens": {"logintoken": "l"},
    }}))
}

/// Returns the replies to a login through AuthManager.
fn client_login(result: Value) -> Vec<Reply> {
    vec![login_offer(None), answer(&json!({"clientlogin": result}))]
}

/// Returns the replies to `action=login`.
fn login(result: &str) -> Vec<Reply> {
    let answer_of = |result: &str| answer(&json!({"login": {"result": result, "token": "l"}}));
    vec![answer_of("NeedToken"), answer_of(result)]
}

/// Returns the replies to `action=login` with the result `WrongPass`, and the login form afterwards.
fn wrong_pass(form: &str) -> Vec<Reply> {
    let form = body(page(&format!("<form name=userlogin>{form}</form>")));
    [login("WrongPass"), vec![form]].concat()
}

#[test]
fn a_login_proves_whose_account_it_is() {
    let pass = || client_login(json!({"status": "PASS", "username": "Zoe"}));
    // After a wrong password the wiki is asked whether it wants a captcha now.
    let wrong_with = |captcha: Option<Value>| {
        let fail = json!({"status": "FAIL", "message": "No.", "messagecode": "wrongpassword"});
        [client_login(fail), vec![login_offer(captcha)]].concat()
    };
    let wrong = || wrong_with(None);
    let throttled = || {
        client_login(json!({
            "status": "FAIL", "message": "Wait 5 minutes.", "messagecode": "login-throttled",
        }))
    };
    let denied = || error("readapidenied");
    let earlier = || registered(json!("2026-11-22T05:20:00Z"));
    for (dialect, found, login, expected) in [
        (
            AUTH_MANAGER,
            vec![registered_now("Zoe")],
            pass(),
            "created+answer-lost",
        ),
        (
            AUTH_MANAGER,
            vec![registered_now("Zoe")],
            wrong(),
            "refused:name-taken",
        ),
        (
            AUTH_MANAGER,
            vec![registered_now("Zoe")],
            throttled(),
            "unknown:busy",
        ),
        // ConfirmEdit refuses every password without the captcha that it asks for.
        (
            AUTH_MANAGER,
            vec![registered_now("Zoe")],
            wrong_with(Some(captcha("1"))),
            "unknown:busy",
        ),
        (AUTH_MANAGER, vec![earlier()], pass(), "created+answer-lost"),
        (AUTH_MANAGER, vec![earlier()], wrong(), "refused:name-taken"),
        (
            AUTH_MANAGER,
            vec![denied(), fail("userexists")],
            pass(),
            "created+answer-lost",
        ),
        (
            AUTH_MANAGER,
            vec![denied(), fail("userexists")],
            wrong(),
            "refused:name-taken",
        ),
        (
            AUTH_MANAGER,
            vec![denied(), fail("blocked")],
            pass(),
            "created+answer-lost",
        ),
        (
            AUTH_MANAGER,
            vec![denied(), fail("blocked")],
            wrong(),
            "unknown:busy",
        ),
        (AUTH_MANAGER, vec![missing("Zoe")], vec![], "refused:busy"),
        (
            LEGACY,
            vec![need_token("t2"), denied()],
            login("Success"),
            "created+answer-lost",
        ),
        (
            LEGACY,
            vec![need_token("t2"), denied()],
            wrong_pass("<input name=wpName>"),
            "unknown:busy",
        ),
        (
            LEGACY,
            vec![need_token("t2"), registered_now("Zoe")],
            wrong_pass("<input name=wpName>"),
            "refused:name-taken",
        ),
        // ConfirmEdit refuses every password without the captcha that its form shows.
        (
            LEGACY,
            vec![need_token("t2"), registered_now("Zoe")],
            wrong_pass("<input name=wpCaptchaWord>"),
            "unknown:busy",
        ),
        (
            LEGACY,
            vec![need_token("t2"), registered_now("Zoe")],
            [login("WrongPass"), vec![body("<html>")]].concat(),
            "unknown:busy",
        ),
        (
            LEGACY,
            vec![need_token("t2"), registered_now("Zoe")],
            login("Throttled"),
            "unknown:busy",
        ),
    ] {
        let asked = format!("{dialect:?} {found:?} {login:?}");
        let answers = found.into_iter().chain(login).collect();
        assert_eq!(settled(dialect, answers, true), expected, "{asked}");
    }
}

/// A transport that records the cookies it is given.
struct CookieRecorder {
    script: ScriptedTransport,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Transport for CookieRecorder {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        let mut headers = request.headers.iter();
        let cookies = headers.find_map(|(name, value)| (*name == "Cookie").then(|| value.expose()));
        let cookies = cookies.unwrap_or_default().to_owned();
        self.sent.lock().unwrap().push(cookies);
        self.script.send(request, limits)
    }
}

/// The login is one of another user: its cookies do not reach the creation's session, nor those of the session the
/// login.
#[test]
fn a_login_that_proves_has_a_session_of_its_own() {
    let cookie = |name: &str, reply: Reply| match reply {
        Reply::Got(mut response) => {
            let set = ("Set-Cookie".to_owned(), format!("{name}=1; path=/"));
            response.headers.push(set);
            Reply::Got(response)
        }
        lost => lost,
    };
    let login = client_login(json!({"status": "PASS", "username": "Zoe"}));
    let replies = [
        cookie("own", offer(&[password()], "t")),
        response(500, &[], ""),
        registered_now("Zoe"),
    ];
    let login = login.into_iter().map(|reply| cookie("proof", reply));
    let (script, _) = ScriptedTransport::new(replies.into_iter().chain(login));
    let sent = Arc::default();
    let recorder = CookieRecorder {
        script,
        sent: Arc::clone(&sent),
    };
    let builder = Wiki::builder(API).prove_by_login(true);
    let mut wiki = builder.transport(recorder).build().unwrap();
    assert_eq!(
        step_summary(&wiki.create(zoe()).step()),
        "created+answer-lost"
    );
    assert_eq!(wiki.session().creator(), None);
    assert_eq!(*sent.lock().unwrap(), ["", "own=1", "own=1", "", "proof=1"]);
}

/// The caller does not know a password that the wiki mails.
#[test]
fn a_mailed_password_cannot_prove() {
    let mut mail = further(json!({
        "username": {"type": "string"},
        "mailpassword": {"type": "checkbox"},
        "email": {"type": "string"},
    }));
    mail["required"] = "primary-required".into();
    let replies = [
        offer(&[mail], "t"),
        response(500, &[], ""),
        registered_now("Zoe"),
    ];
    let (script, _) = ScriptedTransport::new(replies);
    let builder = Wiki::builder(API).prove_by_login(true);
    let mut wiki = builder.transport(script).build().unwrap();
    let account = NewAccount::new("Zoe")
        .email("zoe@example.org")
        .mail_password();
    let step = wiki.create(account).step();
    assert_eq!(step_summary(&step), "created+answer-lost");
}

/// A wiki that changes a name has no account by the asked one, but an unused token has created none at all.
#[test]
fn a_changed_name_is_not_looked_for() {
    for (answers, expected) in [
        (vec![error("noname")], "refused:busy"),
        (vec![need_token("t2"), missing("Zoe#1")], "unknown:busy"),
    ] {
        let replies = unclear(LEGACY).into_iter().chain(answers);
        let (script, _) = ScriptedTransport::new(replies);
        let wiki = Wiki::builder(API).dialect(LEGACY).transport(script);
        let account = NewAccount::new("Zoe#1").password("first password");
        let step = wiki
            .build()
            .unwrap()
            .create(account.allow_altered_name())
            .step();
        assert_eq!(step_summary(&step), expected);
    }
}

/// A transport that takes a second to connect for the request that creates.
struct SlowConnection {
    script: ScriptedTransport,
    sent_at: Option<Instant>,
}

impl Transport for SlowConnection {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        if request.effect == Effect::MayCreate {
            thread::sleep(Duration::from_millis(1100));
        }
        self.sent_at = Some(Instant::now());
        self.script.send(request, limits)
    }

    fn sent_at(&self) -> Option<Instant> {
        self.sent_at
    }
}

/// Somebody else registers the name while the connection for the request is being made.
#[test]
fn an_account_of_before_the_first_byte_is_not_claimed() {
    let registered = json!({"userid": 7, "name": "Zoe", "registration": "2026-11-22T05:29:43Z"});
    let found = (44..48).map(|second| {
        let time = format!("2026-11-22T05:29:{second}Z");
        answer(&json!({"curtimestamp": time, "query": {"users": [registered]}}))
    });
    let (script, _) = ScriptedTransport::new(unclear(AUTH_MANAGER).into_iter().chain(found));
    let transport = SlowConnection {
        script,
        sent_at: None,
    };
    let wiki = Wiki::builder(API).transport(transport);
    let step = wiki.build().unwrap().create(zoe()).step();
    assert_eq!(step_summary(&step), "unknown:busy");
}

/// A server in front of the wiki may send a request twice: the second one finds the token used.
#[test]
fn a_rejected_token_is_settled() {
    for (found, expected) in [
        (registered_now("Zoe"), "created+answer-lost"),
        (missing("Zoe"), "refused:session-lost"),
    ] {
        let replies = [need_token("t"), need_token("t2"), found];
        let (script, _) = ScriptedTransport::new(replies);
        let wiki = Wiki::builder(API).dialect(LEGACY).transport(script);
        let step = wiki.build().unwrap().create(zoe()).step();
        assert_eq!(step_summary(&step), expected);
    }
}
