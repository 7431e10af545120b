//! A captcha's image.

use std::{ffi::c_char, ptr};

use super::{
    pointer::{read, read_text},
    text::Text,
};
use crate::Image;

/// A captcha's image. It belongs to the step that lends it, and never changes.
pub struct mwa_image {
    media_type: Text,
    bytes: Vec<u8>,
}

impl From<Image> for mwa_image {
    fn from(image: Image) -> Self {
        Self {
            media_type: Text::new(&image.media_type),
            bytes: image.bytes,
        }
    }
}

/// What it is, as the wiki says: "image/png". Borrowed as long as the step; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_image_media_type(image: *const mwa_image) -> *const c_char {
    read_text(image, |image| Some(&image.media_type))
}

/// The file. Borrowed as long as the step; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_image_bytes(image: *const mwa_image) -> *const u8 {
    read(image, ptr::null(), |image| image.bytes.as_ptr())
}

/// How many bytes the file has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_image_length(image: *const mwa_image) -> usize {
    read(image, 0, |image| image.bytes.len())
}
