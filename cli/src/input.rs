//! Passwords and fields given beforehand, in files and options, and passwords asked for.

use std::{
    fs::File,
    io::{self, IsTerminal, Read},
    path::Path,
};

use mwaccount::{Answer, Answers, Secret};

use crate::{args, prompt, report::Report, run::Run, terminal};

/// The longest text taken from a file or from standard input; more is a mistake.
const LONGEST: u64 = 1 << 20;

/// The longest conversation: a wiki's form stands several times in its text.
const LONGEST_CONVERSATION: u64 = 16 << 20;

/// The password or token in the file of an option.
pub fn secret_file(option: &str, path: &Path) -> Result<Secret, Box<Report>> {
    let secret = file(option, path)?;
    if secret.is_empty() {
        let shown = path.display();
        return Err(Report::misuse(format!(
            "the file {shown} of {option} is empty; give another"
        )));
    }
    Ok(secret)
}

/// Returns the password that an option takes: that in the file of a second option, or else
/// what the person at the terminal types.
pub fn password(
    [option, file_option]: [&str; 2],
    file: Option<&Path>,
    prompt: &str,
    run: &Run,
) -> Result<Secret, Box<Report>> {
    match file {
        Some(path) => secret_file(file_option, path),
        None if terminal::is_there() => prompt::hidden_line(run, prompt),
        None => Err(Report::misuse(format!(
            "{option} takes a password; give {file_option}, or run mwaccount on a terminal"
        ))),
    }
}

/// Returns the password of the new account. Where nobody can be asked there is none, which
/// suits wikis whose users come from elsewhere; others ask for it.
pub fn new_password(args: &args::PasswordArgs, run: &Run) -> Result<Option<Secret>, Box<Report>> {
    match given_password(args)? {
        None if terminal::is_there() => prompt::new_password(run).map(Some),
        given => Ok(given),
    }
}

/// Returns the password of the new account if an option gives it.
pub fn given_password(args: &args::PasswordArgs) -> Result<Option<Secret>, Box<Report>> {
    match &args.password_file {
        Some(path) => secret_file("--password-file", path).map(Some),
        None if args.password_stdin => password_stdin().map(Some),
        None => Ok(None),
    }
}

/// The password on the first line of standard input.
fn password_stdin() -> Result<Secret, Box<Report>> {
    if io::stdin().is_terminal() {
        return Err(Report::misuse(
            "--password-stdin reads from a pipe or file; leave it out to be asked for the password",
        ));
    }
    let mut line = Vec::new();
    // Byte by byte: what follows the line is none of ours, and a larger buffer
    // would leave more of the secret in memory.
    for byte in io::stdin().lock().take(LONGEST).bytes() {
        match byte.map_err(|e| Report::misuse(format!("standard input cannot be read ({e})")))? {
            b'\n' => break,
            byte => line.push(byte),
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    let password = text("standard input", line)?;
    if password.is_empty() {
        return Err(Report::misuse("the password is empty; give one"));
    }
    Ok(password)
}

/// Fields given beforehand.
#[derive(Debug, Default)]
pub struct Given {
    /// Their values.
    pub answers: Answers,
    /// The names of those whose values came from files.
    pub secret: Vec<String>,
}

impl Given {
    /// The names of those whose values everybody could see on the command line.
    pub fn open(&self) -> impl Iterator<Item = &str> {
        let names = self.answers.names();
        names.filter(|name| !self.secret.iter().any(|secret| secret == name))
    }

    /// Takes out the field of this name if its value came from a file.
    pub fn take_secret(&mut self, name: &str) -> Option<Answer> {
        let at = self.secret.iter().position(|secret| secret == name)?;
        self.secret.remove(at);
        self.answers.take(name)
    }
}

/// The fields given beforehand; not those that have an option of their `own`.
pub fn fields(args: &args::FieldArgs, own: &[(&str, &str)]) -> Result<Given, Box<Report>> {
    let mut answers = Answers::new();
    for pair in &args.fields {
        let (name, value) = pair_of("--field", pair, own)?;
        let answer = match answers.take(name) {
            None => Answer::from(value),
            Some(Answer::Many(mut values)) => {
                values.push(value.into());
                Answer::Many(values)
            }
            Some(Answer::Text(first)) => Answer::Many(vec![first, value.into()]),
            Some(checked) => checked,
        };
        answers.set(name, answer);
    }
    let mut secret = Vec::new();
    for pair in &args.field_files {
        let (name, path) = pair_of("--field-file", pair, own)?;
        if answers.get(name).is_some() {
            return Err(Report::misuse(format!(
                "the field \"{name}\" is given more than once; give it once"
            )));
        }
        answers.set(name, file("--field-file", Path::new(path))?);
        secret.push(name.to_owned());
    }
    Ok(Given { answers, secret })
}

/// Splits `NAME=VALUE`. No message repeats the value: it may be a secret.
fn pair_of<'p>(
    option: &str,
    pair: &'p str,
    own: &[(&str, &str)],
) -> Result<(&'p str, &'p str), Box<Report>> {
    let Some((name, value)) = pair.split_once('=').filter(|(name, _)| !name.is_empty()) else {
        return Err(Report::misuse(format!("{option} must be written NAME=...")));
    };
    match own.iter().find(|(own, _)| *own == name) {
        Some((_, own)) => Err(Report::misuse(format!(
            "\"{name}\" is not given by {option}; use {own}"
        ))),
        None => Ok((name, value)),
    }
}

/// The text of a file, without one newline at its end.
fn file(option: &str, path: &Path) -> Result<Secret, Box<Report>> {
    let shown = path.display();
    let mut bytes = bytes(&format!("{shown} of {option}"), path, LONGEST)?;
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    text(&format!("the file {shown}"), bytes)
}

/// The text of a file as it is.
pub fn whole_file(path: &Path) -> Result<Secret, Box<Report>> {
    let shown = path.display().to_string();
    let bytes = bytes(&shown, path, LONGEST_CONVERSATION)?;
    text(&format!("the file {shown}"), bytes)
}

fn bytes(shown: &str, path: &Path, longest: u64) -> Result<Vec<u8>, Box<Report>> {
    let unreadable = |e| Report::misuse(format!("the file {shown} cannot be read ({e})"));
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(longest + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > longest {
        return Err(Report::misuse(format!("the file {shown} is too large")));
    }
    Ok(bytes)
}

fn text(what: &str, bytes: Vec<u8>) -> Result<Secret, Box<Report>> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Secret::new(text)),
        Err(_) => Err(Report::misuse(format!("{what} must be UTF-8 text"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_read() {
        let pair_of = |pair| pair_of("--field", pair, &args::OWN_OPTION);
        assert_eq!(pair_of("a=b=c").unwrap(), ("a", "b=c"));
        assert_eq!(pair_of("a=").unwrap(), ("a", ""));
        assert!(pair_of("a").is_err());
        assert!(pair_of("=a").is_err());
        for pair in ["password=hunter2", "hunter2"] {
            let report = pair_of(pair).unwrap_err();
            assert!(!format!("{report:?}").contains("hunter2"));
        }
    }

    #[test]
    fn a_field_given_again_is_a_further_choice() {
        let args = args::FieldArgs {
            fields: ["tag=a", "x=1", "tag=b", "tag=c"]
                .map(str::to_owned)
                .to_vec(),
            field_files: Vec::new(),
        };
        let given = fields(&args, &args::OWN_OPTION).unwrap();
        let tags = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(given.answers.get("tag"), Some(&Answer::from(tags)));
        assert_eq!(given.answers.get("x"), Some(&Answer::from("1")));
        assert_eq!(given.open().count(), 2);
    }
}
