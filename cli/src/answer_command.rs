//! The answer command: an external program that answers what the wiki asks.

use std::{
    io::{self, Read, Write},
    process::{Child, Command, Stdio},
    thread,
};

use mwaccount::{Answer, Answers, Reason};
use serde_json::{Map, Value};

use crate::{json_ask::JsonAsk, report::Report, terminal::to_json};

/// The maximum number of runs of the command.
const MAX_RUNS: u32 = 5;
/// The maximum number of bytes of its output.
const MAX_OUTPUT: u64 = 1 << 20;

/// The command line, and the number of its runs so far.
#[derive(Debug)]
pub struct AnswerCommand {
    line: String,
    runs: u32,
}

impl AnswerCommand {
    /// Creates an answer command from a shell command line.
    pub fn new(line: &str) -> Self {
        Self {
            line: line.to_owned(),
            runs: 0,
        }
    }

    /// Returns whether another run is allowed.
    pub fn can_run_again(&self) -> bool {
        self.runs < MAX_RUNS
    }

    /// Runs the command and returns its answers.
    pub fn answer(&mut self, ask: &JsonAsk) -> Result<Answers, Box<Report>> {
        self.runs += 1;
        let printed = self.run(ask)?;
        let object: Map<String, Value> = serde_json::from_slice(&printed).map_err(|e| {
            // The message gives the position only: the output may be a secret.
            let (line, column) = (e.line(), e.column());
            failed(format!(
                "the answer command must print one JSON object; its output is not one (line {line}, column {column})"
            ))
        })?;
        answers(object)
    }

    fn run(&self, ask: &JsonAsk) -> Result<Vec<u8>, Box<Report>> {
        let broken = |e: io::Error| failed(format!("the answer command cannot be run ({e})"));
        let mut input = to_json(ask).into_bytes();
        input.push(b'\n');
        let mut child = shell(&self.line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(broken)?;
        // In a thread, because the command may print before it reads, and both pipes could fill
        // up.
        let writer = child.stdin.take().map(|mut stdin| {
            // A command that closes its input early is not an error.
            thread::spawn(move || drop(stdin.write_all(&input)))
        });
        let printed = read_output(&mut child).map_err(broken)?;
        let status = child.wait().map_err(broken)?;
        if let Some(writer) = writer.filter(thread::JoinHandle::is_finished) {
            let _ = writer.join();
        }
        if printed.len() as u64 > MAX_OUTPUT {
            return Err(failed(format!(
                "the answer command must print one JSON object; it printed more than {MAX_OUTPUT} bytes"
            )));
        }
        if !status.success() {
            return Err(failed(format!(
                "the answer command failed ({status}); it must print one JSON object and exit with status 0"
            )));
        }
        Ok(printed)
    }
}

/// Reads the output, at most one byte more than `MAX_OUTPUT`, and kills a command that prints
/// more than that.
fn read_output(child: &mut Child) -> io::Result<Vec<u8>> {
    let mut printed = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        stdout.take(MAX_OUTPUT + 1).read_to_end(&mut printed)?;
    }
    if printed.len() as u64 > MAX_OUTPUT {
        child.kill()?;
    }
    Ok(printed)
}

#[cfg(not(windows))]
fn shell(line: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]);
    shell
}

#[cfg(windows)]
fn shell(line: &str) -> Command {
    use std::os::windows::process::CommandExt;

    // cmd parses quotes itself: with /S it strips the outer pair only.
    let mut shell = Command::new("cmd");
    shell.args(["/S", "/C"]).raw_arg(format!("\"{line}\""));
    shell
}

/// Converts the JSON object that the command printed.
fn answers(object: Map<String, Value>) -> Result<Answers, Box<Report>> {
    let mut answers = Answers::new();
    for (name, value) in object {
        let answer = match value {
            Value::Null => continue,
            Value::Bool(checked) => Answer::from(checked),
            Value::String(text) => Answer::from(text),
            Value::Number(number) => Answer::from(number.to_string()),
            Value::Array(items) => {
                let texts = items.into_iter().map(|item| match item {
                    Value::String(text) => Ok(text),
                    _ => Err(failed(format!(
                        "the answer command must give \"{name}\" as a list of texts"
                    ))),
                });
                Answer::from(texts.collect::<Result<Vec<_>, _>>()?)
            }
            Value::Object(_) => {
                return Err(failed(format!(
                    "the answer command must give \"{name}\" as a text, a number, true, false, a list of texts or null"
                )));
            }
        };
        answers.set(name, answer);
    }
    Ok(answers)
}

fn failed(message: String) -> Box<Report> {
    Box::new(Report::failed(Reason::InvalidArgument, message))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: Value) -> Result<Answers, Box<Report>> {
        let Value::Object(object) = value else {
            panic!("no object")
        };
        answers(object)
    }

    #[test]
    fn json_values_become_answers() {
        let answers = read(json!({
            "captcha": 84, "agree": true, "tags": ["a", "b"], "word": "Paris", "none": null,
        }))
        .unwrap();
        assert_eq!(answers.get("captcha"), Some(&Answer::from("84")));
        assert_eq!(answers.get("agree"), Some(&Answer::from(true)));
        let tags = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(answers.get("tags"), Some(&Answer::from(tags)));
        assert_eq!(answers.get("word"), Some(&Answer::from("Paris")));
        assert_eq!(answers.get("none"), None);
    }

    #[test]
    fn other_shapes_are_refused() {
        assert!(read(json!({"a": {"b": 1}})).is_err());
        assert!(read(json!({"a": [1]})).is_err());
    }
}
