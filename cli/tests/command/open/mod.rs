//! The page of `--open`.

mod accessibility;
pub mod browser;
mod chromium;
pub mod client;
mod ends;
mod forms;
mod hostile;
mod images;
mod limits;
mod listener;
mod services;

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Command, Stdio},
};

use serde_json::json;

use crate::support::*;

/// Returns a RESTART with two alternatives, each of one field.
fn restart_with_a_choice() -> Response {
    let request = |id: &str, label: &str| {
        json!({"id": id, "required": "primary-required", "metadata": {},
               "fields": {id: {"type": "string", "label": label, "help": "Help"}}})
    };
    Response::Json(json!({"createaccount": {
        "status": "RESTART", "message": "Choose one", "messagecode": "x",
        "requests": [request("app", "Code of the app"), request("recovery", "Recovery code")],
    }}))
}

/// A run of the command with `--open`.
pub struct OpenRun {
    child: Option<Child>,
    errors: BufReader<std::process::ChildStderr>,
    /// The address that it printed.
    pub address: String,
    /// The standard error so far.
    pub err: String,
}

impl OpenRun {
    /// Creates Zoe's account on `api` with `--open`, without a browser, and waits for the address.
    pub fn create(api: &str, args: &[&str]) -> Self {
        let mut command = create_command();
        command.args([api, "--name", "Zoe", "--open"]).args(args);
        Self::start(command)
    }

    /// Starts a command with `--open`, and waits for the address.
    pub fn start(mut command: Command) -> Self {
        without_session(&mut command);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut err = String::new();
        let address = loop {
            let mut line = String::new();
            let length = errors.read_line(&mut line).unwrap();
            assert_ne!(length, 0, "no address: {err}");
            err += &line;
            if let Some(at) = line.find("http://").filter(|_| line.contains("/open/")) {
                break line[at..].trim().to_owned();
            }
        };
        Self {
            child: Some(child),
            errors,
            address,
            err,
        }
    }

    /// Returns the number of the process.
    pub fn id(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// Waits for the end.
    pub fn end(mut self) -> RunResult {
        self.errors.read_to_string(&mut self.err).unwrap();
        let output = self.child.take().unwrap().wait_with_output().unwrap();
        RunResult {
            err: std::mem::take(&mut self.err),
            ..run_result(output)
        }
    }
}

impl Drop for OpenRun {
    /// Ends the command if the test failed before.
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Removes the environment's browser, display and session of ssh.
pub fn without_session(command: &mut Command) {
    for name in ["BROWSER", "DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"] {
        command.env_remove(name);
    }
}
