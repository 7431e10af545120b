//! Captchas' images: their files, and drawing them on the terminal.

mod blocks;
mod decode;
mod iterm;
mod kitty;
mod picture;
mod protocol;
mod question;
mod saved;
mod sixel;
mod size;

use std::env;

use self::{
    protocol::{Known, colours},
    question::Answer,
    size::Size,
};
use crate::args::ImageMode;

pub use self::{
    protocol::Protocol,
    question::{ask as ask_terminal, without_late_answer},
    saved::{ImageFiles, SavedImage},
};

/// Returns the way in which pictures are drawn on this terminal, or `None` if they are not drawn. `ask` asks the
/// terminal, if the environment does not tell.
pub fn protocol(mode: ImageMode, ask: impl FnOnce() -> Option<Answer>) -> Option<Protocol> {
    let variable = |name: &str| env::var(name).ok();
    match mode {
        ImageMode::Auto => match protocol::known(variable) {
            Known::Draws(protocol) => Some(protocol),
            Known::Asks(colours) => Some(match ask() {
                Some(Answer { kitty: true, .. }) => Protocol::Kitty,
                Some(Answer { sixel: true, .. }) => Protocol::Sixel,
                _ => Protocol::Blocks(colours),
            }),
            Known::Nothing => None,
        },
        ImageMode::Kitty => Some(Protocol::Kitty),
        ImageMode::Iterm => Some(Protocol::Iterm),
        ImageMode::Sixel => Some(Protocol::Sixel),
        ImageMode::Blocks => Some(Protocol::Blocks(colours(variable))),
        ImageMode::Path | ImageMode::None => None,
    }
}

/// Returns the text that draws an image on the terminal, with a line break at its end. Only its pixels are sent, not
/// what the wiki has sent.
///
/// # Errors
/// Says why the image is not drawn.
pub fn draw(image: &SavedImage, protocol: Protocol) -> Result<String, String> {
    let picture = decode::decode(&image.image.bytes)?;
    let size = Size::of_terminal();
    let (width, height) = size.pixels();
    Ok(match protocol {
        // A character has two pixels only: none is spent on a margin.
        Protocol::Blocks(colours) => {
            let (width, height) = size.half_blocks();
            blocks::encode(&picture.without_margin().fit(width, height), colours)
        }
        Protocol::Sixel => sixel::encode(&picture.fit(width, height)) + "\n",
        Protocol::Kitty => kitty::encode(&picture.fit(width, height)) + "\n",
        Protocol::Iterm => iterm::encode(&picture.fit(width, height)) + "\n",
    })
}
