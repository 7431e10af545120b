//! Pages with sign-up forms, and a wiki that serves them.

use std::sync::{Arc, Mutex};

use mwaccount::{Dialect, Error, Step, Wiki, http::Reply};
use serde_json::json;

use super::scripted_transport::{self as replies, ScriptedTransport};

pub const API: &str = "https://wiki.example/w/api.php";
pub const NAME: &str =
    "<input name=wpName><input type=password name=wpPassword><input type=password name=wpRetype>";
pub const TOKEN: &str = "<input type=hidden name=wpCreateaccountToken value=t0ken>";
pub const CAPTCHA: &str = "<div class=captcha><label for=wpCaptchaWord>1+1</label><input type=hidden name=wpCaptchaId value=7><input name=wpCaptchaWord id=wpCaptchaWord></div>";
pub const BOX: &str = "<div class=errorbox>No, not that.</div>";

/// Returns a page of MediaWiki, for a visitor or a logged-in user.
pub fn page_of(viewer: Option<&str>, body: &str) -> String {
    let viewer = json!(viewer);
    format!(
        "<html><head><meta name=generator content='MediaWiki 1.19.3'><script>wgUserName={viewer};</script></head><body><div id=mw-content-text>{body}</div></body></html>"
    )
}

pub fn page(body: &str) -> String {
    page_of(None, body)
}

pub fn form(attributes: &str, inside: &str) -> String {
    format!("<form id=userlogin2 method=post {attributes}>{inside}</form>")
}

pub fn sign_up() -> String {
    page(&form("", &format!("{NAME}{TOKEN}")))
}

pub fn scripted(
    replies: impl IntoIterator<Item = Reply>,
) -> (Wiki, Arc<Mutex<Vec<replies::Asked>>>) {
    let (script, asked) = ScriptedTransport::new(replies);
    let wiki = Wiki::builder(API).dialect(Dialect::WebForm);
    (wiki.transport(script).build().unwrap(), asked)
}

/// Returns a step in one word, with the name of a created account.
pub fn summary(step: &Result<Step, Error>) -> String {
    match step {
        Ok(Step::Created(created)) => format!("created {}", created.name),
        Ok(Step::Ask(_)) => "ask".to_owned(),
        Ok(Step::Refused(refused)) => format!("refused {}", refused.reason),
        Ok(Step::Unknown(unknown)) => format!("unknown {}", unknown.reason),
        Ok(other) => panic!("{other:?}"),
        Err(error) => format!("error {}", error.reason),
    }
}

pub fn html(body: &str) -> Reply {
    replies::body(body)
}

pub fn modern(action: &str, inside: &str) -> String {
    let action = format!("<input type=hidden name=authAction value={action}>");
    page(&form("", &format!("{action}{TOKEN}{inside}")))
}
