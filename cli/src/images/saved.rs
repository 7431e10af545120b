//! The files of captchas' images.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::{Path, PathBuf},
};

use mwaccount::Image;
use tempfile::TempDir;

use crate::files::temporary_beside;

/// An image of a captcha in a file that only this user can read. It may be a sound too.
#[derive(Debug, Clone)]
pub struct SavedImage {
    /// The file.
    pub path: PathBuf,
    /// The image.
    pub image: Image,
}

/// The files of the images of a run.
#[derive(Debug, Default)]
pub struct ImageFiles {
    /// The folder of files that are removed at the end.
    folder: Option<TempDir>,
    count: u32,
    target: Option<Target>,
}

/// The file of `--image-to`.
#[derive(Debug)]
struct Target {
    path: PathBuf,
    /// The files that this run has written, which it replaces by the images of the next captcha.
    written: Vec<PathBuf>,
}

impl ImageFiles {
    /// Lets the images be written to `path`, where they stay.
    ///
    /// # Errors
    /// Returns a message if a file is there already, or if none can be written there.
    pub fn write_to(&mut self, path: &Path) -> Result<(), String> {
        let shown = path.display();
        if path.symlink_metadata().is_ok() {
            return Err(format!(
                "the file {shown} of --image-to exists already; name another, or remove it if it is not needed"
            ));
        }
        temporary_beside(path).map_err(|error| {
            format!("the file {shown} of --image-to cannot be written ({error}); name another")
        })?;
        self.target = Some(Target {
            path: path.to_owned(),
            written: Vec::new(),
        });
        Ok(())
    }

    /// Returns whether the images stay after the run.
    pub fn stay(&self) -> bool {
        self.target.is_some()
    }

    /// Writes an image to a file: the one of `--image-to`, else one that is removed at the end of the run. `index` is
    /// its place among the images of its captcha.
    pub fn save(&mut self, image: Image, index: usize) -> io::Result<SavedImage> {
        let path = match &mut self.target {
            Some(target) => target.save(&image, index)?,
            None => self.save_for_the_run(&image)?,
        };
        Ok(SavedImage { path, image })
    }

    fn save_for_the_run(&mut self, image: &Image) -> io::Result<PathBuf> {
        self.count += 1;
        let file = format!("captcha-{}.{}", self.count, image.extension());
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => new_folder()?,
        };
        let path = self.folder.insert(folder).path().join(file);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&path)?.write_all(&image.bytes)?;
        Ok(path)
    }

    /// Removes the files that do not stay. A folder that cannot be removed is not a reason to fail.
    pub fn remove(&mut self) {
        let _ = self.folder.take().map(TempDir::close);
    }
}

impl Target {
    /// Writes a file that is complete or not there, over one of this run only.
    fn save(&mut self, image: &Image, index: usize) -> io::Result<PathBuf> {
        let path = numbered(&self.path, index);
        let mut file = temporary_beside(&path)?;
        file.write_all(&image.bytes)?;
        if self.written.contains(&path) {
            file.persist(&path)?;
        } else {
            file.persist_noclobber(&path)?;
            self.written.push(path.clone());
        }
        Ok(path)
    }
}

/// Returns the path for the image at a place from 0: the path itself, then with `-2` before its extension.
fn numbered(path: &Path, index: usize) -> PathBuf {
    if index == 0 {
        return path.to_owned();
    }
    let mut name = path.file_stem().unwrap_or_default().to_owned();
    name.push(format!("-{}", index + 1));
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// Creates a new folder that only this user can enter. A folder that exists already is never used. On Windows it
/// is in the user's own folder for temporary files.
fn new_folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("mwaccount-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    builder.tempdir()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn further_images_have_a_number() {
        for (path, second) in [
            ("captcha.png", "captcha-2.png"),
            ("/tmp/a.b/captcha", "/tmp/a.b/captcha-2"),
            ("x.tar.gz", "x.tar-2.gz"),
        ] {
            assert_eq!(numbered(Path::new(path), 0), Path::new(path));
            assert_eq!(numbered(Path::new(path), 1), Path::new(second));
        }
    }
}
