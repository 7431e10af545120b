//! The limits of the page: long values, many options, long forms.

use serde_json::{Map, Value, json};

use super::{OpenRun, client::*};
use crate::support::*;

/// The browser sends a default value back, which may be longer than a form of the page can be.
#[test]
fn a_long_value_can_be_left_as_it_is() {
    let form = |fields: &str| -> &'static str {
        let form = format!(
            "<body><form id=userlogin2 method=post action=/w/index.php?title=Special:CreateAccount>{fields}\
             <input type=hidden name=wpCreateaccountToken value=t><button name=wpCreateaccount value=1>Create</button>\
             </form>{}",
            "<!-- a long page -->".repeat(28_000)
        );
        Box::leak(form.into_boxed_str())
    };
    let first = form(
        "<input name=wpName><input name=wpPassword type=password><input name=wpRetype type=password>",
    );
    let second = form(&format!(
        "<input type=hidden name=authAction value=create-continue><label for=motto>Motto</label>\
         <input id=motto name=wpMotto value={}>",
        "x".repeat(450_000)
    ));
    let wiki = Wiki::new(move |request| match request.field("wpName") {
        "" => Response::Page(first),
        _ => Response::Page(second),
    });
    let run = OpenRun::create(&wiki.api(), &["--dialect", "webform"]);
    let page = Page::enter(&run.address);
    let shown = page.submit(&[("assword", PASSWORD), ("The same", PASSWORD)]);
    assert!(shown.len() < 100_000, "{}", shown.len());
    let motto = control(&shown, "Motto");
    let hint = between(&shown, &format!("id=\"hint-{motto}\">"), "<");
    assert!(
        hint.contains(
            "too long for this page: 450000 characters. It is used if you leave this empty."
        ),
        "{hint}"
    );
    assert!(shown.contains(&format!("=\"hint-{motto}\"")), "{shown}");
    page.submit(&[]);
    run.end();
    let requests = wiki.requests();
    let sent = requests
        .iter()
        .find(|request| !request.field("wpMotto").is_empty());
    assert_eq!(sent.unwrap().field("wpMotto").len(), 450_000);
}

/// The name stands for a label that shows nothing.
#[test]
fn many_options_are_told_and_the_default_can_be_left() {
    let options = (0..1_500).map(|number| (format!("v{number}"), json!("x")));
    let options: Map<String, Value> = options.collect();
    let request = json!({"id": "Large", "required": "required", "metadata": {}, "fields": {
        "colour": {"type": "select", "label": " : ", "help": "h", "options": options, "value": "v1499"},
    }});
    let ask = json!({"createaccount": {
        "status": "UI", "message": "More", "messagecode": "x", "requests": [request],
    }});
    let wiki = Wiki::new(move |asked| {
        if asked.field("createcontinue") == "1" {
            pass(asked)
        } else if asked.creates() {
            Response::Json(ask.clone())
        } else {
            auth_manager_info(&[])
        }
    });
    let run = OpenRun::create(&wiki.api(), &[]);
    let page = Page::enter(&run.address);
    let shown = page.submit(&[("x", PASSWORD), ("The same", PASSWORD)]);
    let colour = control(&shown, "colour");
    let hint = between(&shown, &format!("id=\"hint-{colour}\">"), "<");
    assert!(
        hint.contains("offers 1500 options; this page shows the first 1000."),
        "{hint}"
    );
    assert_eq!(shown.matches("<option").count(), 1_001);
    let end = page.submit(&[]);
    assert!(end.contains("The account was created"), "{end}");
    assert_eq!(run.end().status, 0);
    let sent = wiki.requests().into_iter().rfind(Request::creates).unwrap();
    assert_eq!(sent.field("colour"), "v1499");
}

#[test]
fn a_form_that_is_too_long_is_answered_with_a_page() {
    let wiki = plain_wiki();
    let run = OpenRun::create(&wiki.api(), &[]);
    let page = Page::enter(&run.address);
    let shown = page.show();
    let long = "x".repeat(6 << 20);
    let headers = format!("Origin: null\r\n{}", page.cookie("mwaccount"));
    let refused = page.post_with(&mark(&shown), &[(control(&shown, "x"), &long)], &headers);
    assert_eq!(refused.status, 413);
    assert!(
        refused.body.contains("<h1>The answer is too long</h1>")
            && refused.body.contains("shorten it"),
        "{refused:?}"
    );
    assert!(!refused.body.contains(&page.folder), "{refused:?}");
    // The form can still be answered.
    let end = page.submit(&[("x", PASSWORD), ("The same", PASSWORD)]);
    assert!(end.contains("The account was created"), "{end}");
    assert_eq!(run.end().status, 0);
}
