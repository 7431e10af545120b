//! Options that the command line leaves out: from the environment, else from the configuration file.
//!
//! They are added to the command line before it is parsed, so that one definition, that of `args`, decides what their
//! values may be and what they mean.

mod file;
mod key;
mod setting;
mod toml_text;

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal},
    slice,
};

use clap::{Arg, ArgMatches, Command, parser::ValueSource};

use file::{ConfigFile, WikiTable};
use key::{KEYS, Key};
use setting::{Origin, Setting};
use url::{Host, Url};

use crate::{args, terminal::print_message};

/// The settings of a run.
#[derive(Debug)]
pub struct Config {
    file: ConfigFile,
}

impl Config {
    /// Adds the settings of the environment and of the configuration file to a command line. They are read only if its
    /// subcommand has one of the options.
    ///
    /// # Errors
    /// A message, if the file or a value cannot be used.
    pub fn complete(command: &Command, arguments: &mut Vec<OsString>) -> Result<Self, String> {
        let mut config = Self {
            file: ConfigFile::default(),
        };
        // Errors in the command line are told later, when it is complete.
        let lenient = command.clone().ignore_errors(true);
        let Ok(given) = lenient.try_get_matches_from(&*arguments) else {
            return Ok(config);
        };
        let Some((name, given)) = given.subcommand() else {
            return Ok(config);
        };
        let mut command = command.clone();
        command.build();
        let Some(subcommand) = command.find_subcommand(name) else {
            return Ok(config);
        };
        if !KEYS.iter().any(|key| key.arg(subcommand).is_some()) {
            return Ok(config);
        }
        config.file = ConfigFile::read()?;
        let settings = config.settings(subcommand, given)?;
        let at = arguments.iter().position(|argument| argument == name);
        let at = at.map_or(arguments.len(), |at| at + 1);
        let added = settings.iter().map(Setting::argument);
        arguments.splice(at..at, added);
        Ok(config)
    }

    /// Tells a person on the terminal that no contact is in the User-Agent header, if wikis elsewhere get it.
    pub fn hint_at_contact(&self, command: &args::Command) {
        let (wiki, addresses) = match command {
            args::Command::Probe(args) => (&args.wiki, slice::from_ref(&args.address)),
            args::Command::Create(args) => (&args.wiki, slice::from_ref(&args.address)),
            args::Command::Bulk(args) => (&args.wiki, args.wikis()),
            args::Command::Resume(_) | args::Command::Completions(_) => return,
        };
        let has_contact = wiki.contact.is_some() || wiki.user_agent.is_some();
        let is_elsewhere = addresses
            .iter()
            .any(|address| !is_of_this_computer(address));
        if !has_contact && is_elsewhere && io::stderr().is_terminal() {
            print_message(&format!(
                "no contact is in the User-Agent header, as wikis expect of programs; give --contact, or set contact in {}",
                self.file.path.display()
            ));
        }
    }

    /// Replaces aliases of wikis by their addresses.
    pub fn resolve_aliases(&self, command: &mut args::Command) {
        let resolve = |wiki: &mut String| {
            if let Some(table) = self.file.wiki(wiki) {
                wiki.clone_from(&table.address);
            }
        };
        match command {
            args::Command::Probe(args) => resolve(&mut args.address),
            args::Command::Create(args) => resolve(&mut args.address),
            args::Command::Bulk(args) => args.wikis_mut().iter_mut().for_each(resolve),
            args::Command::Resume(args) => args.wiki.iter_mut().for_each(resolve),
            args::Command::Completions(_) => {}
        }
    }

    /// Returns the settings that count for a command line: not those of options that it has, or that exclude one that
    /// it has.
    fn settings(&self, subcommand: &Command, given: &ArgMatches) -> Result<Vec<Setting>, String> {
        let mut present: Vec<&Arg> = subcommand.get_arguments().collect();
        present.retain(|arg| {
            given.value_source(arg.get_id().as_str()) == Some(ValueSource::CommandLine)
        });
        let wikis: Vec<_> = names_of_wikis(given)
            .iter()
            .map(|name| self.file.wiki(name))
            .collect();
        let mut settings = Vec::new();
        for from_file in [false, true] {
            for key in KEYS {
                let Some(arg) = key.arg(subcommand) else {
                    continue;
                };
                if present.iter().any(|other| excludes(subcommand, arg, other)) {
                    continue;
                }
                let setting = match from_file {
                    false => environment_setting(key)?,
                    true => self.file_setting(key, &wikis)?,
                };
                if let Some(setting) = setting {
                    setting.check(subcommand)?;
                    settings.push(setting);
                    present.push(arg);
                }
            }
        }
        Ok(settings)
    }

    /// Returns the setting of the wikis of a run.
    fn file_setting(
        &self,
        key: &Key,
        wikis: &[Option<&WikiTable>],
    ) -> Result<Option<Setting>, String> {
        let mut found = wikis.iter().map(|wiki| self.file.setting_for(*wiki, key));
        let Some(first) = found.next() else {
            return Ok(self.file.setting_for(None, key).cloned());
        };
        let value = |setting: Option<&Setting>| setting.map(|setting| setting.value.clone());
        // A creator's name must not get to a wiki for which it is not meant.
        if found.any(|other| value(other) != value(first)) {
            return Err(format!(
                "the wikis of this run have not the same {} in {}: give --{}, or run mwaccount for each of them",
                key.name,
                self.file.path.display(),
                key.name,
            ));
        }
        Ok(first.cloned())
    }
}

/// Returns whether an option counts no more beside one that is present: it is the same, or they exclude each other.
fn excludes(subcommand: &Command, arg: &Arg, present: &Arg) -> bool {
    let conflict = |one: &Arg, other: &Arg| {
        let conflicts = subcommand.get_arg_conflicts_with(one);
        conflicts.iter().any(|arg| arg.get_id() == other.get_id())
    };
    arg.get_id() == present.get_id() || conflict(arg, present) || conflict(present, arg)
}

/// Returns whether the host of an address is this computer.
fn is_of_this_computer(address: &str) -> bool {
    let address = match address.contains("://") {
        true => address.to_owned(),
        false => format!("https://{address}"),
    };
    Url::parse(&address).is_ok_and(|url| match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    })
}

/// Returns the wikis on a command line, by address or alias. The last of the targets of `bulk` is its file.
fn names_of_wikis(given: &ArgMatches) -> Vec<&String> {
    let values = |id| {
        given
            .try_get_many::<String>(id)
            .ok()
            .flatten()
            .into_iter()
            .flatten()
    };
    let mut targets: Vec<_> = values("targets").collect();
    targets.pop();
    values("address")
        .chain(values("wiki"))
        .chain(targets)
        .collect()
}

/// Returns the setting of an environment variable, which is none if it is empty.
fn environment_setting(key: &Key) -> Result<Option<Setting>, String> {
    let variable = key.variable();
    let Some(value) = env::var_os(&variable).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let value = value
        .into_string()
        .map_err(|_| format!("{variable} is not valid Unicode"))?;
    Ok(Some(Setting {
        key: key.name,
        value,
        origin: Origin::Variable(variable),
    }))
}
