//! Sign-up forms with scripted responses: no form is sent twice, and the result is reported as exactly as it
//! can be known.

use std::time::{Duration, Instant};

use mwaccount::{
    Answers, Dialect, NewAccount, Reason, Step, Wiki,
    flow::{Conversation, Interaction, Poll},
    http::Reply,
};
use serde_json::json;
use support::{
    accounts::{PASSWORD, admin, zoe},
    scripted_transport::{self as replies, ScriptedTransport, registered_now, response, users},
    sign_up_page::*,
    steps::ExpectStep,
    suspended_text::decoded,
};

/// Secondary providers ask after the account was created.
#[test]
fn an_account_found_after_a_step_is_created() {
    let begin = modern("create", NAME);
    let step = modern("create-continue", "<input name=code required>");
    for (fate, expected) in [
        (replies::lost(), "created Zoe"),
        (html(&begin), "created Zoe"),
        (html(&page("Internal error")), "created Zoe"),
    ] {
        let (mut wiki, _) = scripted([html(&begin), html(&step), fate, registered_now("Zoe")]);
        let mut creation = wiki.create(zoe());
        assert_eq!(summary(&creation.step()), "ask");
        let end = creation.answer(Answers::new().with("code", "123456"));
        assert_eq!(summary(&end), expected, "{end:?}");
    }
}

/// The same after a suspension: another user may have taken the name meanwhile.
#[test]
fn an_account_made_during_a_suspension_may_be_ours() {
    let begin = modern("create", NAME);
    let step = modern("create-continue", "<input name=code required>");
    let (mut wiki, _) = scripted([html(&begin), html(&step)]);
    let mut creation = wiki.create(zoe());
    assert_eq!(summary(&creation.step()), "ask");
    let text = creation.suspend().unwrap();
    let registered = json!({"name": "Zoe", "registration": "2026-11-22T05:29:14Z"});
    let (script, _) = ScriptedTransport::new([html(&begin), replies::lost(), users(registered)]);
    let builder = Wiki::resume_builder(text.expose()).transport(script);
    let (mut wiki, conversation) = builder.build().unwrap();
    let mut creation = wiki.attach(conversation);
    let end = creation.answer(Answers::new().with("code", "123456"));
    assert_eq!(summary(&end), "unknown unreachable", "{end:?}");
}

/// The form may have logged the new user in, who must not create the next account.
#[test]
fn a_session_of_the_new_user_creates_no_further_account() {
    let session = [("Set-Cookie", "wiki_session=1; path=/")];
    let (mut wiki, _) = scripted([
        response(200, &session, sign_up()),
        replies::lost(),
        replies::error("readapidenied"),
        html(&page("Log in first.")),
    ]);
    assert_eq!(summary(&wiki.create(zoe()).step()), "unknown unreachable");
    let mut host = wiki.session().clone();
    let mut next = Conversation::new(Interaction::create(zoe(), &mut host));
    let Poll::Send(request) = next.next(&mut host) else {
        panic!("a request");
    };
    assert!(request.headers.iter().all(|(name, _)| *name != "Cookie"));
}

/// A used-up captcha of the API is not shown for the next account.
#[test]
fn a_captcha_of_the_api_is_used_once() {
    let offer = replies::offer(&[replies::password(), replies::captcha("5")], "t0ken");
    let (script, asked) = ScriptedTransport::new([
        offer,
        replies::error("moduledisabled"),
        response(
            200,
            &[],
            page_of(Some("Admin"), "<p>The account for Zoe is made."),
        ),
        registered_now("Zoe"),
        html(&page_of(
            Some("Admin"),
            &form("", &format!("{NAME}{TOKEN}{CAPTCHA}")),
        )),
    ]);
    let wiki = Wiki::builder(API).transport(LoggedIn::before(script));
    let mut wiki = wiki.build().unwrap();
    wiki.log_in(admin()).step().unwrap();
    let mut creation = wiki.create(zoe());
    assert_eq!(summary(&creation.step()), "ask");
    let end = creation.answer(Answers::new().with("captcha", "10"));
    assert_eq!(summary(&end), "created Zoe");
    let Ok(Step::Ask(ask)) = wiki.create(zoe()).step() else {
        panic!("no ask");
    };
    assert_eq!(ask.captcha.unwrap().question.as_deref(), Some("1+1"));
    assert_eq!(asked.lock().unwrap()[2]["captchaWord"], "10");
}

