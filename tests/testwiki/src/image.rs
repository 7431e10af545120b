//! A PNG with a readable word.

use std::io::Write;

use flate2::{Compression, Crc, write::ZlibEncoder};

/// The size of one dot of a letter, in pixels.
const DOT: usize = 6;

/// Returns a letter of the only word shown, as seven rows of five dots.
fn letter(letter: char) -> [u8; 7] {
    match letter {
        'a' => [0, 0, 0b01110, 0b00001, 0b01111, 0b10001, 0b01111],
        'b' => [
            0b10000, 0b10000, 0b11110, 0b10001, 0b10001, 0b10001, 0b11110,
        ],
        'd' => [
            0b00001, 0b00001, 0b01111, 0b10001, 0b10001, 0b10001, 0b01111,
        ],
        'l' => [
            0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110,
        ],
        'o' => [0, 0, 0b01110, 0b10001, 0b10001, 0b10001, 0b01110],
        'r' => [0, 0, 0b10110, 0b11001, 0b10000, 0b10000, 0b10000],
        'w' => [0, 0, 0b10001, 0b10001, 0b10101, 0b10101, 0b01010],
        _ => [0b11111; 7],
    }
}

/// Returns `word` in black on white.
pub fn png(word: &str) -> Vec<u8> {
    let letters: Vec<_> = word.chars().map(letter).collect();
    let width = (letters.len() * 6 + 1) * DOT;
    let height = 9 * DOT;
    let mut rows = Vec::with_capacity((width + 1) * height);
    for y in 0..height {
        // Each row begins with its filter: none.
        rows.push(0);
        for x in 0..width {
            let (column, row) = (x / DOT, y / DOT);
            let dark = column > 0 && row > 0 && row <= 7 && {
                let (letter, dot) = ((column - 1) / 6, (column - 1) % 6);
                dot < 5
                    && letters
                        .get(letter)
                        .is_some_and(|rows| rows[row - 1] >> (4 - dot) & 1 == 1)
            };
            rows.push(if dark { 0 } else { 255 });
        }
    }
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing to memory cannot fail.
    let packed = packer
        .write_all(&rows)
        .and_then(|()| packer.finish())
        .unwrap_or_default();
    let mut header = Vec::new();
    header.extend((width as u32).to_be_bytes());
    header.extend((height as u32).to_be_bytes());
    // Eight bits of grey.
    header.extend([8, 0, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, b"IHDR", &header);
    chunk(&mut file, b"IDAT", &packed);
    chunk(&mut file, b"IEND", &[]);
    file
}

fn chunk(file: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    file.extend(kind);
    file.extend(data);
    let mut sum = Crc::new();
    sum.update(kind);
    sum.update(data);
    file.extend(sum.sum().to_be_bytes());
}
