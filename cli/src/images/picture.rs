//! The pixels of an image, and a smaller copy of them.

/// A pixel: red, green and blue.
pub type Pixel = [u8; 3];

/// The pixels of an image, row by row. It has at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The number of pixels of a row.
    pub width: usize,
    /// The number of rows.
    pub height: usize,
    /// The pixels: `width` times `height`.
    pub pixels: Vec<Pixel>,
}

impl Picture {
    /// Returns the picture, made smaller in proportion if it is larger than `width` x `height` pixels. It is never
    /// made larger.
    pub fn fit(self, width: usize, height: usize) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        if self.width <= width && self.height <= height {
            return self;
        }
        let is_wide = self.width * height >= self.height * width;
        let (width, height) = if is_wide {
            (width, (self.height * width / self.width).max(1))
        } else {
            ((self.width * height / self.height).max(1), height)
        };
        let rows = self.pixels.chunks_exact(self.width);
        let narrow: Vec<Vec<Pixel>> = rows.map(|row| average(row, width)).collect();
        let columns: Vec<Vec<Pixel>> = (0..width)
            .map(|x| {
                let column: Vec<Pixel> = narrow.iter().map(|row| row[x]).collect();
                average(&column, height)
            })
            .collect();
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        Self {
            width,
            height,
            pixels: places.map(|(x, y)| columns[x][y]).collect(),
        }
    }

    /// Returns the picture without its margin: the rows and columns at its edges that have the colour of its corner,
    /// but for one of each. A picture of one colour stays as it is.
    pub fn without_margin(self) -> Self {
        let corner = self.pixels[0];
        let is_drawn = |pixel: &Pixel| *pixel != corner;
        let drawn_rows = self.rows().map(|row| row.iter().any(is_drawn));
        let Some((top, bottom)) = range(drawn_rows) else {
            return self;
        };
        let has_drawn = |x: usize| self.rows().any(|row| is_drawn(&row[x]));
        let Some((left, right)) = range((0..self.width).map(has_drawn)) else {
            return self;
        };
        let rows = self.rows().take(bottom).skip(top);
        let pixels = rows
            .flat_map(|row| row[left..right].iter().copied())
            .collect();
        Self {
            width: right - left,
            height: bottom - top,
            pixels,
        }
    }

    /// Returns the rows.
    pub fn rows(&self) -> impl Iterator<Item = &[Pixel]> {
        self.pixels.chunks_exact(self.width)
    }
}

/// Returns the range of the lines that are drawn, with one more on each side; `None` if no line is.
fn range(drawn: impl Iterator<Item = bool>) -> Option<(usize, usize)> {
    let drawn: Vec<bool> = drawn.collect();
    let first = drawn.iter().position(|is_drawn| *is_drawn)?;
    let last = drawn.iter().rposition(|is_drawn| *is_drawn)?;
    Some((first.saturating_sub(1), (last + 2).min(drawn.len())))
}

/// Returns a line of pixels with another length, at most its own. Each is the average of those whose place it takes,
/// weighted by the part that it takes of them.
fn average(line: &[Pixel], length: usize) -> Vec<Pixel> {
    let count = line.len();
    (0..length)
        .map(|at| {
            // In units of which a pixel of the line has `length`, and one of the result `count`.
            let (start, end) = (at * count, (at + 1) * count);
            let mut sums = [0; 3];
            for (index, pixel) in line.iter().enumerate().skip(start / length) {
                let (from, to) = (index * length, (index + 1) * length);
                if from >= end {
                    break;
                }
                let part = to.min(end) - from.max(start);
                for (sum, value) in sums.iter_mut().zip(pixel) {
                    *sum += part * usize::from(*value);
                }
            }
            sums.map(|sum| u8::try_from(sum / count).unwrap_or(u8::MAX))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: usize, values: &[u8]) -> Picture {
        Picture {
            width,
            height: values.len() / width,
            pixels: values.iter().map(|value| [*value; 3]).collect(),
        }
    }

    #[test]
    fn pictures_become_smaller_in_proportion() {
        let picture = grey(4, &[0, 100, 200, 200, 0, 100, 200, 200]);
        assert_eq!(picture.clone().fit(4, 2), picture);
        assert_eq!(picture.clone().fit(80, 24), picture);
        assert_eq!(picture.clone().fit(2, 24), grey(2, &[50, 200]));
        assert_eq!(picture.clone().fit(80, 1), grey(2, &[50, 200]));
        // Each pixel of the result has one and a third of the row.
        assert_eq!(picture.clone().fit(3, 9).pixels[..2], [[25; 3], [150; 3]]);
        assert_eq!(picture.fit(0, 0), grey(1, &[125]));
        let line = grey(1000, &[255; 1000]);
        assert_eq!(line.fit(10, 10), grey(10, &[255; 10]));
    }

    #[test]
    fn a_margin_is_one_pixel() {
        let mut values = [9; 6 * 5];
        (values[6 * 2 + 3], values[6 * 2 + 4]) = (0, 1);
        let cut = grey(6, &values).without_margin();
        assert_eq!(cut, grey(4, &[9, 9, 9, 9, 9, 0, 1, 9, 9, 9, 9, 9]));
        assert_eq!(cut.clone().without_margin(), cut);
        let plain = grey(3, &[7; 6]);
        assert_eq!(plain.clone().without_margin(), plain);
        let full = grey(2, &[1, 2, 3, 4]);
        assert_eq!(full.clone().without_margin(), full);
    }
}
