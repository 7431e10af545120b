//! The size of the terminal, and of the pictures that fit on it.

/// The largest picture that is drawn in pixels: enough to read it, and small enough to be sent over a slow
/// connection.
const MAX_PIXELS: (usize, usize) = (640, 400);

/// The lines below a picture, for the prompt and what is said of the captcha.
const LINES_BELOW: usize = 6;

/// The size of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    columns: usize,
    rows: usize,
    /// The width and height of a character in pixels.
    cell: (usize, usize),
}

impl Default for Size {
    /// Returns the size of a terminal that does not show it.
    fn default() -> Self {
        Self {
            columns: 80,
            rows: 24,
            cell: (8, 16),
        }
    }
}

impl Size {
    /// Returns the size of the terminal.
    #[cfg(unix)]
    pub fn of_terminal() -> Self {
        let size = rustix::termios::tcgetwinsize(std::io::stderr()).ok();
        size.map_or_else(Self::default, |size| {
            let numbers = [size.ws_col, size.ws_row, size.ws_xpixel, size.ws_ypixel];
            Self::of(numbers.map(usize::from))
        })
    }

    /// Returns the usual size.
    #[cfg(not(unix))]
    pub fn of_terminal() -> Self {
        Self::default()
    }

    /// Returns a size from the terminal's columns, rows, and width and height in pixels, of which each is 0 if the
    /// terminal does not show it.
    #[cfg(unix)]
    fn of([columns, rows, width, height]: [usize; 4]) -> Self {
        let usual = Self::default();
        if columns == 0 || rows == 0 {
            return usual;
        }
        let cell = (width / columns, height / rows);
        let is_shown = cell.0 > 0 && cell.1 > 0;
        Self {
            columns,
            rows,
            cell: if is_shown { cell } else { usual.cell },
        }
    }

    /// Returns the pixels of a picture of half blocks that fits.
    pub fn half_blocks(self) -> (usize, usize) {
        (self.columns, 2 * self.picture_rows())
    }

    /// Returns the pixels of a picture of pixels that fits.
    pub fn pixels(self) -> (usize, usize) {
        (
            (self.columns * self.cell.0).min(MAX_PIXELS.0),
            (self.picture_rows() * self.cell.1).min(MAX_PIXELS.1),
        )
    }

    fn picture_rows(self) -> usize {
        self.rows.saturating_sub(LINES_BELOW).max(1)
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn pictures_leave_room_for_the_prompt() {
        for (shown, half_blocks, pixels) in [
            ([0, 0, 0, 0], (80, 36), (640, 288)),
            ([80, 24, 0, 0], (80, 36), (640, 288)),
            ([40, 24, 400, 480], (40, 36), (400, 360)),
            ([200, 60, 2000, 1200], (200, 108), (640, 400)),
            ([10, 3, 0, 0], (10, 2), (80, 16)),
        ] {
            let size = Size::of(shown);
            assert_eq!(size.half_blocks(), half_blocks, "{shown:?}");
            assert_eq!(size.pixels(), pixels, "{shown:?}");
        }
    }
}
