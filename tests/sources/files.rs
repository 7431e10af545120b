//! The files of the repository.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Folders that builds and installations fill, as in `.gitignore`.
const MADE: &[&str] = &["target", "dist", "vendor", "lib", "__pycache__"];

/// Returns the root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Reads a file of the repository.
pub fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Asserts that a committed file is what the sources make of it. If the environment variable
/// `refresh` is set, the file is written first.
pub fn assert_committed(path: &str, made: &str, refresh: &str, advice: &str) {
    let file = root().join(path);
    if env::var_os(refresh).is_some() {
        fs::write(&file, made).unwrap();
    }
    assert!(
        fs::read_to_string(&file).is_ok_and(|text| text == made),
        "{path} is out of date; {refresh}=1 makes it anew. {advice}"
    );
}

/// Returns the paths of all files, relative to the root.
pub fn all() -> Vec<PathBuf> {
    let mut files = Vec::new();
    walk(Path::new(""), &mut files);
    assert!(files.len() > 100, "{files:?}");
    files
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let path = folder.join(&name);
        let kind = entry.file_type().unwrap();
        if kind.is_file() {
            files.push(path);
        } else if kind.is_dir() && !name.starts_with('.') && !MADE.contains(&name.as_str()) {
            walk(&path, files);
        }
    }
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
