//! Passwords and fields from files, options and standard input, and prompts for passwords.

use std::{
    fs::File,
    io::{self, IsTerminal, Read},
    path::Path,
};

use mwaccount::{Answer, Answers, Secret};

use crate::{args, console::Console, prompt, report::Report, terminal};

/// The maximum size in bytes of a text from a file or from standard input.
const MAX_LENGTH: u64 = 1 << 20;

/// The maximum size in bytes of a suspended conversation, which contains a wiki's form several
/// times.
const MAX_CONVERSATION_LENGTH: u64 = 16 << 20;

/// U+FEFF at the start of a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads the password or token in the file of `option`.
pub fn read_secret(option: &str, path: &Path) -> Result<Secret, Box<Report>> {
    let secret = read_text(option, path)?;
    if secret.is_empty() {
        let shown = path.display();
        return Err(Report::usage_error(format!(
            "the file {shown} of {option} is empty; give another"
        )));
    }
    Ok(secret)
}

/// Returns the password that `option` requires: from the file of `file_option`, else from a
/// prompt.
pub fn password(
    [option, file_option]: [&str; 2],
    file: Option<&Path>,
    prompt: &str,
    console: &Console,
) -> Result<Secret, Box<Report>> {
    match file {
        Some(path) => read_secret(file_option, path),
        None if terminal::is_interactive() => prompt::read_hidden_line(console, prompt),
        None => Err(Report::usage_error(format!(
            "{option} needs a password; give {file_option}, or run mwaccount on a terminal"
        ))),
    }
}

/// Returns the password of the new account. Without an option and a terminal there is none,
/// which suits wikis with external authentication; others ask for it.
pub fn new_password(
    args: &args::PasswordArgs,
    console: &Console,
) -> Result<Option<Secret>, Box<Report>> {
    match given_password(args)? {
        None if terminal::is_interactive() => prompt::new_password(console).map(Some),
        given => Ok(given),
    }
}

/// Returns the password of the new account if an option gives it.
pub fn given_password(args: &args::PasswordArgs) -> Result<Option<Secret>, Box<Report>> {
    match &args.password_file {
        Some(path) => read_secret("--password-file", path).map(Some),
        None if args.password_stdin => password_stdin().map(Some),
        None => Ok(None),
    }
}

