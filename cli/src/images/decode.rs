//! Decoding images that a wiki sends, within limits.

use std::{fmt::Debug, io::Cursor, num::NonZeroU64};

use gif::{ColorOutput, DecodeOptions, MemoryLimit};
use png::{ColorType, DecodingError, Limits, Transformations};
use zune_jpeg::{
    JpegDecoder,
    zune_core::{bytestream::ZCursor, colorspace::ColorSpace, options::DecoderOptions},
};

use super::picture::{Picture, Pixel};

/// The maximum number of pixels of an image that is drawn.
const MAX_PIXELS: usize = 4 << 20;

/// The maximum memory of a decoder, in bytes.
const MAX_MEMORY: u32 = 64 << 20;

/// The maximum number of scans of a progressive JPEG. Encoders write about 10. Each costs time for the whole image,
/// also one of a few bytes.
const MAX_SCANS: usize = 32;

/// Decodes a PNG, JPEG or GIF image, by its first bytes: the wiki's media type may be wrong. Of an animation
/// it is the first picture. What is transparent becomes white, as in a browser.
///
/// # Errors
/// Says why the image is not drawn.
pub fn decode(bytes: &[u8]) -> Result<Picture, String> {
    let decoder = match bytes {
        [0x89, b'P', b'N', b'G', ..] => png,
        [0xff, 0xd8, ..] => jpeg,
        [b'G', b'I', b'F', b'8', ..] => gif,
        _ => return Err("it is no PNG, JPEG or GIF image".to_owned()),
    };
    let picture = decoder(bytes)?;
    // A decoder must have kept what it promised.
    match picture.pixels.len() == picture.width * picture.height {
        true => Ok(picture),
        false => Err(DAMAGED.to_owned()),
    }
}

const DAMAGED: &str = "it is damaged";

fn damaged(_: impl Debug) -> String {
    DAMAGED.to_owned()
}

/// Fails if an image is empty or has more pixels than are drawn.
fn check(width: usize, height: usize) -> Result<(), String> {
    match width.checked_mul(height) {
        Some(0) => Err(DAMAGED.to_owned()),
        Some(pixels) if pixels <= MAX_PIXELS => Ok(()),
        _ => Err(format!("it is too large, with {width} x {height} pixels")),
    }
}

fn png(bytes: &[u8]) -> Result<Picture, String> {
    let limits = Limits {
        bytes: MAX_MEMORY as usize,
    };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(png_error)?;
    let (width, height) = dimensions(reader.info().width, reader.info().height)?;
    let length = reader.output_buffer_size().ok_or(DAMAGED)?;
    let mut buffer = vec![0; length];
    // Of an animation this is the picture of readers that know no animations.
    let frame = reader.next_frame(&mut buffer).map_err(png_error)?;
    if (frame.width as usize, frame.height as usize) != (width, height) {
        return Err(DAMAGED.to_owned());
    }
    buffer.truncate(frame.buffer_size());
    let pixels = match frame.color_type {
        ColorType::Grayscale => buffer.iter().map(|grey| [*grey; 3]).collect(),
        ColorType::GrayscaleAlpha => {
            let (pixels, _) = buffer.as_chunks();
            let on_white = |&[grey, alpha]: &[u8; 2]| on_white([grey, grey, grey, alpha]);
            pixels.iter().map(on_white).collect()
        }
        ColorType::Rgb => buffer.as_chunks().0.to_vec(),
        ColorType::Rgba => buffer.as_chunks().0.iter().copied().map(on_white).collect(),
        ColorType::Indexed => return Err(DAMAGED.to_owned()),
    };
    Ok(Picture {
        width,
        height,
        pixels,
    })
}

fn png_error(error: DecodingError) -> String {
    match error {
        DecodingError::LimitsExceeded => "it is too large".to_owned(),
        other => damaged(other),
    }
}

fn jpeg(bytes: &[u8]) -> Result<Picture, String> {
    let options = DecoderOptions::new_safe()
        .jpeg_set_max_scans(MAX_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or(DAMAGED)?;
    check(width, height)?;
    let buffer = decoder.decode().map_err(damaged)?;
    let pixels = match decoder.output_colorspace() {
        Some(ColorSpace::Luma) => buffer.iter().map(|grey| [*grey; 3]).collect(),
        _ => buffer.as_chunks().0.to_vec(),
    };
    Ok(Picture {
        width,
        height,
        pixels,
    })
}

fn gif(bytes: &[u8]) -> Result<Picture, String> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    if let Some(bytes) = NonZeroU64::new(MAX_MEMORY.into()) {
        options.set_memory_limit(MemoryLimit::Bytes(bytes));
    }
    let mut decoder = options.read_info(bytes).map_err(damaged)?;
    let (width, height) = dimensions(decoder.width().into(), decoder.height().into())?;
    let frame = decoder.read_next_frame().map_err(damaged)?.ok_or(DAMAGED)?;
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let mut pixels = vec![[u8::MAX; 3]; width * height];
    let (shown, _) = frame.buffer.as_chunks();
    for (row, shown) in shown.chunks(usize::from(frame.width).max(1)).enumerate() {
        let y = top + row;
        for (x, pixel) in (left..width).zip(shown) {
            if y < height {
                pixels[y * width + x] = on_white(*pixel);
            }
        }
    }
    Ok(Picture {
        width,
        height,
        pixels,
    })
}

