//! Pictures as half blocks: characters whose upper and lower halves are two pixels.

use std::fmt::Write;

use super::picture::{Picture, Pixel};

/// The colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// Any, with 8 bits each of red, green and blue.
    All,
    /// The 256 colours of xterm.
    Indexed,
    /// Its own for text and background only: the light pixels are characters.
    None,
}

/// Returns a picture as lines of characters. An even number of its rows is shown: a last one is shown with white.
pub fn encode(picture: &Picture, colours: Colours) -> String {
    let threshold = threshold(picture);
    let rows: Vec<&[Pixel]> = picture.rows().collect();
    let white = vec![[u8::MAX; 3]; picture.width];
    let mut text = String::new();
    for pair in rows.chunks(2) {
        let upper = pair[0];
        let lower = pair.get(1).copied().unwrap_or(&white);
        let cells = upper.iter().copied().zip(lower.iter().copied());
        if colours == Colours::None {
            let is_light = |pixel| lightness(pixel) > threshold;
            text.extend(
                cells.map(|(upper, lower)| match (is_light(upper), is_light(lower)) {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    (false, false) => ' ',
                }),
            );
        } else {
            let mut shown = None;
            for (upper, lower) in cells {
                let codes = (code(upper, colours), code(lower, colours));
                if shown.as_ref() != Some(&codes) {
                    let (upper, lower) = &codes;
                    let _ = write!(text, "\x1b[38;{upper};48;{lower}m");
                    shown = Some(codes);
                }
                text.push('▀');
            }
            text.push_str("\x1b[0m");
        }
        text.push('\n');
    }
    text
}

/// Returns the parameters of a colour in a control sequence (SGR).
fn code(pixel: Pixel, colours: Colours) -> String {
    let [red, green, blue] = pixel;
    match colours {
        Colours::Indexed => format!("5;{}", index(pixel)),
        _ => format!("2;{red};{green};{blue}"),
    }
}

/// Returns the nearest of xterm's colours 16 to 255: a cube of 6 x 6 x 6 colours, and 24 greys.
fn index(pixel: Pixel) -> usize {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let level = |value: u8| {
        let levels = LEVELS.iter().enumerate();
        let nearest = levels.min_by_key(|(_, level)| level.abs_diff(value));
        nearest.map_or(0, |(index, _)| index)
    };
    let [red, green, blue] = pixel.map(level);
    let grey = (usize::from(lightness(pixel)).saturating_sub(3) / 10).min(23);
    let value = u8::try_from(8 + 10 * grey).unwrap_or_default();
    let in_cube = distance(pixel, [red, green, blue].map(|level| LEVELS[level]));
    if distance(pixel, [value; 3]) < in_cube {
        232 + grey
    } else {
        16 + 36 * red + 6 * green + blue
    }
}

fn distance(one: Pixel, other: Pixel) -> u32 {
    let parts = one.iter().zip(other);
    parts
        .map(|(one, other)| u32::from(one.abs_diff(other)).pow(2))
        .sum()
}

/// Returns how light a pixel is to the eye (ITU-R BT.601).
fn lightness([red, green, blue]: Pixel) -> u8 {
    let sum = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
    u8::try_from(sum / 1000).unwrap_or(u8::MAX)
}

/// Returns the lightness that divides the pixels best into dark and light ones (Otsu's method).
fn threshold(picture: &Picture) -> u8 {
    let mut counts = [0_u64; 256];
    for pixel in &picture.pixels {
        counts[usize::from(lightness(*pixel))] += 1;
    }
    let all: u64 = counts.iter().sum();
    let sum: u64 = (0..).zip(counts).map(|(value, count)| value * count).sum();
    let (mut dark, mut dark_sum) = (0, 0);
    let (mut best, mut threshold) = (0.0, u8::MAX / 2);
    for (value, count) in (0..=u8::MAX).zip(counts) {
        dark += count;
        dark_sum += u64::from(value) * count;
        let light = all - dark;
        if dark == 0 || light == 0 {
            continue;
        }
        let difference = dark_sum as f64 / dark as f64 - (sum - dark_sum) as f64 / light as f64;
        let between = dark as f64 * light as f64 * difference * difference;
        if between > best {
            (best, threshold) = (between, value);
        }
    }
    threshold
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: Pixel = [0; 3];
    const WHITE: Pixel = [255; 3];
    const RED: Pixel = [255, 0, 0];

    fn picture(width: usize, pixels: &[Pixel]) -> Picture {
        Picture {
            width,
            height: pixels.len() / width,
            pixels: pixels.to_vec(),
        }
    }

    #[test]
    fn two_rows_are_one_line() {
        let picture = picture(2, &[RED, RED, BLACK, BLACK, BLACK, WHITE]);
        assert_eq!(
            encode(&picture, Colours::All),
            "\x1b[38;2;255;0;0;48;2;0;0;0m▀▀\x1b[0m\n\
             \x1b[38;2;0;0;0;48;2;255;255;255m▀\x1b[38;2;255;255;255;48;2;255;255;255m▀\x1b[0m\n"
        );
        assert_eq!(
            encode(&picture, Colours::Indexed),
            "\x1b[38;5;196;48;5;16m▀▀\x1b[0m\n\
             \x1b[38;5;16;48;5;231m▀\x1b[38;5;231;48;5;231m▀\x1b[0m\n"
        );
    }

    #[test]
    fn without_colours_the_light_pixels_are_characters() {
        let grey = |value| [value; 3];
        let dark = [grey(90), grey(100), grey(90), grey(100)];
        let light = [grey(180), grey(180), grey(200), grey(180)];
        let picture = picture(
            4,
            &[
                dark[0], light[0], dark[1], light[1], dark[2], light[2], light[3], dark[3],
            ],
        );
        assert_eq!(encode(&picture, Colours::None), " █▄▀\n");
    }

    #[test]
    fn greys_and_colours_have_their_nearest_index() {
        for (pixel, expected) in [
            ([8; 3], 232),
            ([238; 3], 255),
            ([128; 3], 244),
            (BLACK, 16),
            (WHITE, 231),
            ([95, 135, 175], 67),
            ([250, 5, 3], 196),
        ] {
            assert_eq!(index(pixel), expected, "{pixel:?}");
        }
    }
}
