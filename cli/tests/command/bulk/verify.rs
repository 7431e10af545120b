//! `--verify`: a login as each new account.

use testwiki::{Server, Setting, Wiki};

use super::Course;

#[test]
fn new_accounts_log_in_and_show_their_address() {
    for release in ["1.19", "1.26", "1.43"] {
        let server = Server::start().unwrap();
        let wiki = server.add(Wiki::release(release));
        let course = Course::new("name,email\nUser 1,u1@example.org\nUser 2,\n");
        let args = [
            "--verify",
            "--generate-passwords",
            "passwords.csv",
            "--report",
            "report.jsonl",
        ];
        let result = course.create(&wiki, &args);
        assert_eq!(result.status, 0, "{release}: {result:?}");
        let rows = course.report();
        assert!(
            rows.iter().all(|row| row["verified"] == true),
            "{release}: {rows:?}"
        );
        let mail = rows[0]["verify_message"].as_str().unwrap();
        assert!(mail.contains("to be confirmed"), "{release}: {mail}");
        assert!(
            rows[1]["verify_message"]
                .as_str()
                .unwrap()
                .contains("no e-mail address"),
            "{rows:?}"
        );
    }
}

#[test]
fn an_account_that_is_not_right_is_told() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(2);
    assert_eq!(course.create(&wiki, &[]).status, 0);
    // Since then the list got another password.
    let list = course
        .read("list.csv")
        .replace("u2@example.org,Planted", "u2@example.org,Other");
    course.write("list.csv", &list);
    let result = course.create(&wiki, &["--verify", "--report", "report.jsonl", "--json"]);
    assert_eq!(result.status, 1, "{result:?}");
    assert_eq!(result.json()["wrong"], 1);
    assert!(
        result
            .err
            .contains("line 3: \"User 2\" is not verified: the login failed: "),
        "{result:?}"
    );
    let rows = course.report();
    assert_eq!(
        (&rows[0]["verified"], &rows[1]["verified"]),
        (&true.into(), &false.into())
    );
}

/// The password of the list is a word of the wiki's message, as if the wiki repeated it.
#[test]
fn a_password_in_the_message_of_the_login_is_not_shown() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(1);
    assert_eq!(course.create(&wiki, &[]).status, 0);
    let list = course
        .read("list.csv")
        .replace(super::ROW_PASSWORD, "Incorrect");
    course.write("list.csv", &list);
    let result = course.create(&wiki, &["--verify", "--report", "report.jsonl"]);
    assert_eq!(result.status, 1, "{result:?}");
    result.assert_hides("Incorrect");
    let message = course.report()[0]["verify_message"].to_string();
    assert!(
        message.contains("the login failed: \u{2026} ") && !message.contains("Incorrect"),
        "{message}"
    );
}

#[test]
fn what_cannot_be_verified_is_no_failure() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::new("name,email\nUser 1,u1@example.org\n");
    course.write("admin", "adminpass12345");
    let login = [
        "--login",
        "Admin",
        "--login-password-file",
        "admin",
        "--mail-password",
    ];
    let args = [&login[..], &["--verify", "--report", "report.jsonl"]].concat();
    let result = course.create(&wiki, &args);
    assert_eq!((result.status, result.err.as_str()), (0, ""), "{result:?}");
    assert!(course.report()[0]["verified"].is_null());
    let asks = server.add_at("asks", Wiki::release("1.43").setting(Setting::EmailAuth));
    let course = Course::of(1);
    let result = course.create(&asks, &["--verify", "--report", "report.jsonl"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(
        course.report()[0]["verify_message"],
        "the wiki asks for more at the login"
    );
}
