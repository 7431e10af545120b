//! Runs that create everything, and runs that take up an earlier one.

use testwiki::{Server, Wiki};

use super::{Course, ROW_PASSWORD, table, users};

#[test]
fn all_rows_are_created_once_on_every_sort_of_wiki() {
    // The form of an account with an e-mail address costs a third request, for the messages of mails that
    // were not sent.
    for (release, per_account) in [
        ("1.16", 3),
        ("1.19", 3),
        ("1.22", 2),
        ("1.26", 2),
        ("1.27", 1),
        ("1.46", 1),
    ] {
        let server = Server::start().unwrap();
        let wiki = server.add(Wiki::release(release));
        let course = Course::of(12);
        let result = course.create(&wiki, &["--report", "report.csv", "--json"]);
        assert_eq!(result.status, 0, "{release}: {result:?}");
        assert_eq!(users(&wiki), (1..=12).collect::<Vec<_>>(), "{release}");
        let json = result.json();
        assert_eq!(
            (&json["outcome"], &json["created"]),
            (&"done".into(), &12.into())
        );
        let requests = json["requests"].as_u64().unwrap();
        assert!(requests <= 12 * per_account + 4, "{release}: {requests}");
        let zoe = wiki.account("User 7").unwrap();
        assert_eq!(
            (zoe.email.as_str(), zoe.password.as_str()),
            ("u7@example.org", ROW_PASSWORD)
        );
        // The same again sends nothing that creates.
        let before = wiki.accounts().len();
        let result = course.create(&wiki, &["--report", "report.csv", "--json"]);
        assert_eq!(result.status, 0, "{release}: {result:?}");
        assert_eq!(wiki.accounts().len(), before);
        assert_eq!(result.json()["earlier"], 12);
        assert_eq!(course.outcomes(), ["created"; 12]);
    }
}

#[test]
fn rows_that_were_added_and_changed_since_are_noticed() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(3);
    assert_eq!(course.create(&wiki, &[]).status, 0);
    let changed = table(1..=4).replace("u2@example.org", "other@example.org");
    course.write("list.csv", &changed);
    let result = course.create(&wiki, &["--report", "report.csv", "--json"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(users(&wiki), [1, 2, 3, 4]);
    assert_eq!(wiki.account("User 2").unwrap().email, "u2@example.org");
    assert!(
        result
            .err
            .contains("line 3: \"User 2\" was created with other values"),
        "{result:?}"
    );
    let json = result.json();
    assert_eq!((&json["earlier"], &json["changed"]), (&3.into(), &1.into()));
    let report = course.read("report.csv");
    let cells = super::cells(report.lines().nth(2).unwrap());
    assert_eq!(cells[11..13], ["yes", "yes"], "{report}");
}

#[test]
fn a_refused_row_stops_no_other_and_is_tried_again_when_it_is_changed_or_asked_for() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").account("User 2", "theirs-12345"));
    let course = Course::new(&(table(1..=3) + "Bad#name,b@example.org,Planted-row-passw0rd-77\n"));
    let result = course.create(&wiki, &["--report", "report.csv"]);
    assert_eq!(result.status, 1, "{result:?}");
    assert_eq!(
        course.outcomes(),
        ["created", "refused", "created", "refused"]
    );
    assert!(
        result.err.contains("line 3: \"User 2\" refused: "),
        "{result:?}"
    );
    assert!(
        result.out.starts_with("4 accounts: 2 created, 2 refused\n"),
        "{result:?}"
    );
    let creating = wiki.requests("createaccount");
    // An unchanged row keeps its result.
    let result = course.create(&wiki, &["--report", "report.csv"]);
    assert_eq!(
        (result.status, wiki.requests("createaccount")),
        (1, creating),
        "{result:?}"
    );
    assert!(result.out.contains("(4 by an earlier run)"), "{result:?}");
    let result = course.create(&wiki, &["--retry-refused"]);
    assert_eq!(
        (result.status, wiki.requests("createaccount")),
        (1, creating + 2),
        "{result:?}"
    );
    course.write("list.csv", &table(1..=3).replace("User 2", "User 22"));
    let result = course.create(&wiki, &["--report", "report.csv"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(users(&wiki), [1, 2, 3, 22]);
}

#[test]
fn one_creator_logs_in_once_and_options_apply_to_all_rows() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").sysop("Teacher", "teacherpass12345"));
    let course =
        Course::new("name,email,reason\nUser 1,u1@example.org,\nUser 2,u2@example.org,Late\n");
    course.write("teacher", "teacherpass12345\n");
    let result = course.create(
        &wiki,
        &[
            "--login",
            "Teacher",
            "--login-password-file",
            "teacher",
            "--mail-password",
            "--reason",
            "Workshop",
            "--language",
            "de",
        ],
    );
    assert_eq!(result.status, 0, "{result:?}");
    result.assert_hides("teacherpass12345");
    let accounts = [1, 2].map(|number| wiki.account(&format!("User {number}")).unwrap());
    for (account, reason) in accounts.iter().zip(["Workshop", "Late"]) {
        assert_eq!(account.creator.as_deref(), Some("Teacher"));
        assert_eq!(account.reason, reason);
    }
    assert_eq!(wiki.mails().len(), 2);
    assert_eq!(wiki.requests("clientlogin") + wiki.requests("login"), 1);
    assert!(!course.read("list.csv.journal").contains("teacherpass12345"));
}

#[test]
fn two_runs_at_once_are_refused() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    wiki.fault(
        testwiki::Fault::Delay(std::time::Duration::from_millis(3000)),
        testwiki::When::action("createaccount").nth(2),
    );
    let course = Course::of(3);
    let api = wiki.api();
    let first = course.start(&[&api, "list.csv"]);
    super::wait_until(|| users(&wiki) == [1]);
    let second = course.create(&wiki, &[]);
    assert_eq!(second.status, 2, "{second:?}");
    assert!(second.err.contains("another run"), "{second:?}");
    let first = super::result_of(first);
    assert_eq!(first.status, 0, "{first:?}");
    assert_eq!(users(&wiki), [1, 2, 3]);
}

#[test]
fn the_journal_has_no_password() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(3);
    let api = wiki
        .api()
        .replace("http://", "http://someone:s3cret-login@");
    assert_eq!(
        course
            .run(&[&api, "list.csv", "--report", "report.csv"])
            .status,
        0
    );
    for file in ["list.csv.journal", "report.csv"] {
        let text = course.read(file);
        assert!(
            !text.contains(ROW_PASSWORD) && !text.contains("s3cret-login"),
            "{text}"
        );
    }
}
