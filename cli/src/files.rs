//! The folders of files, and new files in them.

use std::{fs, io, path::Path};

use tempfile::NamedTempFile;

/// Returns the folder of a file.
pub fn folder(path: &Path) -> &Path {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Creates a temporary file beside `path`, readable only by this user (mode 0600 on Unix).
pub fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new()
        .prefix(".mwaccount-")
        .tempfile_in(folder(path))
}

/// Fails if something else than a file is at `path`; `what` is the file that is to be there.
pub fn ensure_file(what: &str, path: &Path) -> Result<(), String> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => Err(format!(
            "{what} {} exists already and is no file; give another name",
            path.display()
        )),
        _ => Ok(()),
    }
}