/// A transport on which `Admin` logs in with `action=clientlogin`, followed by a script.
pub struct LoggedIn(ScriptedTransport, u8);

impl LoggedIn {
    pub fn before(script: ScriptedTransport) -> Self {
        Self(script, 0)
    }
}

impl mwaccount::transport::Transport for LoggedIn {
    fn send(
        &mut self,
        request: &mwaccount::http::Request,
        limits: &mwaccount::transport::Limits,
    ) -> Reply {
        let query = request.url.query().unwrap_or_default();
        let is_login = request
            .form
            .get("action")
            .is_some_and(|action| action.contains("login"));
        if self.1 < 2 && (is_login || query.contains("logintoken") || query.contains("type=login"))
        {
            self.1 += u8::from(is_login);
            return if is_login {
                replies::answer(&json!({
                    "clientlogin": {"status": "PASS", "username": "Admin"},
                }))
            } else {
                replies::answer(&json!({"query": {
                    "authmanagerinfo": {"requests": []},
                    "tokens": {"logintoken": "l0gin"},
                }}))
            };
        }
        self.0.send(request, limits)
    }
}

/// Up to 1.15.3 the form has no token; it is fetched once all the same.
#[test]
fn a_form_without_a_token_is_fetched_once() {
    let cookies = [
        ("Set-Cookie", "wikiUserName=Zoe; path=/"),
        ("Set-Cookie", "wikiUserID=7"),
    ];
    let (mut wiki, asked) = scripted([
        html(&page(&form("", NAME))),
        response(200, &cookies, page("Login successful")),
    ]);
    let step = wiki.create(zoe()).step();
    assert!(
        matches!(&step, Ok(Step::Created(created)) if created.user_id == Some(7)),
        "{step:?}"
    );
    assert_eq!(asked.lock().unwrap().len(), 2);
}

/// A password is a secret in every field that asks for one.
#[test]
fn a_password_in_a_plain_field_is_one_all_the_same() {
    let plain = "<input name=wpName><input name=wpPassword><textarea name=wpRetype></textarea>";
    let begin = || html(&page(&form("", &format!("{plain}{CAPTCHA}"))));
    let (script, asked) = ScriptedTransport::new([begin()]);
    let in_clear = Wiki::builder("http://wiki.example/w/api.php").dialect(Dialect::WebForm);
    let mut wiki = in_clear.transport(script).build().unwrap();
    let mut creation = wiki.create(zoe());
    assert_eq!(summary(&creation.step()), "ask");
    let end = creation.answer(Answers::new().with("captcha", "2"));
    assert_eq!(summary(&end), "error insecure");
    assert_eq!(asked.lock().unwrap().len(), 1);

    let more = "<input name=wpName><input name=wpPassword><input name=more required>";
    let (mut wiki, _) = scripted([html(&page(&form("", more)))]);
    let mut creation = wiki.create(NewAccount::new("Zoe"));
    let Ok(Step::Ask(ask)) = creation.step() else {
        panic!("no ask");
    };
    assert!(ask.field("password").unwrap().sensitive);
}

