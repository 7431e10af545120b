//! The configuration file.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

use etcetera::BaseStrategy;

use super::{
    key::{KEYS, Key},
    setting::{Origin, Setting},
    toml_text::{Entry, TomlText, Value},
};

/// The environment variable with the path of the file, instead of the usual one.
const VARIABLE: &str = "MWACCOUNT_CONFIG";

/// The table of wikis.
const WIKIS: &str = "wikis";

/// Parts of the names of keys that are for secrets.
const SECRETS: [&str; 4] = ["pass", "secret", "token", "credential"];

/// The settings of the file.
#[derive(Debug, Default)]
pub struct ConfigFile {
    /// The path of the file.
    pub path: PathBuf,
    /// The settings of all wikis.
    pub settings: Vec<Setting>,
    wikis: Vec<WikiTable>,
}

/// A wiki that has an alias.
#[derive(Debug)]
pub struct WikiTable {
    alias: String,
    /// The address for which the alias stands.
    pub address: String,
    /// The settings of this wiki.
    pub settings: Vec<Setting>,
}

impl ConfigFile {
    /// Reads the file of the user, which need not exist.
    ///
    /// # Errors
    /// A message with the file, the line and the key.
    pub fn read() -> Result<Self, String> {
        let named = env::var_os(VARIABLE).filter(|path| !path.is_empty());
        let is_named = named.is_some();
        let Some(path) = named.map(PathBuf::from).or_else(usual_path) else {
            return Ok(Self::default());
        };
        match fs::read_to_string(&path) {
            Ok(text) => Self::parse(path, text.trim_start_matches('\u{feff}')),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_named => Ok(Self {
                path,
                ..Self::default()
            }),
            Err(error) => Err(format!("cannot read {}: {error}", path.display())),
        }
    }

    /// Returns the wiki of an alias.
    pub fn wiki(&self, alias: &str) -> Option<&WikiTable> {
        self.wikis.iter().find(|wiki| wiki.alias == alias)
    }

    /// Returns the setting that a wiki has for a key, else that of all wikis.
    pub fn setting_for<'s>(
        &'s self,
        wiki: Option<&'s WikiTable>,
        key: &Key,
    ) -> Option<&'s Setting> {
        let of_wiki = wiki.into_iter().flat_map(|wiki| &wiki.settings);
        of_wiki
            .chain(&self.settings)
            .find(|setting| setting.key == key.name)
    }

    fn parse(path: PathBuf, text: &str) -> Result<Self, String> {
        let mut file = Self {
            path,
            ..Self::default()
        };
        for entry in
            TomlText::parse(text).map_err(|problem| file.at(problem.line, &problem.message))?
        {
            match entry.value {
                Value::Table(wikis) if entry.key == WIKIS => {
                    for wiki in wikis {
                        let table = file.wiki_table(wiki)?;
                        file.wikis.push(table);
                    }
                }
                _ => {
                    let setting = file.setting(entry, false)?;
                    file.settings.push(setting);
                }
            }
        }
        Ok(file)
    }

    fn wiki_table(&self, wiki: Entry) -> Result<WikiTable, String> {
        let alias = wiki.key;
        let Value::Table(entries) = wiki.value else {
            return Err(self.at(
                wiki.line,
                &format!("{WIKIS}.{alias} must be a table, [{WIKIS}.{alias}]"),
            ));
        };
        if !alias
            .chars()
            .all(|c| c.is_alphanumeric() || "-_".contains(c))
        {
            let message = format!("{alias} is no alias: it has letters, digits, - and _ only");
            return Err(self.at(wiki.line, &message));
        }
        let mut address = None;
        let mut settings = Vec::new();
        for entry in entries {
            match entry.value {
                Value::Text(text) if entry.key == "address" => {
                    self.check_address(entry.line, "address", &text)?;
                    address = Some(text);
                }
                _ => settings.push(self.setting(entry, true)?),
            }
        }
        let Some(address) = address else {
            return Err(self.at(wiki.line, &format!("[{WIKIS}.{alias}] has no address")));
        };
        Ok(WikiTable {
            alias,
            address,
            settings,
        })
    }

    fn setting(&self, entry: Entry, is_of_wiki: bool) -> Result<Setting, String> {
        let Entry { key, line, value } = entry;
        if SECRETS.iter().any(|part| key.to_lowercase().contains(part)) {
            return Err(self.at(line, &format!(
                "{key}: this file must not have secrets; mwaccount reads them from the terminal, or from a file of their own, as with \
                 --login-password-file"
            )));
        }
        let known = Key::named(&key).filter(|known| is_of_wiki || !known.is_of_wiki);
        let Some(known) = known else {
            return Err(self.at(line, &unknown_key(&key, is_of_wiki)));
        };
        let Value::Text(mut value) = value else {
            return Err(self.at(line, &format!("{key} must be a text or a number")));
        };
        if known.is_path {
            let folder = self.path.parent().unwrap_or(Path::new(""));
            value = folder.join(value).to_string_lossy().into_owned();
        }
        if key == "proxy" {
            self.check_address(line, &key, &value)?;
        }
        Ok(Setting {
            key: known.name,
            value,
            origin: Origin::File(self.path.clone(), line),
        })
    }

    /// Refuses an address that contains a password.
    fn check_address(&self, line: usize, key: &str, address: &str) -> Result<(), String> {
        let authority = address.split_once("://").map_or(address, |(_, rest)| rest);
        let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
        match authority.rsplit_once('@') {
            Some((user, _)) if user.contains(':') => Err(self.at(
                line,
                &format!("{key} contains a password, and this file must not have secrets"),
            )),
            _ => Ok(()),
        }
    }

    fn at(&self, line: usize, message: &str) -> String {
        format!("{}, line {line}: {message}", self.path.display())
    }
}

/// Returns the path of the file in the user's folder of configuration files: `$XDG_CONFIG_HOME`, by default `~/.config`, also on
/// macOS; `%APPDATA%` on Windows.
fn usual_path() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    Some(folders.config_dir().join("mwaccount").join("config.toml"))
}

fn unknown_key(key: &str, is_of_wiki: bool) -> String {
    if Key::named(key).is_some() {
        return format!("{key} is about one wiki: it belongs below [{WIKIS}.ALIAS]");
    }
    let mut keys: Vec<_> = KEYS
        .iter()
        .filter(|known| is_of_wiki || !known.is_of_wiki)
        .collect();
    keys.sort_by_key(|key| key.name);
    let mut names: Vec<_> = keys.iter().map(|key| key.name).collect();
    names.push(if is_of_wiki { "address" } else { WIKIS });
    format!("{key} is no key; the keys here are {}", names.join(", "))
}
