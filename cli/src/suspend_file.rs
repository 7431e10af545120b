//! The file of a suspended conversation, which can be resumed once.
//!
//! The file is removed immediately before the conversation continues, so that only one process
//! continues it. It is restored if nothing was sent.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use mwaccount::Secret;

use crate::files::temporary_beside;

/// The file from which a conversation was read, and the file to which it is written.
#[derive(Debug, Default)]
pub struct SuspendFile {
    source: Option<Source>,
    target: Option<PathBuf>,
}

/// The file that was read.
#[derive(Debug)]
struct Source {
    /// The path with links resolved: removing a link would leave the file.
    path: PathBuf,
    text: Secret,
    /// Unset once the file is removed.
    exists: bool,
}

impl SuspendFile {
    /// Creates a `SuspendFile` that writes to `target`, if given.
    ///
    /// # Errors
    /// Returns a message if `target` exists or cannot be written. It is checked now because a
    /// conversation that cannot be saved later is lost.
    pub fn new(target: Option<&Path>) -> Result<Self, String> {
        if let Some(target) = target {
            ensure_writable(target)?;
        }
        Ok(Self {
            source: None,
            target: target.map(Path::to_owned),
        })
    }

    /// Creates a `SuspendFile` whose text was read from `path`. It writes to `target`, else to
    /// `path` again.
    ///
    /// # Errors
    /// See [`new`](Self::new).
    pub fn resumed(path: &Path, text: Secret, target: Option<&Path>) -> Result<Self, String> {
        let link = path.is_symlink().then(|| path.canonicalize().ok());
        let path = link.flatten().unwrap_or_else(|| path.to_owned());
        let target = target.filter(|target| !is_same(&path, target));
        if let Some(target) = target {
            ensure_writable(target)?;
        }
        Ok(Self {
            target: Some(target.unwrap_or(&path).to_owned()),
            source: Some(Source {
                path,
                text,
                exists: true,
            }),
        })
    }

    /// Returns the file to write to.
    pub fn target(&self) -> Option<&Path> {
        self.target.as_deref()
    }

    /// Returns the file that was read, while it exists.
    pub fn source(&self) -> Option<&Path> {
        let source = self.source.as_ref().filter(|source| source.exists)?;
        Some(&source.path)
    }

    /// Removes the file that was read, so that no other process can continue the conversation.
    ///
    /// # Errors
    /// Returns a message if another process removed the file first, or if it cannot be removed.
    pub fn claim(&mut self) -> Result<(), String> {
        let Some(source) = self.source.as_mut().filter(|source| source.exists) else {
            return Ok(());
        };
        let shown = source.path.display();
        fs::remove_file(&source.path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => {
                format!("meanwhile another mwaccount process has resumed the conversation in {shown}")
            }
            _ => format!(
                "{shown} cannot be removed ({e}) and must not be used twice; move it to a folder that you can write to"
            ),
        })?;
        source.exists = false;
        Ok(())
    }

    /// Restores the file that was read, for a run that sent nothing. Returns whether it exists.
    pub fn restore(&mut self) -> bool {
        let Some(source) = &mut self.source else {
            return false;
        };
        source.exists = source.exists || write_new(&source.path, &source.text).is_ok();
        source.exists
    }

    /// Writes the conversation to the target and removes the file that was read. Does nothing
    /// if the target is the file that was read and still exists: the conversation has not
    /// changed.
    ///
    /// # Errors
    /// Returns a message if a file cannot be removed or written.
    pub fn write(&mut self, text: &Secret) -> Result<(), String> {
        let Some(target) = self.target.clone() else {
            return Ok(());
        };
        let was_there = self.source().is_some();
        if self.source() == Some(&target) {
            return Ok(());
        }
        self.claim()?;
        if let Err(e) = write_new(&target, text) {
            let shown = target.display();
            let is_back = was_there && self.restore();
            let note = if is_back { "" } else { " and is lost" };
            return Err(format!(
                "the conversation cannot be written to {shown} ({e}){note}"
            ));
        }
        self.source = None;
        Ok(())
    }
}

/// Returns whether both paths are the same existing file.
fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// Fails if a new file cannot be written there.
fn ensure_writable(to: &Path) -> Result<(), String> {
    let shown = to.display();
    if to.symlink_metadata().is_ok() {
        return Err(format!(
            "the file {shown} of --suspend-to exists already; name another, or remove it if it is not needed"
        ));
    }
    temporary_beside(to).map(drop).map_err(|e| {
        format!("the file {shown} of --suspend-to cannot be written ({e}); name another")
    })
}

/// Writes a new file atomically.
fn write_new(to: &Path, text: &Secret) -> io::Result<()> {
    let mut file = temporary_beside(to)?;
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
        let mut file = SuspendFile::new(Some(&one)).unwrap();
        assert!(files(folder.path()).is_empty());
        file.write(&"first".into()).unwrap();
        assert!(
            SuspendFile::new(Some(&one)).is_err(),
            "it would be overwritten"
        );

        // It continues and is suspended again.
        let mut file = SuspendFile::resumed(&one, "first".into(), Some(&one)).unwrap();
        let mut late = SuspendFile::resumed(&one, "first".into(), None).unwrap();
        file.claim().unwrap();
        assert!(late.claim().unwrap_err().contains("meanwhile"));
        file.write(&"second".into()).unwrap();
        assert_eq!(fs::read_to_string(&one).unwrap(), "second");

        // It is suspended to another file without having changed.
        let mut file = SuspendFile::resumed(&one, "second".into(), Some(&two)).unwrap();
        file.write(&"second".into()).unwrap();
        assert_eq!(files(folder.path()), ["two"]);

        // It is claimed, and nothing is sent.
        let mut file = SuspendFile::resumed(&two, "second".into(), None).unwrap();
        file.claim().unwrap();
        assert!(files(folder.path()).is_empty());
        assert!(file.restore());
        assert_eq!(fs::read_to_string(&two).unwrap(), "second");
    }

    #[cfg(unix)]
    #[test]
    fn link_and_target_are_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&path, "first").unwrap();
        std::os::unix::fs::symlink("file", &link).unwrap();
        let mut file = SuspendFile::resumed(&link, "first".into(), Some(&link)).unwrap();
        file.claim().unwrap();
        assert!(!path.exists());
        file.write(&"second".into()).unwrap();
        assert_eq!(fs::read_to_string(&link).unwrap(), "second");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("file");
        SuspendFile::new(Some(&to))
            .unwrap()
            .write(&"text".into())
            .unwrap();
        let mode = fs::metadata(&to).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(SuspendFile::new(Some(&folder.path().join("no/file"))).is_err());
    }
}
