//! Pictures as sixels, the graphics of DEC's terminals (VT330 and VT340), which many terminals show.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    iter::repeat_n,
};

use super::picture::{Picture, Pixel};

/// The number of colours that terminals have at least, of those that have more than the VT340's 16.
const MAX_COLOURS: usize = 256;

/// The height of a band: six pixels are one character.
const BAND: usize = 6;

/// Returns a picture as a device control string. It is about as long as the picture has pixels, or shorter.
pub fn encode(picture: &Picture) -> String {
    let pixels = with_few_colours(&picture.pixels);
    let mut registers = BTreeMap::new();
    for pixel in &pixels {
        let next = registers.len();
        registers.entry(*pixel).or_insert(next);
    }
    let mut text = format!("\x1bP0;1;0q\"1;1;{};{}", picture.width, picture.height);
    for (colour, register) in &registers {
        let [red, green, blue] = colour.map(percent);
        let _ = write!(text, "#{register};2;{red};{green};{blue}");
    }
    let bands = pixels.chunks(picture.width * BAND);
    for (number, band) in bands.enumerate() {
        if number > 0 {
            text.push('-');
        }
        for (at, (register, columns)) in columns(band, picture.width, &registers).iter().enumerate()
        {
            // Back to the start of the band.
            text.push_str(if at > 0 { "$" } else { "" });
            let _ = write!(text, "#{register}");
            push_columns(&mut text, columns);
        }
    }
    text.push_str("\x1b\\");
    text
}

/// Returns the columns of a band that have a colour, by the colour's register: for each column that has it, in
/// order, the bits of its pixels.
fn columns(
    band: &[Pixel],
    width: usize,
    registers: &BTreeMap<Pixel, usize>,
) -> BTreeMap<usize, BTreeMap<usize, u8>> {
    let mut columns: BTreeMap<usize, BTreeMap<usize, u8>> = BTreeMap::new();
    for (row, pixels) in band.chunks(width).enumerate() {
        for (column, pixel) in pixels.iter().enumerate() {
            let of_colour = columns.entry(registers[pixel]).or_default();
            *of_colour.entry(column).or_default() |= 1 << row;
        }
    }
    columns
}

/// Writes the columns of one colour, equal ones as a number and one of them.
fn push_columns(text: &mut String, columns: &BTreeMap<usize, u8>) {
    let mut runs: Vec<(u8, usize)> = Vec::new();
    let mut push = |bits, count| match runs.last_mut() {
        _ if count == 0 => {}
        Some((last, length)) if *last == bits => *length += count,
        _ => runs.push((bits, count)),
    };
    let mut next = 0;
    for (column, bits) in columns {
        push(0, column - next);
        push(*bits, 1);
        next = column + 1;
    }
    for (bits, length) in runs {
        let sixel = char::from(b'?' + bits);
        match length {
            1..=3 => text.extend(repeat_n(sixel, length)),
            _ => {
                let _ = write!(text, "!{length}{sixel}");
            }
        }
    }
}

/// Returns the pixels, if they have more colours than a terminal, each with the nearest colour of a cube of
/// 6 x 6 x 6 colours.
fn with_few_colours(pixels: &[Pixel]) -> Vec<Pixel> {
    let mut colours = BTreeSet::new();
    for pixel in pixels {
        colours.insert(*pixel);
        if colours.len() > MAX_COLOURS {
            let nearest = |value: u8| (u16::from(value) + 25) / 51 * 51;
            let nearest = |value| u8::try_from(nearest(value)).unwrap_or(u8::MAX);
            return pixels.iter().map(|pixel| pixel.map(nearest)).collect();
        }
    }
    pixels.to_vec()
}

fn percent(value: u8) -> u32 {
    (u32::from(value) * 100 + 127) / 255
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_and_colours_are_written() {
        const RED: Pixel = [255, 0, 0];
        const BLUE: Pixel = [0, 0, 255];
        let mut pixels = vec![RED; 5 * 7];
        pixels[1] = BLUE;
        let picture = Picture {
            width: 5,
            height: 7,
            pixels,
        };
        assert_eq!(
            encode(&picture),
            "\x1bP0;1;0q\"1;1;5;7#1;2;0;0;100#0;2;100;0;0#0~}~~~$#1?@-#0!5@\x1b\\"
        );
    }

    #[test]
    fn more_colours_than_registers_become_the_nearest_of_a_cube() {
        let pixels: Vec<Pixel> = (0..=255).flat_map(|v| [[v, 0, 0], [255, v, 9]]).collect();
        let few = with_few_colours(&pixels);
        assert_eq!(
            few[2 * 25..2 * 27],
            [[0, 0, 0], [255, 0, 0], [51, 0, 0], [255, 51, 0]]
        );
        assert_eq!(few.last(), Some(&[255, 255, 0]));
        let grey: Vec<Pixel> = (0..=255).map(|value| [value; 3]).collect();
        assert_eq!(with_few_colours(&grey), grey);
    }
}
