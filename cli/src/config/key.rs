//! The keys of settings.

use clap::{Arg, Command};

/// A key in the configuration file, which is the name of an option, and of an environment variable.
#[derive(Debug)]
pub struct Key {
    /// The name of the option, without hyphens before it.
    pub name: &'static str,
    /// Set if the file has it for one wiki only: it is about a user or a server.
    pub is_of_wiki: bool,
    /// Set if the value is a path.
    pub is_path: bool,
}

const fn key(name: &'static str) -> Key {
    Key {
        name,
        is_of_wiki: false,
        is_path: false,
    }
}

const fn of_wiki(key: Key) -> Key {
    Key {
        is_of_wiki: true,
        ..key
    }
}

const fn path(key: Key) -> Key {
    Key {
        is_path: true,
        ..key
    }
}

/// All keys. None is for a secret, and none allows what is dangerous, as --allow-http does.
pub const KEYS: &[Key] = &[
    key("contact"),
    key("user-agent"),
    key("language"),
    key("images"),
    key("timeout"),
    key("proxy"),
    path(key("ca-file")),
    of_wiki(key("login")),
    of_wiki(key("login-domain")),
    of_wiki(key("domain")),
    of_wiki(key("format")),
    of_wiki(key("dialect")),
    of_wiki(key("http-user")),
    of_wiki(path(key("client-cert"))),
    of_wiki(path(key("client-key"))),
];

impl Key {
    /// Returns the key of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        KEYS.iter().find(|key| key.name == name)
    }

    /// Returns the option of a subcommand, if it has one.
    pub fn arg<'c>(&self, subcommand: &'c Command) -> Option<&'c Arg> {
        let mut args = subcommand.get_arguments();
        args.find(|arg| arg.get_long() == Some(self.name))
    }

    /// Returns the name of the environment variable.
    pub fn variable(&self) -> String {
        format!("MWACCOUNT_{}", self.name.to_uppercase().replace('-', "_"))
    }
}
