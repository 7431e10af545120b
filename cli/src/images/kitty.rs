//! Pictures in the graphics protocol of kitty, which Ghostty, Konsole and others know too.

use base64::{Engine, prelude::BASE64_STANDARD};

use super::picture::Picture;

/// The maximum length of the part of a picture in one control sequence, in base64.
const CHUNK: usize = 4096;

/// Returns a picture as control sequences: its pixels (`f=24`), in chunks. The terminal does not answer them (`q=2`).
pub fn encode(picture: &Picture) -> String {
    let data = BASE64_STANDARD.encode(picture.pixels.as_flattened());
    let mut text = String::with_capacity(data.len() + data.len() / 100 + 64);
    let mut keys = format!("a=T,f=24,s={},v={},q=2,", picture.width, picture.height);
    let mut rest = data.as_str();
    loop {
        let (chunk, after) = rest.split_at(rest.len().min(CHUNK));
        let is_more = u8::from(!after.is_empty());
        text.push_str(&format!("\x1b_G{keys}m={is_more};{chunk}\x1b\\"));
        if after.is_empty() {
            return text;
        }
        keys.clear();
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, height: usize) -> Picture {
        Picture {
            width,
            height,
            pixels: vec![[7; 3]; width * height],
        }
    }

    #[test]
    fn pixels_are_sent_in_chunks() {
        assert_eq!(
            encode(&grey(1, 1)),
            "\x1b_Ga=T,f=24,s=1,v=1,q=2,m=0;BwcH\x1b\\"
        );
        // 64 x 17 pixels are 4352 characters.
        let text = encode(&grey(64, 17));
        let chunks: Vec<&str> = text.split_terminator("\x1b\\").collect();
        let [first, second] = chunks[..] else {
            panic!("{chunks:?}")
        };
        let first = first
            .strip_prefix("\x1b_Ga=T,f=24,s=64,v=17,q=2,m=1;")
            .unwrap();
        let second = second.strip_prefix("\x1b_Gm=0;").unwrap();
        assert_eq!((first.len(), second.len()), (CHUNK, 256));
    }
}
