//! Reading sixels, as a terminal does.

/// The pixels that sixels have drawn; `None` where they have drawn none. A colour is in percent.
pub struct Drawn {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Option<[u8; 3]>>,
}

/// Draws the only sixels of a text.
pub fn decode(text: &str) -> Drawn {
    let (_, sixels) = text.split_once("\x1bP").expect("sixels");
    let (sixels, rest) = sixels.split_once("\x1b\\").expect("their end");
    assert!(!rest.contains("\x1bP"));
    let (_, mut sixels) = sixels.split_once('q').unwrap();
    let mut colours = vec![None; 256];
    let mut drawn = Drawn {
        width: 0,
        height: 0,
        pixels: Vec::new(),
    };
    let (mut colour, mut x, mut top, mut count) = (0, 0, 0, 1);
    while let Some(c) = sixels.chars().next() {
        let (numbers, rest) = numbers(&sixels[1..]);
        sixels = rest;
        match (c, &numbers[..]) {
            ('"', [1, 1, width, height]) => {
                (drawn.width, drawn.height) = (*width, *height);
                drawn.pixels = vec![None; width * height];
            }
            ('#', [register, 2, red, green, blue]) => {
                colours[*register] = Some([*red, *green, *blue].map(|part| part as u8));
            }
            ('#', [register]) => colour = *register,
            ('!', [repeated]) => count = *repeated,
            ('$', []) => x = 0,
            ('-', []) => (x, top) = (0, top + 6),
            ('?'..='~', []) => {
                for _ in 0..std::mem::replace(&mut count, 1) {
                    for bit in (0..6).filter(|bit| (c as u8 - b'?') >> bit & 1 == 1) {
                        assert!(x < drawn.width && top + bit < drawn.height);
                        let pixel = &mut drawn.pixels[(top + bit) * drawn.width + x];
                        assert_eq!(*pixel, None, "drawn twice");
                        *pixel = colours[colour];
                    }
                    x += 1;
                }
            }
            other => panic!("{other:?}"),
        }
    }
    drawn
}

/// Returns the numbers at the beginning of a text, and the rest.
fn numbers(text: &str) -> (Vec<usize>, &str) {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ';');
    let (numbers, rest) = text.split_at(end.unwrap_or(text.len()));
    let numbers = numbers.split(';').filter(|number| !number.is_empty());
    (
        numbers.map(|number| number.parse().unwrap()).collect(),
        rest,
    )
}
