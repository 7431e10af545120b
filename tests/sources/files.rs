//! The files that are under version control, or would be.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads a file of the repository.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Returns the paths of the files that Git does not ignore, relative to the root.
pub fn all() -> Vec<PathBuf> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(listed.status.success(), "{listed:?}");
    let paths = String::from_utf8(listed.stdout).unwrap();
    let paths = paths.split('\0').filter(|path| !path.is_empty());
    // One that is deleted stays listed until that is committed.
    let paths: Vec<PathBuf> = paths
        .map(PathBuf::from)
        .filter(|path| root().join(path).is_file())
        .collect();
    assert!(paths.len() > 100, "{paths:?}");
    paths
}

/// Returns the files whose names end in one of these extensions.
pub fn with_extension(extensions: &[&str]) -> Vec<PathBuf> {
    let mut paths = all();
    paths.retain(|path| {
        let extension = path.extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| extensions.contains(&extension))
    });
    paths
}
