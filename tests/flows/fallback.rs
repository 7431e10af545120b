//! When the sign-up form takes the place of the API, against scripted replies.

use mwaccount::{Answers, Dialect, Reason, Wiki, http::Reply};
use serde_json::{Value, json};
use support::{
    accounts::{PASSWORD, admin, with, zoe},
    scripted_transport::{self as replies, Asked, ScriptedTransport, response},
    sign_up_page::{API, CAPTCHA, NAME, TOKEN, form, html, modern, page, page_of, summary},
};

const CHALLENGE: &str = "<html><body>Checking your browser</body></html>";

fn scripted(replies: Vec<Reply>) -> (Wiki, impl Fn() -> Vec<Asked>) {
    let (script, asked) = ScriptedTransport::new(replies);
    let wiki = Wiki::builder(API).transport(script).build().unwrap();
    (wiki, move || asked.lock().unwrap().clone())
}

fn forbidden() -> Reply {
    response(403, &[], CHALLENGE)
}

fn need(result: &str) -> Reply {
    let captcha = json!({"type": "question", "id": "c1", "question": "Capital?"});
    replies::createaccount(json!({"result": result, "token": "tok", "captcha": captcha}))
}

/// The detecting request, answered by 1.21 to 1.26 or by an older wiki.
fn without_auth_manager(modules: &[&str]) -> Reply {
    let warnings: serde_json::Map<String, Value> = modules
        .iter()
        .map(|module| ((*module).to_owned(), json!({"*": "Unrecognized"})))
        .collect();
    replies::answer(&json!({"query": {}, "warnings": warnings}))
}

/// A captcha's answer is never sent to another captcha: that of the form is asked anew.
#[test]
fn the_form_does_not_get_the_answer_to_the_apis_captcha() {
    let signup = page(&form("", &format!("{NAME}{TOKEN}{CAPTCHA}")));
    for preset in [false, true] {
        let (mut wiki, asked) = scripted(vec![
            without_auth_manager(&["main", "query"]),
            need("NeedToken"),
            need("NeedCaptcha"),
            replies::error("writeapidenied"),
            html(&signup),
        ]);
        let account = if preset {
            zoe().field("captcha", "Paris")
        } else {
            zoe()
        };
        let mut creation = wiki.create(account);
        let mut step = creation.step();
        if !preset {
            assert_eq!(summary(&step), "ask");
            step = creation.answer(with("captcha", "Paris"));
        }
        assert_eq!(summary(&step), "ask", "preset {preset}: {step:?}");
        assert_eq!(asked().len(), 5);
    }
}

/// A wiki with AuthManager has an API; what answers in its place for a moment is in the way.
#[test]
fn a_challenge_after_auth_manager_was_seen_is_an_error() {
    let offer = || replies::offer(&[replies::password()], "t");
    let restart = replies::createaccount(
        json!({"status": "RESTART", "message": "again", "requests": [replies::password()]}),
    );
    // A restart of which the token has expired.
    let (mut wiki, asked) = scripted(vec![
        offer(),
        restart,
        replies::error("badtoken"),
        forbidden(),
        // A step was answered, so the account may exist.
        replies::missing("Zoe"),
    ]);
    let mut creation = wiki.create(zoe());
    creation.step().unwrap();
    let fields = Answers::new()
        .with("username", "Zoe")
        .with("password", PASSWORD)
        .with("retype", PASSWORD);
    let step = creation.answer(fields);
    assert_eq!(summary(&step), "refused access-denied", "{step:?}");
    assert_eq!(asked().len(), 5);

    // A captcha that was answered wrongly, and the next one.
    let requests = [replies::password(), replies::captcha("7")];
    let (mut wiki, asked) = scripted(vec![
        replies::offer(&requests, "t"),
        replies::fail("captcha-createaccount-fail"),
        forbidden(),
        replies::offer(&[replies::password()], "t"),
        replies::pass("Zoe"),
    ]);
    let step = wiki.create(zoe().field("captcha", "14")).step();
    assert_eq!(summary(&step), "refused captcha-wrong", "{step:?}");
    let fields = wiki.fields();
    assert_eq!(fields.unwrap_err().reason, Reason::AccessDenied);
    // The API is asked again: one reply has not changed what the wiki is.
    assert_eq!(wiki.session().facts().auth_manager, Some(true));
    assert!(!wiki.session().facts().api_off);
    let step = wiki.create(zoe()).step();
    assert_eq!(summary(&step), "created Zoe", "{:#?}", asked());
}

