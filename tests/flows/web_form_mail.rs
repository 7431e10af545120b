//! Pages of 1.16 to 1.26 that say that the mail of a new account was not sent, or only seem to.

use mwaccount::{Dialect, NewAccount, Step, Wiki, http::Reply};
use serde_json::{Value, json};
use support::{
    accounts::{admin, zoe},
    scripted_transport::{self as replies, ScriptedTransport, missing, registered_now, response},
    sign_up_page::*,
};

use crate::web_form::LoggedIn;

/// Returns the form of a creator with this token and this error.
fn creators_form(token: &str, error: &str) -> Reply {
    let fields = "<input name=wpEmail><input type=checkbox name=wpCreateaccountMail value=1>";
    let token = TOKEN.replace("t0ken", token);
    let error = match error {
        "" => String::new(),
        error => format!("<div class=errorbox><strong>Login error</strong><br>{error}</div>"),
    };
    let form = form("", &format!("{NAME}{fields}{token}"));
    html(&page_of(Some("Admin"), &format!("{error}{form}")))
}

fn messages(texts: &[(&str, &str)]) -> Reply {
    let texts = texts.iter();
    let texts: Vec<Value> = texts
        .map(|(key, text)| json!({"name": key, "*": text}))
        .collect();
    replies::answer(&json!({"query": {"allmessages": texts}}))
}

/// The messages of a wiki in English.
fn english() -> Reply {
    messages(&[
        ("mailerror", "Error sending mail: $1"),
        (
            "confirmemail_sendfailed",
            "{{SITENAME}} could not send your confirmation mail.\n\nMailer returned: $1",
        ),
        (
            "php-mail-error-unknown",
            "Unknown error in PHP's mail() function.",
        ),
        (
            "noemail",
            "There is no e-mail address recorded for user \"$1\".",
        ),
        ("sessionfailure", "There seems to be a problem."),
        ("userexists", "Username entered already in use."),
    ])
}

/// Returns the step and its warnings or message.
fn told(step: Result<Step, mwaccount::Error>) -> String {
    match &step {
        Ok(Step::Created(created)) => {
            let warnings = created.warnings.iter();
            let warnings =
                warnings.map(|warning| format!(" {}: {}", warning.code, warning.message));
            format!("created{}", warnings.collect::<String>())
        }
        Ok(Step::Refused(refused)) => format!("refused {}: {}", refused.reason, refused.message),
        _ => summary(&step),
    }
}

#[test]
fn the_form_again_after_a_password_was_to_be_mailed() {
    let not_sent = |code: &str, error: &str| {
        format!("created {code}: the account was created, but its e-mail was not sent: {error}")
    };
    for (what, token, error, more, expected) in [
        (
            "the message of the form",
            "other",
            "Error sending mail: it is broken",
            vec![english()],
            not_sent("mailerror", "it is broken"),
        ),
        (
            "a message of the mailer",
            "other",
            "Error sending mail: Unknown error in PHP's mail() function.",
            vec![english()],
            not_sent(
                "php-mail-error-unknown",
                "Unknown error in PHP's mail() function.",
            ),
        ),
        (
            "the mailer's error is a message of refusals",
            "other",
            "Error sending mail: There is no e-mail address recorded for user \"Zoe\".",
            vec![english()],
            not_sent(
                "mailerror",
                "There is no e-mail address recorded for user \"Zoe\".",
            ),
        ),
        (
            "an unknown text, a used token and an account",
            "other",
            "Hm.",
            vec![english(), english(), registered_now("Zoe")],
            not_sent("mailerror", "Hm."),
        ),
        (
            "the messages are not given",
            "other",
            "Hm.",
            vec![replies::error("readapidenied"), registered_now("Zoe")],
            not_sent("mailerror", "Hm."),
        ),
        (
            "a used token without an account",
            "other",
            "Hm.",
            vec![english(), english(), missing("Zoe")],
            "refused refused-by-extension: Hm.".to_owned(),
        ),
        (
            "an unused token and an account that somebody made",
            "t0ken",
            "Hm.",
            vec![english(), english()],
            "refused refused-by-extension: Hm.".to_owned(),
        ),
        (
            "a taken name",
            "t0ken",
            "Username entered already in use.",
            vec![english()],
            "refused name-taken: Username entered already in use.".to_owned(),
        ),
    ] {
        let script = [
            vec![creators_form("t0ken", ""), creators_form(token, error)],
            more,
        ]
        .concat();
        let (script, _) = ScriptedTransport::new(script);
        let mut wiki = Wiki::builder(API)
            .dialect(Dialect::WebForm)
            .transport(LoggedIn::before(script))
            .build()
            .unwrap();
        wiki.log_in(admin()).step().unwrap();
        let account = NewAccount::new("zoe").email("zoe@example.org");
        let step = wiki.create(account.mail_password()).step();
        assert_eq!(told(step), expected, "{what}");
    }
}

/// A lost session shows the form with another token, too.
#[test]
fn a_lost_session_is_no_created_account() {
    let lost = creators_form("other", "There seems to be a problem.");
    let sent = page_of(Some("Admin"), "<p>A password for Zoe was sent.</p>");
    let script = [
        creators_form("t0ken", ""),
        lost,
        english(),
        html(&sent),
        registered_now("Zoe"),
    ];
    let (script, asked) = ScriptedTransport::new(script);
    let mut wiki = Wiki::builder(API)
        .dialect(Dialect::WebForm)
        .transport(LoggedIn::before(script))
        .build()
        .unwrap();
    wiki.log_in(admin()).step().unwrap();
    let account = NewAccount::new("zoe").email("zoe@example.org");
    let step = wiki.create(account.mail_password()).step();
    assert_eq!(told(step), "created");
    assert_eq!(asked.lock().unwrap()[3]["wpCreateaccountToken"], "other");
}

#[test]
fn the_page_of_a_new_user() {
    let failed = "<p>Wiki could not send your confirmation mail.\n</p><p>Mailer returned: it is broken</p><p>Welcome!</p>";
    let warned = "created confirmemail_sendfailed: the account was created, but its e-mail was not sent: it is broken";
    for (page_text, more, expected) in [
        (failed, vec![english()], warned),
        (failed, vec![replies::error("readapidenied")], "created"),
        ("<p>A code was sent.</p>", vec![english()], "created"),
        // Nothing to understand, and nothing to ask.
        ("", vec![], "created"),
    ] {
        let cookie = [("Set-Cookie", "wikiUserName=Zoe")];
        let form = form("", &format!("{NAME}<input name=wpEmail>{TOKEN}"));
        let welcome = response(200, &cookie, page_of(Some("Zoe"), page_text));
        let (mut wiki, _) = scripted([vec![html(&page(&form)), welcome], more].concat());
        let step = wiki.create(zoe().email("zoe@example.org")).step();
        assert_eq!(told(step), expected, "{page_text}");
    }
}
