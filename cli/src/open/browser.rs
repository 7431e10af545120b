//! Opens an address in the user's browser, and says how to reach it from elsewhere.

use std::{
    env,
    net::SocketAddr,
    process::{Command, Stdio},
    thread,
};

/// Opens an address in the user's browser if there is one, without waiting for it, and returns whether one was
/// started.
pub fn open(address: &str) -> bool {
    if is_remote() {
        return false;
    }
    let browsers = env::var("BROWSER").unwrap_or_default();
    let separator = if cfg!(windows) { ';' } else { ':' };
    let chosen = browsers.split(separator);
    let chosen = chosen.filter_map(|line| chosen_command(line, address));
    chosen.chain(usual_command(address)).any(start)
}

/// Returns whether this is a session of ssh, in which a browser here would not be where the user is.
fn is_remote() -> bool {
    env::var_os("SSH_CONNECTION").is_some_and(|value| !value.is_empty())
}

/// Returns how to reach a listener on this machine from the machine of the user, in a session of ssh.
pub fn forwarding(listener: SocketAddr) -> Option<String> {
    let connection = env::var("SSH_CONNECTION").ok()?;
    // The addresses and ports of the client and of this machine.
    let host = connection.split_whitespace().nth(2)?;
    let user = env::var("USER").map(|user| format!("{user}@"));
    Some(format!(
        "ssh -L {port}:{listener} {user}{host}",
        port = listener.port(),
        user = user.unwrap_or_default()
    ))
}

/// Returns the command for a line of the variable BROWSER, in which `%s` may stand for the address.
fn chosen_command(line: &str, address: &str) -> Option<Command> {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next()?);
    for word in words {
        command.arg(word.replace("%s", address));
    }
    if !line.contains("%s") {
        command.arg(address);
    }
    Some(command)
}

/// Returns the command of the system that opens an address.
fn usual_command(address: &str) -> Option<Command> {
    let (program, arguments): (_, &[&str]) = if cfg!(windows) {
        // `start` of the shell would read the address once more.
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        // Without a display it would start a browser for terminals, in this one.
        ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
            .then_some(())?;
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(address);
    Some(command)
}

/// Starts a command in the background, and returns whether it is there.
fn start(mut command: Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Ctrl-C is for this command, not for the browser.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    match command.spawn() {
        Ok(mut child) => {
            // Removes it from the table of processes when it ends.
            thread::spawn(move || child.wait());
            true
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_of_the_browser_is_read() {
        let words = |line: &str| {
            let command = chosen_command(line, "http://a/")?;
            let words = [command.get_program()]
                .into_iter()
                .chain(command.get_args());
            let words: Vec<_> = words
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            Some(words.join(" "))
        };
        assert_eq!(words("firefox").unwrap(), "firefox http://a/");
        assert_eq!(words("lynx -x %s -y").unwrap(), "lynx -x http://a/ -y");
        assert_eq!(words(" "), None);
    }
}