/// Answers and given values are not part of the suspended text.
#[test]
fn a_suspended_text_contains_no_secret() {
    let token = "<input type=hidden name=wpCreateaccountToken value=s3cret><input type=hidden name=csrf_token value=s3cret>";
    let inside = format!("{NAME}{token}{CAPTCHA}<input name=motto value=old>");
    let whole = page(&form("", &inside));
    let refused = page(&format!("{BOX}{}", form("", &inside)));
    let (mut wiki, _) = scripted([
        html(&whole),
        html(&refused),
        replies::answer(&json!({"query": {"allmessages": []}})),
    ]);
    let mut creation = wiki.create(zoe().field("motto", "kept"));
    assert_eq!(summary(&creation.step()), "ask");
    let ask = decoded(&creation.suspend().unwrap());
    let step = creation.answer(Answers::new().with("captcha", "c4ptcha"));
    assert_eq!(summary(&step), "refused other");
    let refused = decoded(&creation.suspend().unwrap());
    let shown = format!("{:?}", creation.into_conversation());
    for text in [ask, refused, shown] {
        for secret in [PASSWORD, "s3cret", "c4ptcha"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
    }
}

/// Another process fetches the tokens again, and shows the same captcha.
#[test]
fn a_captcha_survives_suspension() {
    let whole = |token: &str, captcha: &str| {
        let token = TOKEN.replace("t0ken", token);
        let captcha = CAPTCHA.replace("value=7", captcha);
        html(&page(&form("", &format!("{NAME}{token}{captcha}"))))
    };
    let (mut wiki, _) = scripted([whole("one", "value=1")]);
    let mut creation = wiki.create(zoe());
    assert_eq!(summary(&creation.step()), "ask");
    let text = creation.suspend().unwrap();
    let cookie = [("Set-Cookie", "wikiUserName=Zoe; path=/")];
    let (script, asked) =
        ScriptedTransport::new([whole("two", "value=2"), response(200, &cookie, page(""))]);
    let builder = Wiki::resume_builder(text.expose()).transport(script);
    let (mut wiki, conversation) = builder.build().unwrap();
    let mut creation = wiki.attach(conversation);
    let answers = Answers::new()
        .with("captcha", "2")
        .with("password", PASSWORD);
    assert_eq!(summary(&creation.answer(answers)), "created Zoe");
    let asked = asked.lock().unwrap();
    assert_eq!(asked[1]["wpCreateaccountToken"], "two");
    assert_eq!(
        (&*asked[1]["wpCaptchaId"], &*asked[1]["wpCaptchaWord"]),
        ("1", "2")
    );
}

/// A page that refuses the creation proves nothing about the name, even if it is taken.
#[test]
fn a_refusing_page_does_not_prove_a_taken_name() {
    let denied = page("<div class=permissions-errors>You lack the right.</div>");
    let (script, asked) = ScriptedTransport::new([
        response(403, &[], "<html>no API"),
        html(&denied),
        html(&page("Log in to read.")),
    ]);
    let mut wiki = Wiki::builder(API).transport(script).build().unwrap();
    assert_eq!(summary(&wiki.create(zoe()).step()), "refused not-permitted");
    let asked = asked.lock().unwrap();
    assert!(asked.iter().all(|asked| !asked.contains_key("username")));
}

/// A captcha answer is sent only with the captcha it belongs to.
#[test]
fn a_captcha_is_asked_again_after_a_refusing_page() {
    let whole = page(&form("", &format!("{NAME}{TOKEN}{CAPTCHA}")));
    let denied = page("<div class=permissions-errors>Not today.</div>");
    let (mut wiki, _) = scripted([
        html(&whole),
        html(&denied),
        replies::answer(&json!({})),
        html(&whole),
    ]);
    let mut creation = wiki.create(zoe());
    assert_eq!(summary(&creation.step()), "ask");
    let step = creation.answer(Answers::new().with("captcha", "2"));
    assert_eq!(summary(&step), "refused not-permitted");
    assert_eq!(summary(&creation.revise(zoe())), "ask");
}

/// A front end that blocks the API once does not hide it forever.
#[test]
fn an_api_that_is_back_is_used() {
    let no = || response(403, &[], "<html>Go away");
    let (script, _) = ScriptedTransport::new([
        no(),
        no(),
        replies::offer(&[replies::password()], "t0ken"),
        replies::error("nothing"),
        replies::answer(&json!({})),
    ]);
    let mut wiki = Wiki::builder(API).transport(script).build().unwrap();
    assert_eq!(summary(&wiki.create(zoe()).step()), "error access-denied");
    let found = wiki.probe(&NewAccount::default()).unwrap();
    assert_eq!(found.dialect, Dialect::AuthManager);
    assert!(!wiki.session().facts().api_off);
}

/// The list of users after a lost response, and pages that only look like such a list.
#[test]
fn pages_that_are_no_list_of_users() {
    let list = |special: &str, inside: &str| {
        page(&format!(
            "<script>var wgCanonicalSpecialPageName=\"{special}\";</script><form><input name=username></form>{inside}"
        ))
    };
    let item = "<ul><li><a href=x>Zoe</a></li></ul>";
    for (answer, expected) in [
        (list("Userlogin", ""), "unknown unreachable"),
        (list("Listusers", item), "unknown unreachable"),
        (page(item), "unknown unreachable"),
        (page("<form action=x>"), "unknown unreachable"),
        (page_of(Some("Zoe"), ""), "created Zoe"),
        (page_of(Some("Max"), ""), "unknown unreachable"),
    ] {
        let (mut wiki, _) = scripted([
            html(&sign_up()),
            replies::lost(),
            replies::error("readapidenied"),
            html(&answer),
        ]);
        let step = wiki.create(zoe()).step();
        assert_eq!(summary(&step), expected, "{answer} {step:?}");
    }
}

/// Responses to the form, and the results; `users` is the API's entry of the account then.
#[test]
fn answers_to_a_form() {
    let again = sign_up();
    let cookie = |name: &'static str| vec![("Set-Cookie", name)];
    let to = |target: &'static str| vec![("Location", target)];
    let missing = || vec![users(json!({"name": "Zoe", "missing": ""}))];
    for (what, answer, more, expected) in [
        (
            "a cookie beside the form",
            response(200, &cookie("wikiUserName=Zoe"), again.clone()),
            vec![],
            "refused other",
        ),
        (
            "a cookie that is deleted",
            response(200, &cookie("wikiUserName=deleted; Max-Age=0"), page("Hm.")),
            [missing(), vec![replies::answer(&json!({}))]].concat(),
            "refused other",
        ),
        (
            "a cookie of the name as the wiki makes it",
            response(200, &cookie("wikiUserName=Zo%C3%AB"), page("Hello.")),
            vec![],
            "created Zoë",
        ),
        (
            "a cookie of somebody else where something is denied",
            response(
                200,
                &cookie("wikiUserName=Admin"),
                page("<div class=permissions-errors>No.</div>"),
            ),
            vec![replies::answer(&json!({}))],
            "refused not-permitted",
        ),
        (
            "the question whether cookies are kept",
            response(302, &to("/w/index.php?title=x&wpCookieCheck=new"), ""),
            vec![],
            "created Zoe",
        ),
        (
            "the same of another host",
            response(302, &to("https://evil.example/?wpCookieCheck=new"), ""),
            missing(),
            "refused protocol",
        ),
        (
            "a redirect to another host",
            response(302, &to("https://evil.example/"), ""),
            missing(),
            "refused protocol",
        ),
        (
            "an error of the server's",
            response(500, &[], "<html>Internal error"),
            missing(),
            "refused busy",
        ),
        (
            "a form that goes elsewhere",
            html(&page(&form("action=https://evil.example/", NAME))),
            vec![],
            "error insecure",
        ),
    ] {
        let replies = [vec![html(&again), answer], more].concat();
        let (mut wiki, asked) = scripted(replies);
        let step = wiki.create(zoe()).step();
        assert_eq!(summary(&step), expected, "{what}: {step:?}");
        let asked = asked.lock().unwrap();
        let sent = asked
            .iter()
            .filter(|asked| asked.contains_key("wpPassword"));
        assert_eq!(sent.count(), 1, "{what}");
    }
}

/// After a response without a result the text has the evidence, and only advice that fits it.
#[test]
fn the_result_for_an_unconfirmed_account_does_not_contradict_itself() {
    let thrown = "<p>MWException: no mailer</p><p>Backtrace:</p><p>#0 a.php(1)<br>#1 {main}</p>";
    for (answer, cause) in [
        (
            response(500, &[], "<html>Internal error"),
            "the server failed (HTTP 500)",
        ),
        (
            html("<html>Internal error"),
            "the wiki answered with a web page titled \"Internal error\"",
        ),
        (
            html(&page("")),
            "the wiki answered with a page without a text",
        ),
        (html(&page(thrown)), "MWException: no mailer"),
        (replies::lost(), "the connection broke"),
    ] {
        let creation = |found: Vec<Reply>| {
            let form = html(&sign_up());
            let (mut wiki, _) = scripted([vec![form, answer.clone()], found].concat());
            wiki.create(zoe()).step()
        };
        let Ok(Step::Created(created)) = creation(vec![registered_now("Zoe")]) else {
            panic!("{cause}");
        };
        let told =
            format!("the account was created, although the wiki did not confirm it: {cause}");
        assert_eq!(created.warnings[0].message, told);

        let ageless =
            users(json!({"userid": 7, "name": "Zoe", "registration": "2026-11-22T05:20:00Z"}));
        let evidence = creation(vec![ageless]).expect_unknown().evidence;
        let told = format!(
            "{cause}; an account \"Zoe\" exists, but nothing shows whether this creation made it; try to log in as it, or ask the wiki's administrators"
        );
        assert_eq!(evidence, told);

        let silent = vec![replies::error("readapidenied"), html(&page("Log in."))];
        let evidence = creation(silent).expect_unknown().evidence;
        let told = format!(
            "{cause}; the wiki did not report whether the account exists; check in the wiki's user list whether \"Zoe\" exists before you try again"
        );
        assert_eq!(evidence, told);
    }
}

/// Forms that are shown to another user than the creator.
#[test]
fn nothing_is_created_as_somebody_else() {
    for viewer in ["null", "\"Max\"", "\"Administrator\"", "7", "{\"a\":1}"] {
        let shown = sign_up().replace("wgUserName=null", &format!("wgUserName={viewer}"));
        is_lost(&shown);
    }
    is_lost(&sign_up().replace("wgUserName=null", ""));
}

fn is_lost(shown: &str) {
    let (script, asked) = ScriptedTransport::new([replies::body(shown)]);
    let mut wiki = Wiki::builder(API)
        .dialect(Dialect::WebForm)
        .transport(LoggedIn::before(script))
        .build()
        .unwrap();
    wiki.log_in(admin()).step().unwrap();
    assert_eq!(
        summary(&wiki.create(zoe()).step()),
        "error session-lost",
        "{shown}"
    );
    assert_eq!(asked.lock().unwrap().len(), 1);
}

/// Endless texts are cut off, and an API with invalid responses proves nothing.
#[test]
fn refusals_at_any_length() {
    let long = "no ".repeat(300_000);
    for (told, reason) in [
        (r#"{"query":{"allmessages":[{"name":"userexists","*":"$1$1$1"},{"name":"noname"},null,7]}}"#.to_owned(), Reason::RefusedByExtension),
        (r#"{"query":{"allmessages":"userexists"}}"#.to_owned(), Reason::Other),
        ("<html>".to_owned(), Reason::Other),
        (json!({"query": {"allmessages": [{"name": "userexists", "*": "{{".repeat(200_000)}]}}).to_string(), Reason::RefusedByExtension),
        (json!({"query": {"allmessages": [{"name": "userexists", "*": "n$1".repeat(200_000)}]}}).to_string(), Reason::RefusedByExtension),
        (json!({"query": {"allmessages": [{"name": "userexists", "*": "[http://".repeat(100_000)}]}}).to_string(), Reason::RefusedByExtension),
    ] {
        let shown = page(&form("", &format!("<div class=errorbox>{long}</div>{NAME}{TOKEN}")));
        let (mut wiki, _) = scripted([html(&sign_up()), html(&shown), html(&told), replies::answer(&json!({"query": {"allmessages": []}}))]);
        let start = Instant::now();
        let step = wiki.create(zoe()).step();
        let Ok(Step::Refused(refused)) = &step else {
            panic!("{step:?}");
        };
        assert_eq!(refused.reason, reason);
        assert!(refused.message.len() <= 1000);
        assert!(start.elapsed() < Duration::from_secs(5));
    }
}

/// The messages of extensions are asked for if MediaWiki's own do not explain the text, and a text that is none of
/// both is the refusal of another extension.
#[test]
fn extensions_refuse_above_the_form() {
    let message = |key: &str, text: &str| json!({"name": key, "*": text});
    let core = json!({"query": {"allmessages": [
        message("userexists", "Username entered already in use."),
        json!({"name": "noname", "missing": ""}),
    ]}});
    let extensions = json!({"query": {"allmessages": [
        message(
            "titleblacklist-forbidden-new-account",
            "The user name \"$2\" has been banned.\nIt matches the following entry: <code>$1</code>",
        ),
        message(
            "spam-blacklisted-email-signup",
            "The given email address is currently forbidden from use.",
        ),
        message(
            "globalblocking-ipblocked",
            "'''Your IP address has been blocked on all wikis.'''\n\n* Start of block: $4\n* Expiration of block: $5",
        ),
    ]}});
    let nothing =
        json!({"query": {"allmessages": [json!({"name": "torblock-blocked", "missing": ""})]}});
    for (text, of_extensions, reason, requests) in [
        (
            "Username entered already in use.",
            &extensions,
            "name-taken",
            3,
        ),
        (
            "The user name \"Zoe\" has been banned.\nIt matches the following entry: <code>.*zoe &lt;new></code>",
            &extensions,
            "name-invalid",
            4,
        ),
        (
            "The given email address is currently forbidden from use.",
            &extensions,
            "email-invalid",
            4,
        ),
        (
            "<p><b>Your IP address has been blocked on all wikis.</b></p><ul><li>Start of block: today</li><li>Expiration of block: never</li></ul>",
            &extensions,
            "blocked",
            4,
        ),
        ("No zebras, please.", &extensions, "refused-by-extension", 4),
        ("No zebras, please.", &nothing, "refused-by-extension", 4),
    ] {
        let refused = page(&form(
            "",
            &format!("<div class=errorbox>{text}</div>{NAME}{TOKEN}"),
        ));
        let (mut wiki, asked) = scripted([
            html(&sign_up()),
            html(&refused),
            replies::answer(&core),
            replies::answer(of_extensions),
        ]);
        let step = wiki.create(zoe()).step();
        assert_eq!(summary(&step), format!("refused {reason}"), "{text}");
        let asked = asked.lock().unwrap();
        assert_eq!(asked.len(), requests, "{text}");
        for list in asked.iter().filter_map(|asked| asked.get("ammessages")) {
            assert!(list.split('|').count() <= 50, "{list}");
        }
    }
}

/// Refusals have the language that was asked for.
#[test]
fn a_refusal_is_understood_in_its_language() {
    let begin = modern("create", NAME);
    let refused = modern(
        "create",
        &format!("<div class=errorbox>Benutzername vergeben.</div>{NAME}"),
    );
    let messages = json!({"query": {"allmessages": [
        {"name": "userexists", "*": "Benutzername vergeben."},
    ]}});
    let denied = replies::error("readapidenied");
    let (mut wiki, asked) = scripted([
        html(&begin),
        html(&refused),
        replies::answer(&messages),
        denied,
    ]);
    assert_eq!(
        summary(&wiki.create(zoe().language("de")).step()),
        "refused name-taken"
    );
    let asked = asked.lock().unwrap();
    assert_eq!((&*asked[1]["uselang"], &*asked[2]["amlang"]), ("de", "de"));
}