/// No other dialect is tried where the caller chose one, whatever is asked before.
#[test]
fn fields_and_probes_keep_a_chosen_dialect() {
    for chosen in [Dialect::AuthManager, Dialect::LegacyApi] {
        let (script, asked) = ScriptedTransport::new([without_auth_manager(&["query"])]);
        let builder = Wiki::builder(API).dialect(chosen).transport(script);
        let mut wiki = builder.build().unwrap();
        wiki.fields().unwrap_or_default();
        assert_eq!(wiki.session().facts().dialect, Some(chosen));
        assert!(
            asked
                .lock()
                .unwrap()
                .iter()
                .all(|asked| !asked.contains_key("title"))
        );
    }
}

/// A form without a token, of 1.15 and before, is no proof that its creator is still logged in.
#[test]
fn a_kept_form_without_a_token_is_fetched_again_for_a_creator() {
    let of = |viewer| html(&page_of(viewer, &form("", NAME)));
    let login = |said: Value| replies::answer(&json!({"login": said}));
    let (mut wiki, asked) = scripted(vec![
        without_auth_manager(&["query"]),
        login(json!({"result": "NeedToken", "token": "x"})),
        login(json!({"result": "Success", "lgusername": "Admin"})),
        of(Some("Admin")),
        // The login has ended meanwhile.
        of(None),
    ]);
    wiki.log_in(admin()).step().unwrap();
    wiki.fields().unwrap();
    let step = wiki.create(zoe()).step();
    assert_eq!(summary(&step), "error session-lost", "{step:?}");
    assert!(
        asked()
            .iter()
            .all(|asked| !asked.contains_key("wpName") || asked.contains_key("lgname"))
    );
}

/// A page may have come although the wiki creates the account. If the form then finds the name taken, the
/// account may be this creation's.
#[test]
fn a_name_that_the_form_finds_taken_may_be_of_this_creation() {
    const TAKEN: &str = "Username entered already in use.";
    let generator = "<html><head><meta name=generator content='MediaWiki 1.43.5'></head>Main";
    let known =
        replies::answer(&json!({"query": {"allmessages": [{"name": "userexists", "*": TAKEN}]}}));
    let shown = format!("<div class=errorbox>{TAKEN}</div>{NAME}");
    let user = |time: Option<&str>| {
        replies::users(json!({"userid": 7, "name": "Zoe", "registration": time}))
    };
    for (answer, missing, user, expected) in [
        (CHALLENGE, 3, user(Some(replies::NOW)), "unknown name-taken"),
        // An account of MediaWiki's first years is somebody else's.
        (CHALLENGE, 3, user(None), "refused name-taken"),
        // A copy of the database may lag behind.
        (generator, 1, user(None), "refused name-taken"),
        (generator, 1, replies::lost(), "unknown name-taken"),
    ] {
        let mut script = vec![
            replies::offer(&[replies::password()], "t"),
            replies::body(answer),
        ];
        script.extend(vec![replies::missing("Zoe"); missing]);
        script.extend([html(&modern("create", &shown)), known.clone()]);
        script.extend(vec![user; 8]);
        let (mut wiki, _) = scripted(script);
        let step = wiki.create(zoe()).step();
        assert_eq!(summary(&step), expected, "{answer}: {step:?}");
    }
}
