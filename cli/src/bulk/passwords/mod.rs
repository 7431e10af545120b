//! The file of generated passwords. Each is written and synced before its account is sent, and is used
//! again by a later run.

pub mod generate;

use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions, TryLockError},
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use mwaccount::{NewAccount, Secret};

use super::spreadsheet::{text_cell, without_formula};
use crate::files::folder;

const HEADER: &str = "name,password\n";

/// The longest last line that is kept although it has no end.
const MAX_TAIL: u64 = 64 << 10;

/// The file of generated passwords. It holds the place of each password in memory, not the password.
#[derive(Debug)]
pub struct PasswordFile {
    path: PathBuf,
    file: File,
    /// The length of the file.
    end: u64,
    length: usize,
    /// The places of the rows by a number for the name.
    places: HashMap<u64, Vec<u64>>,
}

impl PasswordFile {
    /// Creates the file, or opens one that an earlier run has made, and locks it. Passwords are made with this
    /// length.
    ///
    /// # Errors
    /// Says why the file cannot be used. A file that is no such file is not changed.
    pub fn open(path: &Path, length: usize) -> Result<Self, String> {
        let shown = path.display();
        let mut options = OpenOptions::new();
        options.read(true).append(true);
        let mut new = options.clone();
        new.create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut new, 0o600);
        let (file, is_new) = match new.open(path) {
            Ok(file) => (file, true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                ensure_own(path)?;
                let opened = options.open(path);
                (
                    opened.map_err(|error| format!("{shown} cannot be opened ({error})"))?,
                    false,
                )
            }
            Err(error) => return Err(format!("{shown} cannot be created ({error})")),
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(format!(
                    "{shown} is used by another run; wait until it ends, or give another name"
                ));
            }
            Err(TryLockError::Error(error)) => {
                return Err(format!("{shown} cannot be locked ({error})"));
            }
        }
        let mut passwords = Self {
            path: path.to_owned(),
            file,
            end: 0,
            length,
            places: HashMap::new(),
        };
        if is_new {
            passwords.append(HEADER.as_bytes())?;
            sync_folder(path);
        } else {
            passwords.read_places()?;
        }
        Ok(passwords)
    }

    /// Returns the password of an account: the one in the file, or a new one that is in the file and
    /// synced when this returns.
    ///
    /// # Errors
    /// Says why the file cannot be read or written. The account must not be sent then.
    pub fn password(&mut self, account: &NewAccount) -> Result<Secret, String> {
        let name = account.likely_name();
        if let Some(password) = self.find(&name)? {
            return Ok(password);
        }
        let password = generate::password(self.length)
            .map_err(|error| format!("the system gives no random numbers ({error})"))?;
        let row = format!("{},{}\n", text_cell(&name), text_cell(password.expose()));
        let row = Secret::from(row);
        let place = self.end;
        self.append(row.expose().as_bytes())?;
        self.places
            .entry(hash(&without_formula(&name)))
            .or_default()
            .push(place);
        Ok(password)
    }

    /// Returns the password of an account if it is in the file.
    ///
    /// # Errors
    /// Says why the file cannot be read.
    pub fn existing(&self, account: &NewAccount) -> Result<Option<Secret>, String> {
        self.find(&account.likely_name())
    }

    fn find(&self, name: &str) -> Result<Option<Secret>, String> {
        // As it is in the file.
        let name = without_formula(name);
        let Some(places) = self.places.get(&hash(&name)) else {
            return Ok(None);
        };
        for place in places {
            let row = row_at(&self.file, *place).map_err(|error| self.unreadable(&error))?;
            if row.get(0) == Some(name.as_str()) {
                return Ok(row.get(1).map(Secret::from));
            }
        }
        Ok(None)
    }

    /// Reads the places of the rows. A torn last row, without the end of its line, is cut off: its account
    /// was not sent. If it has both cells to their ends, as after an editor that ends no last line, it is kept
    /// and its line ended.
    fn read_places(&mut self) -> Result<(), String> {
        let mut header = [0; HEADER.len()];
        let is_own = self.file.read_exact(&mut header).is_ok() && header == HEADER.as_bytes();
        if !is_own {
            // The whole header was not written: there can be no row.
            let shown = self.path.display();
            return Err(format!(
                "{shown} exists already and is no file of --generate-passwords; give a new name"
            ));
        }
        let read = complete_length(&self.file).and_then(|end| Ok((end, tail(&self.file, end)?)));
        let (end, tail) = read.map_err(|error| self.unreadable(&error))?;
        self.end = end;
        if is_row(&tail) {
            self.end += tail.len() as u64;
            self.append(b"\n")?;
        }
        let places = places(&self.file, self.end);
        self.places = places.map_err(|error| self.unreadable(&error))?;
        self.cut()
    }

    /// Cuts off what is behind the last complete row.
    fn cut(&mut self) -> Result<(), String> {
        let cut = self.file.set_len(self.end);
        cut.map_err(|error| format!("{} cannot be written ({error})", self.path.display()))
    }

    /// Writes and syncs a row. If it cannot be written, nothing of it stays.
    fn append(&mut self, row: &[u8]) -> Result<(), String> {
        let written = self
            .file
            .write_all(row)
            .and_then(|()| self.file.sync_data());
        match written {
            Ok(()) => {
                self.end += row.len() as u64;
                Ok(())
            }
            Err(error) => {
                let _ = self.cut();
                let shown = self.path.display();
                Err(format!(
                    "{shown} cannot be written ({error}); free some space there"
                ))
            }
        }
    }

    fn unreadable(&self, error: &io::Error) -> String {
        format!("{} cannot be read ({error})", self.path.display())
    }
}

