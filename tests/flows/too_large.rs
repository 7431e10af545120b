//! Pages with more elements, fields or text than is read. They prove nothing.

use mwaccount::{Reason, http::Reply};
use serde_json::json;
use support::{
    accounts::zoe,
    scripted_transport::{missing, users},
    sign_up_page::{NAME, TOKEN, form, html, page, scripted, sign_up, summary},
};

/// Returns a page whose form has more controls than any.
fn many_controls() -> Reply {
    let many: String = (0..600).map(|n| format!("<input name=a{n}>")).collect();
    html(&page(&form("", &format!("{NAME}{TOKEN}{many}"))))
}

/// Returns a page with more elements than are read, and then this.
fn many_elements(last: &str) -> String {
    page(&format!("{}{last}", "<b></b>".repeat(40_000)))
}

#[test]
fn a_form_that_is_too_large_is_not_sent() {
    let long = format!("<select name=s>{}</select>", "<option>".repeat(9_000));
    let long = html(&page(&form("", &format!("{NAME}{TOKEN}{long}"))));
    let late = html(&many_elements(&form("", &format!("{NAME}{TOKEN}"))));
    for first in [many_controls(), long, late] {
        let (mut wiki, asked) = scripted([first]);
        let error = wiki.create(zoe()).step().unwrap_err();
        assert_eq!(error.reason, Reason::TooLarge, "{error}");
        assert_eq!(asked.lock().unwrap().len(), 1);
    }
}

#[test]
fn a_form_that_is_too_large_is_no_refusal() {
    let first = || html(&sign_up());
    for answer in [many_controls(), html(&many_elements(&sign_up()))] {
        let (mut wiki, asked) = scripted([first(), answer, missing("Zoe")]);
        let step = wiki.create(zoe()).step();
        assert_eq!(summary(&step), "refused too-large");
        assert_eq!(asked.lock().unwrap()[2]["list"], "users");
    }
    let registered = users(json!({"userid": 7, "name": "Zoe"}));
    let (mut wiki, _) = scripted([first(), many_controls(), registered]);
    assert_eq!(summary(&wiki.create(zoe()).step()), "unknown too-large");
}
