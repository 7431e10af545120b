//! Pictures in the protocol of iTerm2 for images.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::picture::Picture;

/// Returns a picture as a control sequence with a file, which has the simplest form that the terminal reads (BMP).
pub fn encode(picture: &Picture) -> String {
    let file = bitmap(picture);
    let data = BASE64_STANDARD.encode(&file);
    format!("\x1b]1337;File=inline=1;size={}:{data}\x07", file.len())
}

/// Returns a picture as a Windows bitmap: its headers, and the rows from the lowest, of blue, green and red. Each row
/// is filled up to a multiple of 4 bytes.
fn bitmap(picture: &Picture) -> Vec<u8> {
    const HEADERS: u32 = 54;
    let filling = picture.width % 4;
    let length = (picture.width * 3 + filling) * picture.height;
    // A picture that is drawn is far smaller than 4 GiB.
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(length + HEADERS as usize);
    file.extend_from_slice(b"BM");
    for value in [
        number(length) + HEADERS,
        0,
        HEADERS,
        // The second header, with its length: 1 plane of 24 bits, uncompressed.
        40,
        number(picture.width),
        number(picture.height),
        1 | 24 << 16,
        0,
        number(length),
        0,
        0,
        0,
        0,
    ] {
        file.extend_from_slice(&value.to_le_bytes());
    }
    let rows: Vec<_> = picture.rows().collect();
    for row in rows.iter().rev() {
        for [red, green, blue] in *row {
            file.extend_from_slice(&[*blue, *green, *red]);
        }
        file.resize(file.len() + filling, 0);
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_a_bitmap() {
        let picture = Picture {
            width: 1,
            height: 2,
            pixels: vec![[1, 2, 3], [4, 5, 6]],
        };
        let file = bitmap(&picture);
        assert_eq!(file.len(), 54 + 2 * 4);
        assert_eq!(file[..6], [b'B', b'M', 62, 0, 0, 0]);
        assert_eq!(
            file[14..30],
            [40, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0]
        );
        assert_eq!(file[54..], [6, 5, 4, 0, 3, 2, 1, 0]);
        let text = encode(&picture);
        assert!(
            text.starts_with("\x1b]1337;File=inline=1;size=62:Qk0+AAAA"),
            "{text}"
        );
        assert!(text.ends_with('\x07'));
    }
}