/// Reads the row at a place.
fn row_at(mut file: &File, place: u64) -> io::Result<StringRecord> {
    file.seek(SeekFrom::Start(place))?;
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .buffer_capacity(256)
        .from_reader(file);
    let mut row = StringRecord::new();
    reader.read_record(&mut row)?;
    Ok(row)
}

/// Returns the places of the rows up to this length, by a number for the name.
fn places(mut file: &File, end: u64) -> io::Result<HashMap<u64, Vec<u64>>> {
    file.seek(SeekFrom::Start(0))?;
    let mut reader = ReaderBuilder::new().from_reader(file.take(end));
    let mut row = StringRecord::new();
    let mut places: HashMap<u64, Vec<u64>> = HashMap::new();
    while reader.read_record(&mut row)? {
        if let (Some(name), Some(position)) = (row.get(0), row.position()) {
            places.entry(hash(name)).or_default().push(position.byte());
        }
    }
    Ok(places)
}

/// Returns the length up to the end of the last complete line.
fn complete_length(mut file: &File) -> io::Result<u64> {
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file);
    let (mut length, mut complete) = (0, 0);
    loop {
        let chunk = io::BufRead::fill_buf(&mut reader)?;
        if chunk.is_empty() {
            return Ok(complete);
        }
        if let Some(at) = chunk.iter().rposition(|byte| *byte == b'\n') {
            complete = length + at as u64 + 1;
        }
        let count = chunk.len();
        length += count as u64;
        io::BufRead::consume(&mut reader, count);
    }
}

/// Returns what follows the last complete line.
fn tail(mut file: &File, end: u64) -> io::Result<Vec<u8>> {
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(end))?;
    file.take(MAX_TAIL).read_to_end(&mut tail)?;
    Ok(tail)
}

/// Returns whether a line without an end has a name and a password, neither of which is torn: a quotation mark
/// that begins a cell is closed.
fn is_row(line: &[u8]) -> bool {
    let mut row = ByteRecord::new();
    let mut reader = ReaderBuilder::new().has_headers(false).from_reader(line);
    let marks = line.iter().filter(|byte| **byte == b'"').count();
    marks.is_multiple_of(2)
        && reader.read_byte_record(&mut row).unwrap_or(false)
        && row.len() >= 2
        && row.iter().take(2).all(|cell| !cell.is_empty())
}

