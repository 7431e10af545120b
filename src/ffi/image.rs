//! A captcha's image.

use std::{ffi::c_char, ptr};

use super::{
    pointer::{read, read_text},
    text::Text,
};
use crate::Image;

/// The image of a captcha. Immutable, and a part of its step.
pub struct mwa_image {
    media_type: Text,
    extension: Text,
    bytes: Vec<u8>,
}

impl From<Image> for mwa_image {
    fn from(image: Image) -> Self {
        Self {
            media_type: Text::new(&image.media_type),
            extension: Text::new(image.extension()),
            bytes: image.bytes,
        }
    }
}

/// Returns the media type according to the wiki, such as "image/png". The text is borrowed until
/// the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_image_media_type(image: *const mwa_image) -> *const c_char {
    read_text(image, |image| Some(&image.media_type))
}

/// Returns the extension for a file with the image, without a dot, such as "png": that of an image
/// without scripts, or "bin", which no program opens by itself. The text is borrowed until the step is
/// freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_image_extension(image: *const mwa_image) -> *const c_char {
    read_text(image, |image| Some(&image.extension))
}

/// Returns the bytes of the image file, mwa_image_length of them. They are borrowed until the step
/// is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_image_bytes(image: *const mwa_image) -> *const u8 {
    read(image, ptr::null(), |image| image.bytes.as_ptr())
}

/// Returns the number of bytes of the image file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_image_length(image: *const mwa_image) -> usize {
    read(image, 0, |image| image.bytes.len())
}
