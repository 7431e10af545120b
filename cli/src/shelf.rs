//! The file that a conversation is put down in, so that it can be taken up once.
//!
//! It is removed as soon as the conversation is about to move on, and so by one process
//! only, and comes back if nothing was sent after all.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use mwaccount::Secret;
use tempfile::NamedTempFile;

/// Where a conversation comes from, and where it goes.
#[derive(Debug, Default)]
pub struct Shelf {
    taken: Option<Taken>,
    to: Option<PathBuf>,
}

/// A file that was read.
#[derive(Debug)]
struct Taken {
    /// Where it is; not a link to that, which removing would leave there.
    path: PathBuf,
    text: Secret,
    /// Whether it is still there.
    is_there: bool,
}

impl Shelf {
    /// To put something down in `to`, if that is given.
    ///
    /// # Errors
    /// A sentence, if that cannot be done: another conversation must not be overwritten, and
    /// afterwards it is too late to say that a folder is missing.
    pub fn new(to: Option<&Path>) -> Result<Self, String> {
        if let Some(to) = to {
            check(to)?;
        }
        Ok(Self {
            taken: None,
            to: to.map(Path::to_owned),
        })
    }

    /// To put down in `to` what was read from `path`, or else there again.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn again(path: &Path, text: Secret, to: Option<&Path>) -> Result<Self, String> {
        let link = path.is_symlink().then(|| path.canonicalize().ok());
        let path = link.flatten().unwrap_or_else(|| path.to_owned());
        let to = to.filter(|to| !is_same(&path, to));
        if let Some(to) = to {
            check(to)?;
        }
        Ok(Self {
            to: Some(to.unwrap_or(&path).to_owned()),
            taken: Some(Taken {
                path,
                text,
                is_there: true,
            }),
        })
    }

    /// Where something can be put down.
    pub fn place(&self) -> Option<&Path> {
        self.to.as_deref()
    }

    /// The file that was read, while it is still there.
    pub fn kept(&self) -> Option<&Path> {
        let taken = self.taken.as_ref().filter(|taken| taken.is_there)?;
        Some(&taken.path)
    }

    /// Takes what was read off the shelf: the conversation goes on, and nobody else may
    /// go on with it.
    ///
    /// # Errors
    /// A sentence: somebody else did, or the file cannot be removed.
    pub fn take(&mut self) -> Result<(), String> {
        let Some(taken) = self.taken.as_mut().filter(|taken| taken.is_there) else {
            return Ok(());
        };
        let shown = taken.path.display();
        fs::remove_file(&taken.path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => {
                format!("the conversation in {shown} was taken up by another mwaccount meanwhile")
            }
            _ => format!(
                "{shown} cannot be removed ({e}), and must not be used twice; put it where you may write"
            ),
        })?;
        taken.is_there = false;
        Ok(())
    }

    /// Puts back what was taken off: nothing was sent. `true` if it is there now.
    pub fn put_back(&mut self) -> bool {
        let Some(taken) = &mut self.taken else {
            return false;
        };
        taken.is_there = taken.is_there || write(&taken.path, &taken.text).is_ok();
        taken.is_there
    }

    /// Puts a conversation down, which is then nowhere else. One that has not moved on
    /// stays as it is.
    ///
    /// # Errors
    /// A sentence.
    pub fn put_down(&mut self, text: &Secret) -> Result<(), String> {
        let Some(to) = self.to.clone() else {
            return Ok(());
        };
        let was_there = self.kept().is_some();
        if self.kept() == Some(&to) {
            return Ok(());
        }
        self.take()?;
        if let Err(e) = write(&to, text) {
            let shown = to.display();
            let is_back = was_there && self.put_back();
            let fate = if is_back { "" } else { " and is lost" };
            return Err(format!(
                "the conversation cannot be written to {shown} ({e}){fate}"
            ));
        }
        self.taken = None;
        Ok(())
    }
}

/// Whether both are one file; what does not exist is another.
fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn check(to: &Path) -> Result<(), String> {
    let shown = to.display();
    if to.symlink_metadata().is_ok() {
        return Err(format!(
            "the file {shown} of --suspend-to exists already; name another, or remove it if it is not needed"
        ));
    }
    draft(to).map(drop).map_err(|e| {
        format!("the file {shown} of --suspend-to cannot be written ({e}); name another")
    })
}

/// A file beside `to` that only this user can read (mode 0600 on Unix).
fn draft(to: &Path) -> io::Result<NamedTempFile> {
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
    tempfile::Builder::new()
        .prefix(".mwaccount-")
        .tempfile_in(folder.unwrap_or(Path::new(".")))
}

/// Writes a file that is there as a whole or not at all, and replaces none.
fn write(to: &Path, text: &Secret) -> io::Result<()> {
    let mut file = draft(to)?;
    file.write_all(text.expose().as_bytes())?;
    file.as_file().sync_all()?;
    file.persist_noclobber(to)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = names
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_conversation_is_in_one_file_at_most() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        let mut shelf = Shelf::new(Some(&one)).unwrap();
        assert!(files(folder.path()).is_empty());
        shelf.put_down(&"first".into()).unwrap();
        assert!(Shelf::new(Some(&one)).is_err(), "it would be overwritten");

        // It moves on and is put down in its place.
        let mut shelf = Shelf::again(&one, "first".into(), Some(&one)).unwrap();
        let mut late = Shelf::again(&one, "first".into(), None).unwrap();
        shelf.take().unwrap();
        assert!(late.take().unwrap_err().contains("meanwhile"));
        shelf.put_down(&"second".into()).unwrap();
        assert_eq!(fs::read_to_string(&one).unwrap(), "second");

        // Elsewhere, without having moved on.
        let mut shelf = Shelf::again(&one, "second".into(), Some(&two)).unwrap();
        shelf.put_down(&"second".into()).unwrap();
        assert_eq!(files(folder.path()), ["two"]);

        // Taken off, and nothing was sent.
        let mut shelf = Shelf::again(&two, "second".into(), None).unwrap();
        shelf.take().unwrap();
        assert!(files(folder.path()).is_empty());
        assert!(shelf.put_back());
        assert_eq!(fs::read_to_string(&two).unwrap(), "second");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_no_second_file() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "first").unwrap();
        std::os::unix::fs::symlink("file", &link).unwrap();
        let mut shelf = Shelf::again(&link, "first".into(), Some(&link)).unwrap();
        shelf.take().unwrap();
        assert!(!file.exists());
        shelf.put_down(&"second".into()).unwrap();
        assert_eq!(fs::read_to_string(&link).unwrap(), "second");
    }

    #[cfg(unix)]
    #[test]
    fn only_this_user_can_read_it() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("file");
        Shelf::new(Some(&to))
            .unwrap()
            .put_down(&"text".into())
            .unwrap();
        let mode = fs::metadata(&to).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(Shelf::new(Some(&folder.path().join("no/file"))).is_err());
    }
}
