//! Captchas and fields during a run.

use testwiki::{Captcha, Server, Setting, Wiki};

use super::{Course, ROW_PASSWORD, users};

#[test]
fn the_answer_command_answers_each_captcha() {
    for release in ["1.19", "1.26", "1.43"] {
        let server = Server::start().unwrap();
        let wiki = server.add(Wiki::release(release).captcha(Captcha::Questy));
        let course = Course::of(3);
        let answer = "cat >> asked; echo '{\"captcha\": \"Paris\"}'";
        let result = course.create(&wiki, &["--answer-command", answer]);
        assert_eq!(result.status, 0, "{release}: {result:?}");
        assert_eq!(users(&wiki), [1, 2, 3], "{release}");
        let asked = course.read("asked");
        assert_eq!(asked.lines().count(), 3, "{release}: {asked}");
        assert!(asked.contains("capital of France"), "{asked}");
    }
}

#[test]
fn without_an_answer_the_run_stops_at_the_first_with_advice() {
    let server = Server::start().unwrap();
    let wiki = server.add(
        Wiki::release("1.43")
            .captcha(Captcha::Questy)
            .sysop("Teacher", "teacherpass12345"),
    );
    let course = Course::of(3);
    course.write("teacher", "teacherpass12345");
    let result = course.create(&wiki, &["--json", "--report", "report.csv"]);
    assert_eq!(result.status, 5, "{result:?}");
    let json = result.json();
    let message = json["stops"][0]["message"].as_str().unwrap().to_owned();
    for word in ["captcha", "--answer-command", "--login", "skipcaptcha"] {
        assert!(message.contains(word), "{message}");
    }
    assert_eq!(course.outcomes(), ["pending"; 3]);
    assert_eq!(
        wiki.requests("createaccount"),
        1,
        "only the check of the caller"
    );
    // A creator with the right is asked none.
    let result = course.create(
        &wiki,
        &["--login", "Teacher", "--login-password-file", "teacher"],
    );
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(users(&wiki), [1, 2, 3]);
}

#[test]
fn wrong_answers_stop_the_run_and_create_nothing() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").captcha(Captcha::Questy));
    let course = Course::of(2);
    let answer = "echo x >> asked; cat > /dev/null; echo '{\"captcha\": \"Rome\"}'";
    let result = course.create(&wiki, &["--answer-command", answer, "--json"]);
    assert_eq!(result.status, 5, "{result:?}");
    assert_eq!(course.read("asked").lines().count(), 5);
    assert_eq!(
        result.json()["stops"][0]["reason"],
        "captcha-wrong",
        "{result:?}"
    );
    let result = course.create(&wiki, &["--answer-command", "exit 3", "--json"]);
    assert_eq!(result.status, 5, "{result:?}");
    assert!(
        result.json()["stops"][0]["message"]
            .as_str()
            .unwrap()
            .contains("answer command failed")
    );
    assert!(users(&wiki).is_empty());
}

#[test]
fn fields_of_extensions_are_columns() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.19").setting(Setting::SignupFields));
    let course = Course::of(1);
    let result = course.create(&wiki, &["--json"]);
    assert_eq!(result.status, 5, "{result:?}");
    let stop = result.json()["stops"][0].clone();
    assert_eq!(stop["reason"], "field-invalid");
    let message = stop["message"].as_str().unwrap();
    let (_, columns) = message.split_once("give the columns ").unwrap();
    let columns: Vec<&str> = columns
        .split(", ")
        .filter(|name| name.starts_with("field:"))
        .collect();
    assert_eq!(columns.len(), 2, "{message}");
    let row = |number| {
        serde_json::json!({
            "name": format!("User {number}"),
            "password": ROW_PASSWORD,
            columns[0]: true,
            columns[1]: "chess",
        })
    };
    let rows = format!("{}\n{}\n", row(1), row(2));
    course.write("list.csv", &rows);
    let result = course.create(&wiki, &[]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(users(&wiki), [1, 2]);
}

#[test]
fn what_is_asked_after_an_account_was_sent_needs_an_answer() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").setting(Setting::Otp));
    let course = Course::of(3);
    let result = course.create(&wiki, &["--report", "report.csv"]);
    assert_eq!(result.status, 5, "{result:?}");
    assert!(
        result
            .out
            .contains("after an account was sent; answer with --answer-command"),
        "{result:?}"
    );
    assert_eq!(course.outcomes(), ["created", "pending", "pending"]);
    let answer = "cat > asked; echo '{\"otpToken\": \"123456\", \"otpPlan\": \"a\"}'";
    let result = course.create(
        &wiki,
        &["--report", "report.csv", "--answer-command", answer],
    );
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(course.outcomes(), ["created"; 3]);
    assert_eq!(users(&wiki), [1, 2, 3]);
}

#[test]
fn a_signal_while_the_answer_is_awaited_ends_the_run() {
    use crate::support::signals::{Signal, send};

    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").captcha(Captcha::Questy));
    let course = Course::of(2);
    let answer = "cat > asked; exec sleep 20 > /dev/null 2>&1";
    let mut child = course.start(&[
        &wiki.api(),
        "list.csv",
        "--report",
        "report.csv",
        "--answer-command",
        answer,
    ]);
    super::wait_until(|| course.path("asked").exists());
    send(Signal::TERM, child.id());
    let start = std::time::Instant::now();
    assert_eq!(child.wait().unwrap().code(), Some(5));
    assert!(start.elapsed() < std::time::Duration::from_secs(10));
    assert_eq!(course.outcomes(), ["pending"; 2]);
    assert!(users(&wiki).is_empty());
}
