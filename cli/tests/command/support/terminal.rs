//! The command on a pseudo-terminal.

use rexpect::session::{PtySession, spawn_command};

use super::{Wiki, program};

/// Runs the command under a shell, on a terminal with echo. At the end the shell prints the
/// exit status and the echo setting.
pub fn create_on_terminal(wiki: &Wiki, args: &str) -> PtySession {
    run_on_terminal(&format!("create '{}' --name Zoe {args}", wiki.api()))
}

pub fn run_on_terminal(args: &str) -> PtySession {
    let script = format!(
        "trap : INT; stty echo; '{}' {args}; echo \"status=$?\"; \
         stty -a | grep -o '[-]*\\becho\\b'",
        env!("CARGO_BIN_EXE_mwaccount"),
    );
    shell_on_terminal(&script)
}

pub fn shell_on_terminal(script: &str) -> PtySession {
    let mut command = program("sh");
    command.args(["-c", script]);
    spawn_command(command, Some(20_000)).unwrap()
}

pub fn password(terminal: &mut PtySession, password: &str) {
    let mut shown = terminal
        .exp_string("Password of the new account: ")
        .unwrap();
    terminal.send_line(password).unwrap();
    shown += &terminal.exp_string("Password again: ").unwrap();
    terminal.send_line(password).unwrap();
    assert!(!shown.contains(password));
}

pub fn assert_status(terminal: &mut PtySession, status: i32) -> String {
    let before = terminal.exp_string(&format!("status={status}")).unwrap();
    terminal.exp_regex("\r\necho\r\n").unwrap();
    before
}

/// Returns the text that a terminal was sent. rexpect reads each byte as a character.
pub fn text(read: &str) -> String {
    let bytes = read.chars().map(|c| u8::try_from(u32::from(c)).unwrap());
    String::from_utf8(bytes.collect()).unwrap()
}
