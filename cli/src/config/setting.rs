//! One setting.

use std::{ffi::OsString, fmt, path::PathBuf};

use clap::{Command, error::ErrorKind};

/// An option, and where its value came from.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The name of the option.
    pub key: &'static str,
    /// The value.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// The place at which a user can change a setting.
#[derive(Debug, Clone)]
pub enum Origin {
    /// An environment variable.
    Variable(String),
    /// A line of the configuration file, counted from 1.
    File(PathBuf, usize),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::File(path, line) => write!(f, "{}, line {line}", path.display()),
        }
    }
}

impl Setting {
    /// Returns the argument that has the same effect on the command line.
    pub fn argument(&self) -> OsString {
        format!("--{}={}", self.key, self.value).into()
    }

    /// Checks the value as the option's is checked.
    ///
    /// # Errors
    /// A message with the origin.
    pub fn check(&self, subcommand: &Command) -> Result<(), String> {
        let alone = [subcommand.get_name().into(), self.argument()];
        let Err(error) = subcommand.clone().try_get_matches_from(alone) else {
            return Ok(());
        };
        match error.kind() {
            ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::NoEquals => {
                let text = error.to_string();
                let first = text.lines().take_while(|line| !line.trim().is_empty());
                let first = first.map(str::trim).collect::<Vec<_>>().join(" ");
                let told = first.trim_start_matches("error: ");
                Err(match &self.origin {
                    Origin::Variable(name) => format!("{name}: {told}"),
                    Origin::File(..) => format!("{}: {}: {told}", self.origin, self.key),
                })
            }
            // Other options are missing here.
            _ => Ok(()),
        }
    }
}
