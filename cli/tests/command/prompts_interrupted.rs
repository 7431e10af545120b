//! Ctrl-C and the end of input at each prompt: the words say what is so, and the echo is on again.

use rexpect::session::PtySession;
use testwiki::{Captcha, Release, Server, Setting};

use crate::support::{terminal::*, *};

const NOTHING: &str = "mwaccount: cancelled; nothing was created (cancelled)";

/// Answers prompts, interrupts the last one, and asserts the exit status and the last words. The prompt after which
/// an answer is empty is the one that is interrupted.
#[track_caller]
fn interrupt_at(args: &str, prompts: &[(&str, &str)], status: i32, words: &str) -> String {
    let mut shown = String::new();
    for end_of_input in [false, true] {
        let mut terminal = run_on_terminal(args);
        for (prompt, answer) in prompts {
            terminal.exp_string(prompt).unwrap();
            if answer.is_empty() {
                break;
            }
            terminal.send_line(answer).unwrap();
        }
        interrupt(&mut terminal, end_of_input);
        shown = assert_status(&mut terminal, status);
        assert!(shown.contains(words), "{args} {prompts:?}: {shown}");
    }
    shown
}

fn interrupt(terminal: &mut PtySession, end_of_input: bool) {
    terminal
        .send_control(if end_of_input { 'd' } else { 'c' })
        .unwrap();
}

#[test]
fn before_the_creation_nothing_was_created() {
    let server = Server::start().unwrap();
    let plain = server.add(testwiki::Wiki::release("1.43").account("Taken", "theirs-12345"));
    let questy = server.add(testwiki::Wiki::release("1.43").captcha(Captcha::Questy));
    let factor = server.add(testwiki::Wiki::release("1.45").setting(Setting::SecondFactor));
    let warns = server.add(testwiki::Wiki::release("1.43").setting(Setting::AbuseWarn));
    let create =
        |wiki: &testwiki::RunningWiki, rest: &str| format!("create '{}' {rest}", wiki.api());
    let new = ("Password of the new account: ", PASSWORD);
    let again = ("Password again: ", PASSWORD);
    for (args, prompts) in [
        (
            create(&plain, "--name Zoe"),
            &[("Password of the new account: ", "")][..],
        ),
        (
            create(&plain, "--name Zoe"),
            &[new, ("Password again: ", "")],
        ),
        (
            create(&plain, "--name Zoe --login Admin"),
            &[("Password of Admin: ", "")],
        ),
        (
            create(&plain, "--name Zoe --http-user lab"),
            &[("for HTTP authentication: ", "")],
        ),
        (
            create(&plain, "--name Taken"),
            &[new, again, ("Another name (empty to give up): ", "")],
        ),
        (
            create(&plain, "--name Zoe --email nobody"),
            &[new, again, ("E-mail address (empty to give up): ", "")],
        ),
        (
            create(&plain, "--name Zoe"),
            &[
                ("Password of the new account: ", "a"),
                ("Password again: ", "a"),
                ("Password of the new account: ", ""),
            ],
        ),
        (
            create(&plain, "--name Zoe"),
            &[
                ("Password of the new account: ", "a"),
                ("Password again: ", "a"),
                new,
                ("Password again: ", ""),
            ],
        ),
        (
            create(&questy, "--name Zoe"),
            &[new, again, ("Answer to the captcha: ", "")],
        ),
        (
            create(&questy, "--name Zoe"),
            &[
                new,
                again,
                ("Answer to the captcha: ", "Rome"),
                ("Answer to the captcha: ", ""),
            ],
        ),
        (
            create(&warns, "--name Zoe"),
            &[new, again, ("Send it again? (y/N): ", "")],
        ),
        (
            create(&factor, "--name Zoe --login Admin"),
            &[
                ("Password of Admin: ", "adminpass12345"),
                ("numbers separated by commas; empty for all): ", ""),
            ],
        ),
    ] {
        interrupt_at(&args, prompts, 5, NOTHING);
    }
}

/// The question comes after a request that may have created the account.
#[test]
fn at_a_later_step_the_account_may_exist() {
    let prompts = [
        ("Password of the new account: ", PASSWORD),
        ("Password again: ", PASSWORD),
        ("Code: ", ""),
    ];
    let wiki = two_step_wiki(false);
    let args = format!("create '{}' --name 'Zoe Example'", wiki.api());
    let words = "interrupted while the wiki was creating the account; check in the wiki's user list whether \
                 \"Zoe Example\" exists before you try again (cancelled)";
    interrupt_at(&args, &prompts, 4, words);
    let wiki = two_step_wiki(true);
    let args = format!("create '{}' --name 'Zoe Example'", wiki.api());
    let words = "warning: the account exists, but its setup was not finished: interrupted";
    interrupt_at(&args, &prompts, 0, words);
}

/// The step at which the wiki waits is saved, so that the same captcha can be answered in another run.
#[test]
fn with_a_file_the_creation_is_saved() {
    let server = Server::start().unwrap();
    let wiki = server.add(testwiki::Wiki::of(Release::first(43)).captcha(Captcha::Questy));
    for end_of_input in [false, true] {
        let name = if end_of_input { "Zora" } else { "Zoe" };
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("saved").display().to_string();
        let args = format!(
            "create '{}' --name {name} --suspend-to '{file}'",
            wiki.api()
        );
        let mut terminal = run_on_terminal(&args);
        password(&mut terminal, PASSWORD);
        for _ in 0..2 {
            terminal.exp_string("Answer to the captcha: ").unwrap();
            interrupt(&mut terminal, end_of_input);
            let shown = assert_status(&mut terminal, 3);
            let question = "; captcha question: \"What is the capital of France?\"; ";
            let next = format!("continue with mwaccount resume {file}");
            for words in ["interrupted; the wiki asks for captcha", question, &next] {
                assert!(shown.contains(words), "{words}: {shown}");
            }
            // Interrupted again, it is still there.
            terminal = run_on_terminal(&format!("resume '{file}'"));
        }
        terminal.exp_string("Answer to the captcha: ").unwrap();
        terminal.send_line("Paris").unwrap();
        password(&mut terminal, PASSWORD);
        let shown = assert_status(&mut terminal, 0);
        assert!(shown.contains(&format!("Created \"{name}\"")), "{shown}");
        assert!(!std::path::Path::new(&file).exists());
    }
}

/// A redirect is saved too, at which a person may want to go on in another place.
#[test]
fn a_redirect_is_saved() {
    let server = Server::start().unwrap();
    let wiki = server.add(testwiki::Wiki::release("1.43").setting(Setting::OpenId));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("saved").display().to_string();
    let args = format!("create '{}' --name Zoe --suspend-to '{file}'", wiki.api());
    let mut terminal = run_on_terminal(&args);
    password(&mut terminal, PASSWORD);
    terminal
        .exp_string("Complete address that the browser was sent back to: ")
        .unwrap();
    terminal.send_control('c').unwrap();
    let shown = assert_status(&mut terminal, 3);
    assert!(
        shown.contains("interrupted; the wiki redirects the user to http"),
        "{shown}"
    );
    assert!(
        shown.contains(&format!("then continue with mwaccount resume {file}")),
        "{shown}"
    );
    assert!(std::path::Path::new(&file).exists());
}
