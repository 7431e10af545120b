//! The page of `--open` during a run.

use testwiki::{Captcha, Server, Setting, Wiki};

use super::{Course, ROW_PASSWORD, users};
use crate::open::{OpenRun, client::*};

/// Starts a run on this wiki with the page.
fn start(course: &Course, api: &str, args: &[&str]) -> OpenRun {
    OpenRun::start(course.command(&[&[api, "list.csv", "--open"], args].concat()))
}

/// The rows are answered one after the other on the same page, which tells the result.
#[test]
fn each_row_is_answered_on_one_page() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").captcha(Captcha::Questy));
    let course = Course::of(3);
    let run = start(&course, &wiki.api(), &["--json"]);
    let page = Page::enter(&run.address);
    let first = page.show();
    assert!(first.contains("User 1"), "{first}");
    assert!(first.contains("capital of France"), "{first}");
    // A run has neither of these.
    for action in ["another", "signed-up"] {
        assert!(!first.contains(&format!("value=\"{action}\"")), "{first}");
    }
    let wrong = page.submit(&[("Answer", "Rome")]);
    assert!(wrong.contains("User 1"), "{wrong}");
    assert!(wrong.contains("the answer was wrong"), "{wrong}");
    let second = page.submit(&[("Answer", "Paris")]);
    assert!(second.contains("User 2"), "{second}");
    assert!(!second.contains("the answer was wrong"), "{second}");
    page.submit(&[("Answer", "Paris")]);
    let end = page.submit(&[("Answer", "Paris")]);
    assert!(end.contains("The run has ended"), "{end}");
    assert!(end.contains("3 accounts: 3 created"), "{end}");
    let result = run.end();
    assert_eq!(result.status, 0, "{result:?}");
    result.assert_hides(ROW_PASSWORD);
    assert_eq!(result.json()["created"], 3, "{result:?}");
    assert_eq!(users(&wiki), [1, 2, 3]);
}

/// The run stops where the person gives up, and goes on there.
#[test]
fn giving_up_stops_the_run_which_goes_on_later() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").captcha(Captcha::Questy));
    let course = Course::of(2);
    let run = start(&course, &wiki.api(), &[]);
    let page = Page::enter(&run.address);
    page.submit(&[("Answer", "Paris")]);
    let end = page.press("give-up");
    assert!(end.contains("The run has ended"), "{end}");
    assert_eq!(run.end().status, 5);
    assert_eq!(users(&wiki), [1]);
    let run = start(&course, &wiki.api(), &["--open-timeout", "1"]);
    let result = run.end();
    assert_eq!(result.status, 5, "{result:?}");
    assert!(
        result
            .out
            .contains("nobody answered on the page within 1 second"),
        "{result:?}"
    );
    let run = start(&course, &wiki.api(), &[]);
    let page = Page::enter(&run.address);
    assert!(page.show().contains("User 2"));
    page.submit(&[("Answer", "Paris")]);
    assert_eq!(run.end().status, 0);
    assert_eq!(users(&wiki), [1, 2]);
}

/// Fields of an extension: what was typed for one person is not there for the next.
#[test]
fn values_of_one_row_are_not_kept_for_the_next() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").setting(Setting::Otp));
    let course = Course::of(2);
    let run = start(&course, &wiki.api(), &[]);
    let page = Page::enter(&run.address);
    let wrong = page.submit(&[("Code", "000000"), ("Agree", "1")]);
    assert!(wrong.contains(" checked"), "{wrong}");
    let second = page.submit(&[("Code", "123456"), ("Agree", "1")]);
    assert!(second.contains("User 2"), "{second}");
    assert!(!second.contains(" checked"), "{second}");
    page.submit(&[("Code", "123456")]);
    let result = run.end();
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(users(&wiki), [1, 2]);
}
