//! Sending signals, and starting processes with signals ignored or reset.

use std::{
    io::{BufRead, BufReader},
    os::unix::process::CommandExt,
    process::{Child, Command},
};

pub use rustix::process::Signal;
use rustix::process::{Pid, kill_process};

use super::{mwaccount, program};

/// Sends a signal to a process.
pub fn send(signal: Signal, process: u32) {
    let pid = Pid::from_raw(process.try_into().unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

/// Waits for the first line that a process writes to standard error, such as that about a signal.
pub fn first_error_line(child: &mut Child) -> String {
    let mut line = String::new();
    let stderr = child.stderr.as_mut().unwrap();
    BufReader::new(stderr).read_line(&mut line).unwrap();
    line
}

/// Resets the signals that the command inherits. A background job of a script ignores SIGINT
/// and SIGQUIT, `nohup` ignores SIGHUP, and child processes inherit that.
pub fn reset(command: &mut Command) {
    let reset = || {
        for signal in [libc::SIGHUP, libc::SIGINT, libc::SIGQUIT, libc::SIGTERM] {
            // SAFETY: SIG_DFL installs no handler.
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
        Ok(())
    };
    // SAFETY: between fork and exec it calls only signal(2), which is async-signal-safe.
    unsafe { command.pre_exec(reset) };
}

/// Returns the command, started with these signals ignored.
pub fn mwaccount_ignoring(signals: &str, args: &[&str]) -> Command {
    let mut command = program("sh");
    let script = format!("trap '' {signals}; exec \"$0\" \"$@\"");
    command.arg("-c").arg(script);
    command.arg(mwaccount(&[]).get_program()).args(args);
    command
}
