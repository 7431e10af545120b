//! Real MediaWiki 1.39, and checks of its accounts from outside.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use tempfile::TempDir;

use super::{PASSWORD, RunResult, mwaccount, run_with};
use ::support::{client::Client, mediawiki};

/// Admin's password, and the key of Admin's second factor.
pub const ADMIN: &str = "adminpass12345";
pub const KEY: &str = "JBSWY3DPEHPK3PXP";

/// A wiki with these settings of `tests/mediawiki/README.md`, and a folder with the password
/// files `zoe` and `admin`.
pub struct RealWiki {
    pub api: String,
    pub folder: TempDir,
}

impl RealWiki {
    pub fn new(settings: &str, instance: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("zoe"), format!("{PASSWORD}\n")).unwrap();
        fs::write(folder.path().join("admin"), format!("{ADMIN}\n")).unwrap();
        let api = mediawiki::api("1.39", settings, instance);
        Self { api, folder }
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Runs a command in the folder and asserts that its output contains no password.
    pub fn run(&self, args: &[&str]) -> RunResult {
        let mut command = mwaccount(args);
        command.current_dir(self.folder.path());
        let result = run_with(command, "");
        result.assert_hides(PASSWORD).assert_hides(ADMIN);
        result
    }

    /// Runs `mwaccount create` for Zoe.
    pub fn create(&self, args: &[&str]) -> RunResult {
        let named = ["create", self.api.as_str(), "--name", "Zoe", "--json"];
        self.run(&[&named, args].concat())
    }

    /// Runs `mwaccount create` for Zoe with Admin as the creator.
    pub fn create_as_admin(&self, args: &[&str]) -> RunResult {
        let login = ["--login", "Admin", "--login-password-file", "admin"];
        self.create(&[&login, args].concat())
    }

    /// Runs `mwaccount resume` with the file `saved`.
    pub fn resume(&self, args: &[&str]) -> RunResult {
        self.run(&[&["resume", "saved", "--json"], args].concat())
    }

    /// Writes a file for the next command.
    pub fn write(&self, file: &str, text: &str) {
        fs::write(self.path(file), text).unwrap();
    }

    /// Returns whether only this user can read a file.
    pub fn is_private(&self, file: &str) -> bool {
        let mode = fs::metadata(self.path(file)).unwrap().permissions().mode();
        mode & 0o777 == 0o600
    }

    /// Asserts that Zoe exists, by logging in as her.
    pub fn assert_zoe_exists(&self) {
        Client::logged_in(&self.api, "Zoe", PASSWORD);
    }

    /// Asserts that Zoe does not exist, on a wiki that everybody may read.
    pub fn assert_no_zoe(&self) {
        let query = [("action", "query"), ("list", "users"), ("ususers", "Zoe")];
        let users = Client::new(&self.api).get(&query);
        assert_eq!(users["query"]["users"][0]["missing"], true, "{users}");
    }
}