/// Returns the width and height of an image that is not too large.
fn dimensions(width: u32, height: u32) -> Result<(usize, usize), String> {
    let (width, height) = (width as usize, height as usize);
    check(width, height)?;
    Ok((width, height))
}

/// Returns the colour of a pixel that is more or less transparent, on white.
fn on_white([red, green, blue, alpha]: [u8; 4]) -> Pixel {
    let alpha = u16::from(alpha);
    let white = u16::from(u8::MAX);
    [red, green, blue].map(|value| {
        let value = (u16::from(value) * alpha + white * (white - alpha)) / white;
        u8::try_from(value).unwrap_or(u8::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 16 x 8 pixels: white on the left, black on the right.
    const PICTURES: [&[u8]; 5] = [
        include_bytes!("../../tests/pictures/picture.png"),
        include_bytes!("../../tests/pictures/interlaced.png"),
        include_bytes!("../../tests/pictures/baseline.jpg"),
        include_bytes!("../../tests/pictures/progressive.jpg"),
        include_bytes!("../../tests/pictures/picture.gif"),
    ];

    #[test]
    fn each_format_is_decoded() {
        for (number, bytes) in PICTURES.into_iter().enumerate() {
            let picture = decode(bytes).unwrap();
            assert_eq!((picture.width, picture.height), (16, 8), "{number}");
            for row in picture.rows() {
                // JPEG has nearly these colours.
                let is_near =
                    |pixel: &Pixel, value: u8| pixel.iter().all(|v| v.abs_diff(value) < 9);
                assert!(row[..8].iter().all(|pixel| is_near(pixel, 255)), "{number}");
                assert!(row[8..].iter().all(|pixel| is_near(pixel, 0)), "{number}");
            }
        }
    }

    /// Returns a PNG image with this header and these rows, each of which begins with its filter.
    fn png_of(width: u32, height: u32, depth: u8, colour: u8, rows: &[u8]) -> Vec<u8> {
        use std::io::Write;

        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(rows).unwrap();
        let packed = packer.finish().unwrap();
        let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
        header.extend([depth, colour, 0, 0, 0]);
        let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
        for (kind, content) in [
            (b"IHDR", &header),
            (b"IDAT", &packed),
            (b"IEND", &Vec::new()),
        ] {
            let chunk = [&kind[..], content].concat();
            file.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
            file.extend(&chunk);
            file.extend(crc32fast::hash(&chunk).to_be_bytes());
        }
        file
    }

    #[test]
    fn what_is_transparent_is_white() {
        let rows = [0, 10, 20, 30, 255, 0, 0, 0, 0, 0, 0, 0, 128];
        let picture = decode(&png_of(3, 1, 8, 6, &rows)).unwrap();
        assert_eq!(picture.pixels, [[10, 20, 30], [255; 3], [127; 3]]);
        let picture = decode(&png_of(2, 1, 8, 4, &[0, 7, 255, 7, 0])).unwrap();
        assert_eq!(picture.pixels, [[7; 3], [255; 3]]);
        let picture = decode(&png_of(2, 1, 16, 0, &[0, 9, 9, 200, 0])).unwrap();
        assert_eq!(picture.pixels, [[9; 3], [200; 3]]);
    }

    #[test]
    fn what_is_no_image_or_too_large_is_refused() {
        let mut gif = PICTURES[4].to_vec();
        gif[6..10].fill(0xff);
        let files = [
            // An image of 4 billion pixels in 100 bytes, one that is wide, and one without pixels.
            (
                png_of(65_000, 65_000, 1, 0, &[0]),
                "too large, with 65000 x 65000",
            ),
            (png_of(u32::MAX >> 1, 1, 1, 0, &[0]), "too large"),
            (png_of(0, 1, 1, 0, &[0]), "damaged"),
            (gif, "too large, with 65535 x 65535"),
            (
                b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(),
                "no PNG, JPEG or GIF",
            ),
            (b"\x89PNG\r\n\x1a\nnot really".to_vec(), "damaged"),
            (Vec::new(), "no PNG, JPEG or GIF"),
        ];
        for (bytes, why) in files {
            let error = decode(&bytes).unwrap_err();
            assert!(error.contains(why), "{why}: {error}");
        }
        // The size is in the header of the frame.
        let mut jpeg = PICTURES[2].to_vec();
        let frame = jpeg
            .windows(2)
            .position(|bytes| bytes == [0xff, 0xc0])
            .unwrap();
        jpeg[frame + 5..frame + 9].fill(0xff);
        assert!(decode(&jpeg).is_err());
    }

    /// The data of a small image goes on for 64 MiB.
    #[test]
    fn only_the_data_of_the_image_is_unpacked() {
        let file = png_of(2, 2, 8, 0, &vec![0; 64 << 20]);
        assert!(file.len() < 1 << 20);
        let start = std::time::Instant::now();
        // Whether it is taken for an image does not matter.
        let _ = decode(&file);
        assert!(start.elapsed().as_secs() < 5);
    }

    /// Whatever is in a file, it is decoded or refused.
    #[test]
    fn damaged_images_do_no_harm() {
        for bytes in PICTURES {
            for at in 0..bytes.len() {
                let _ = decode(&bytes[..at]);
                for change in [0x01, 0x80, 0xff] {
                    let mut changed = bytes.to_vec();
                    changed[at] ^= change;
                    if let Ok(picture) = decode(&changed) {
                        assert_eq!(picture.pixels.len(), picture.width * picture.height);
                    }
                }
            }
        }
    }
}