/// Reads the password on the first line of standard input.
fn password_stdin() -> Result<Secret, Box<Report>> {
    if io::stdin().is_terminal() {
        return Err(Report::usage_error(
            "--password-stdin reads from a pipe or file, not from a terminal; omit it to be prompted for the password",
        ));
    }
    let mut line = Vec::new();
    // Byte by byte: a buffer would consume what follows the line and leave more of the secret
    // in memory.
    for byte in io::stdin().lock().take(MAX_LENGTH).bytes() {
        match byte
            .map_err(|e| Report::usage_error(format!("standard input cannot be read ({e})")))?
        {
            b'\n' => break,
            byte => line.push(byte),
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    let password = utf8("standard input", line)?;
    if password.is_empty() {
        return Err(Report::usage_error("the password is empty; give one"));
    }
    Ok(password)
}

/// Fields given beforehand.
#[derive(Debug, Default)]
pub struct GivenFields {
    /// The answers by field name.
    pub answers: Answers,
    /// The names of the fields whose values came from files.
    pub from_files: Vec<String>,
}

impl GivenFields {
    /// Returns the names of the fields whose values were visible on the command line.
    pub fn visible(&self) -> impl Iterator<Item = &str> {
        let names = self.answers.names();
        names.filter(|name| !self.from_files.iter().any(|secret| secret == name))
    }

    /// Removes and returns the field of this name if its value came from a file.
    pub fn take_from_file(&mut self, name: &str) -> Option<Answer> {
        let at = self.from_files.iter().position(|secret| secret == name)?;
        self.from_files.remove(at);
        self.answers.take(name)
    }
}

/// Reads `--field` and `--field-file`. The fields of `with_option` have an option of their own
/// and are refused.
pub fn fields(
    args: &args::FieldArgs,
    with_option: &[(&str, &str)],
) -> Result<GivenFields, Box<Report>> {
    let mut answers = Answers::new();
    for pair in &args.fields {
        let (name, value) = split_pair("--field", pair, with_option)?;
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
    let mut from_files = Vec::new();
    for pair in &args.field_files {
        let (name, path) = split_pair("--field-file", pair, with_option)?;
        if answers.get(name).is_some() {
            return Err(Report::usage_error(format!(
                "the field \"{name}\" is given more than once; give it once"
            )));
        }
        answers.set(name, read_text("--field-file", Path::new(path))?);
        from_files.push(name.to_owned());
    }
    Ok(GivenFields {
        answers,
        from_files,
    })
}

/// Splits `NAME=VALUE`. Errors do not repeat the value, which may be a secret.
fn split_pair<'p>(
    option: &str,
    pair: &'p str,
    with_option: &[(&str, &str)],
) -> Result<(&'p str, &'p str), Box<Report>> {
    let Some((name, value)) = pair.split_once('=').filter(|(name, _)| !name.is_empty()) else {
        return Err(Report::usage_error(format!(
            "{option} must have the form NAME=..."
        )));
    };
    match with_option.iter().find(|(own, _)| *own == name) {
        Some((_, own)) => Err(Report::usage_error(format!(
            "{option} does not accept the field \"{name}\"; use {own}"
        ))),
        None => Ok((name, value)),
    }
}

/// Reads the text of a file, without one trailing newline.
fn read_text(option: &str, path: &Path) -> Result<Secret, Box<Report>> {
    let shown = path.display();
    let mut bytes = read_bytes(&format!("{shown} of {option}"), path, MAX_LENGTH)?;
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    utf8(&format!("the file {shown}"), bytes)
}

/// Reads the whole text of the file of a suspended conversation.
pub fn read_conversation(path: &Path) -> Result<Secret, Box<Report>> {
    let shown = path.display().to_string();
    let bytes = read_bytes(&shown, path, MAX_CONVERSATION_LENGTH)?;
    utf8(&format!("the file {shown}"), bytes)
}

fn read_bytes(shown: &str, path: &Path, longest: u64) -> Result<Vec<u8>, Box<Report>> {
    let unreadable = |e| Report::usage_error(format!("the file {shown} cannot be read ({e})"));
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unreadable)?;
    file.take(longest + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > longest {
        return Err(Report::usage_error(format!(
            "the file {shown} is too large"
        )));
    }
    Ok(bytes)
}

/// Returns the text without a byte order mark, which some editors and PowerShell put before it.
fn utf8(what: &str, bytes: Vec<u8>) -> Result<Secret, Box<Report>> {
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with(BYTE_ORDER_MARK) {
                text.drain(..BYTE_ORDER_MARK.len_utf8());
            }
            Ok(Secret::new(text))
        }
        Err(_) => Err(Report::usage_error(format!("{what} must be UTF-8 text"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::own_option;

    #[test]
    fn pairs_are_split() {
        let split_pair = |pair| split_pair("--field", pair, &own_option::FIELDS_WITH_OPTION);
        assert_eq!(split_pair("a=b=c").unwrap(), ("a", "b=c"));
        assert_eq!(split_pair("a=").unwrap(), ("a", ""));
        assert!(split_pair("a").is_err());
        assert!(split_pair("=a").is_err());
        for pair in ["password=hunter2", "hunter2"] {
            let report = split_pair(pair).unwrap_err();
            assert!(!format!("{report:?}").contains("hunter2"));
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_text() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for (bytes, text) in [
            (&b"\xef\xbb\xbfhunter2\r\n"[..], "hunter2"),
            (b"hunter2\n", "hunter2"),
            (b"hunter2\xef\xbb\xbf", "hunter2\u{feff}"),
        ] {
            std::fs::write(file.path(), bytes).unwrap();
            let secret = read_secret("--password-file", file.path()).unwrap();
            assert_eq!(secret.expose(), text);
        }
        std::fs::write(file.path(), "\u{feff}\n").unwrap();
        let empty = read_secret("--password-file", file.path()).unwrap_err();
        assert!(format!("{empty:?}").contains("is empty"), "{empty:?}");
    }

    #[test]
    fn repeated_field_becomes_a_list() {
        let args = args::FieldArgs {
            fields: ["tag=a", "x=1", "tag=b", "tag=c"]
                .map(str::to_owned)
                .to_vec(),
            field_files: Vec::new(),
        };
        let given = fields(&args, &own_option::FIELDS_WITH_OPTION).unwrap();
        let tags = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(given.answers.get("tag"), Some(&Answer::from(tags)));
        assert_eq!(given.answers.get("x"), Some(&Answer::from("1")));
        assert_eq!(given.visible().count(), 2);
    }
}
