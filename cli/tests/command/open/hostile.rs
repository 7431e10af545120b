//! A hostile wiki: nothing of it is more than text.

use serde_json::json;

use super::{OpenRun, client::*};
use crate::support::*;

/// A text that would be a script, an attribute, an escape sequence of a terminal and a change of direction.
pub const HOSTILE: &str = "\"'><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\u{1b}[2J\u{202e}evil\0";

/// A wiki whose texts are all hostile: a long question with an image that is none, then a form with fields of every kind,
/// then a refusal.
pub fn hostile_wiki() -> Wiki {
    // The library reads texts of the API as HTML, which may have such a text escaped.
    let text = escaped(HOSTILE) + HOSTILE;
    let field = |kind: &str| {
        json!({"type": kind, "label": text, "help": text.repeat(20), "value": HOSTILE,
               "options": {"a": text, HOSTILE: "b"}, "optional": true})
    };
    let form = json!({"createaccount": {"status": "UI", "message": text, "messagecode": "x", "requests": [{
        "id": "F", "required": "required", "metadata": {},
        "fields": {
            HOSTILE: field("string"), "p": field("password"), "s": field("select"), "c": field("checkbox"),
            "m": field("multiselect"), "b": field("button"), "n": field("null"),
        },
    }]}});
    let image = "<img src=\"/w/index.php?title=Special:Captcha/image\">";
    let question = format!("{image} {} {}", escaped(HOSTILE), "long ".repeat(190_000));
    Wiki::new(move |request| {
        if request.field("createcontinue") == "1" {
            fail("x", &text)
        } else if request.creates() {
            Response::Json(form.clone())
        } else if request.target.contains("Special:Captcha") {
            Response::Page("<script>window.hacked=1</script>")
        } else {
            auth_manager_info(&[captcha("question", &question)])
        }
    })
}

/// Returns a text as a wiki writes it in the HTML of a question.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn assert_is_text(shown: &str) {
    assert!(shown.len() < 200_000, "{}", shown.len());
    assert!(
        !shown.contains("<script") && !shown.contains("<img"),
        "{shown}"
    );
    assert!(!shown.contains("\" onerror"), "{shown}");
    assert!(!shown.contains(['\u{1b}', '\0']), "{shown}");
    assert!(shown.contains("&lt;script&gt;"), "{shown}");
}

#[test]
fn texts_of_a_wiki_are_never_markup() {
    let run = OpenRun::create(&hostile_wiki().api(), &[]);
    let page = Page::enter(&run.address);
    let question = page.show();
    assert_is_text(&question);
    assert!(
        question.contains("Image 1 of the question cannot be shown"),
        "{question}"
    );
    let form = page.submit(&[("Answer", "x"), ("x", PASSWORD), ("The same", PASSWORD)]);
    assert_is_text(&form);
    let isolated = "<bdi lang=\"\">&quot;&#39;&gt;&lt;script&gt;";
    // Labels, helps, options, the message.
    assert!(form.matches(isolated).count() >= 12, "{form}");
    assert!(
        form.contains("<option value=\"0\" lang=\"\" dir=\"auto\""),
        "{form}"
    );
    let end = page.submit(&[]);
    assert_is_text(&end);
    let result = run.end();
    assert_ne!(result.status, 0, "{result:?}");
    assert!(!result.err.contains('\u{1b}'), "{result:?}");
}