/// Fails unless the file is one that only its owner can read.
fn ensure_own(path: &Path) -> Result<(), String> {
    let shown = path.display();
    let metadata =
        fs::symlink_metadata(path).map_err(|error| format!("{shown} cannot be read ({error})"))?;
    if !metadata.is_file() {
        return Err(format!(
            "{shown} exists already and is no file; give a new name"
        ));
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::mode(&metadata) & 0o077 != 0 {
        return Err(format!(
            "{shown} exists already and others may read it; give a new name, or make it private (chmod 600) if it is a file of --generate-passwords"
        ));
    }
    Ok(())
}

/// Makes the name of a new file last, where the system can.
fn sync_folder(path: &Path) {
    // Windows opens no folder.
    if let Ok(folder) = File::open(folder(path)) {
        let _ = folder.sync_all();
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn password_of(file: &mut PasswordFile, name: &str) -> String {
        let password = file.password(&NewAccount::new(name)).unwrap();
        password.expose().to_owned()
    }

    #[test]
    fn passwords_are_written_first_and_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passwords.csv");
        let mut file = PasswordFile::open(&path, 24).unwrap();
        let zoe = password_of(&mut file, "zoe_example");
        let odd = password_of(&mut file, "\"Odd\", Jr");
        assert_eq!(password_of(&mut file, "Zoe example"), zoe);
        let in_use = PasswordFile::open(&path, 24).unwrap_err();
        assert!(in_use.contains("used by another run"), "{in_use}");
        drop(file);
        let text = fs::read_to_string(&path).unwrap();
        let first = format!("name,password\n\"Zoe example\",\"{zoe}\"\n");
        assert!(text.starts_with(&first), "{text}");
        // What a process that was killed wrote is cut off.
        fs::write(&path, text + "\"Torn\",\"Ba").unwrap();
        let mut again = PasswordFile::open(&path, 30).unwrap();
        assert_eq!(password_of(&mut again, "Zoe_example"), zoe);
        assert_eq!(password_of(&mut again, "\"Odd\", Jr"), odd);
        assert!(again.existing(&NewAccount::new("Torn")).unwrap().is_none());
        let torn = password_of(&mut again, "Torn");
        assert_eq!(torn.len(), 30);
        drop(again);
        let mut third = PasswordFile::open(&path, 24).unwrap();
        assert_eq!(password_of(&mut third, "Torn"), torn);
        drop(third);
        assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 4);
    }

    #[test]
    fn a_last_row_without_the_end_of_its_line_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passwords.csv");
        for last in [
            "Ann,by-hand-1",
            "\"Ann\",\"by-hand-1\"",
            "Ann,\"by-hand-1\"",
        ] {
            drop(PasswordFile::open(&path, 24).unwrap());
            fs::write(&path, HEADER.to_owned() + last).unwrap();
            let mut file = PasswordFile::open(&path, 24).unwrap();
            assert_eq!(password_of(&mut file, "Ann"), "by-hand-1");
            let ben = password_of(&mut file, "Ben");
            drop(file);
            assert_eq!(
                fs::read_to_string(&path).unwrap(),
                format!("{HEADER}{last}\n\"Ben\",\"{ben}\"\n")
            );
        }
        for torn in ["Ann", "Ann,", "\"Ann\",", "\"Ann\",\"by", "\"Ann,by"] {
            fs::write(&path, HEADER.to_owned() + torn).unwrap();
            drop(PasswordFile::open(&path, 24).unwrap());
            assert_eq!(fs::read_to_string(&path).unwrap(), HEADER, "{torn}");
        }
    }

    #[test]
    fn names_like_formulas_are_guarded_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passwords.csv");
        let names = ["=1+1", "'=1+1", "''=1+1", "A;=1+1", "A;'=1+1", "－1", "A"];
        let mut file = PasswordFile::open(&path, 24).unwrap();
        let made = names.map(|name| password_of(&mut file, name));
        drop(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("\n\"'=1+1\",\""), "{text}");
        assert_eq!(text.lines().count(), names.len() + 1);
        let mut file = PasswordFile::open(&path, 24).unwrap();
        assert_eq!(names.map(|name| password_of(&mut file, name)), made);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_user_can_read_it_and_other_files_are_left_alone() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passwords.csv");
        drop(PasswordFile::open(&path, 24).unwrap());
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(
            PasswordFile::open(&path, 24)
                .unwrap_err()
                .contains("others")
        );
        let other = folder.path().join("other");
        fs::write(&other, "precious").unwrap();
        fs::set_permissions(&other, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(
            PasswordFile::open(&other, 24)
                .unwrap_err()
                .contains("no file of")
        );
        assert_eq!(fs::read_to_string(&other).unwrap(), "precious");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(PasswordFile::open(&link, 24).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_gives_no_password() {
        let mut file = PasswordFile {
            path: "/dev/full".into(),
            file: OpenOptions::new()
                .read(true)
                .append(true)
                .open("/dev/full")
                .unwrap(),
            end: 0,
            length: 24,
            places: HashMap::new(),
        };
        let message = file.password(&NewAccount::new("Zoe")).unwrap_err();
        assert!(message.contains("free some space"), "{message}");
    }
}
