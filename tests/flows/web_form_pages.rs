//! Pages whose forms are traps or only look like forms.

use serde_json::json;
use support::{
    accounts::zoe,
    scripted_transport::{self as replies, response},
    sign_up_page::*,
};

/// A form on https is not sent to http.
#[test]
fn a_form_does_not_leave_https() {
    for action in [
        "http://wiki.example/",
        "https://wiki.example:8443/",
        "https://www.wiki.example/",
    ] {
        let shown = page(&form(
            &format!("action={action}"),
            &format!("{NAME}{TOKEN}"),
        ));
        let (mut wiki, asked) = scripted([html(&shown)]);
        assert_eq!(
            summary(&wiki.create(zoe()).step()),
            "error insecure",
            "{action}"
        );
        assert_eq!(asked.lock().unwrap().len(), 1);
    }
}

/// Text that only looks like a form is not one.
#[test]
fn forms_that_nobody_sees() {
    let shown = form("", &format!("{NAME}{TOKEN}"));
    for hidden in [
        format!("<!-- {shown} -->"),
        format!("<script>{shown}</script>"),
        format!("<template>{shown}</template>"),
        format!("<noscript>{shown}</noscript>"),
        format!("<textarea>{shown}</textarea>"),
        format!("<title>{shown}</title>"),
        format!("<p title='{shown}'>"),
        shown.replace('<', "&lt;"),
    ] {
        let (mut wiki, asked) = scripted([html(&page(&hidden)), replies::answer(&json!({}))]);
        let step = wiki.create(zoe()).step();
        assert_eq!(summary(&step), "refused other", "{hidden}");
        assert!(
            asked
                .lock()
                .unwrap()
                .iter()
                .all(|asked| !asked.contains_key("wpPassword"))
        );
    }
}

/// Of two forms the first counts, and a form without an end does not include the controls of later ones.
#[test]
fn forms_within_and_beside_each_other() {
    let cookie = [("Set-Cookie", "wikiUserName=Zoe")];
    let search = "<form id=search action=/search><input type=hidden name=title value=Search><input name=search required></form>";
    for (body, token) in [
        (
            format!(
                "{}{}",
                form("action=/w/sign-up", &format!("{NAME}{TOKEN}")),
                form("action=https://evil.example/", NAME)
            ),
            "t0ken",
        ),
        (
            format!("<form id=userlogin2 action=/w/sign-up>{NAME}{TOKEN}{search}<p>"),
            "t0ken",
        ),
        (
            format!(
                "{search}<div><form name=userlogin2 action=/w/sign-up><table>{NAME}<tr></form>{TOKEN}</div>"
            ),
            "",
        ),
    ] {
        let (mut wiki, asked) = scripted([html(&page(&body)), response(200, &cookie, "")]);
        assert_eq!(summary(&wiki.create(zoe()).step()), "created Zoe", "{body}");
        let sent = &asked.lock().unwrap()[1];
        assert!(
            !sent.contains_key("search") && !sent.contains_key("title"),
            "{sent:?}"
        );
        assert_eq!(
            sent.get("wpCreateaccountToken").map_or("", |token| token),
            token
        );
    }
}
