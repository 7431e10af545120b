//! Fetching a captcha's image.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use url::Url;

use super::{Flow, Poll};
use crate::{
    Captcha, Error, InvalidInput, Purpose, Reason, Session,
    http::{Reply, Request, origin::is_same_or_upgraded},
};

/// A captcha's image. An extension of a wiki may give a sound or a film in its place: see `media_type`. Its
/// `Debug` output shows the size of the file only.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Image {
    /// The media type of the response, such as `image/png`.
    pub media_type: String,
    /// The content of the image file.
    pub bytes: Vec<u8>,
}

impl Image {
    /// Returns the extension for a file with the image or sound, without a dot: that of a form without
    /// scripts, or `bin`, which no program opens by itself.
    pub fn extension(&self) -> &'static str {
        match self.media_type.to_ascii_lowercase().as_str() {
            "image/png" => "png",
            "image/gif" => "gif",
            "image/jpeg" => "jpg",
            "image/webp" => "webp",
            "image/bmp" => "bmp",
            "audio/mpeg" => "mp3",
            "audio/ogg" => "ogg",
            "audio/wav" | "audio/wave" | "audio/x-wav" => "wav",
            "audio/flac" => "flac",
            "audio/mp4" => "m4a",
            "video/mp4" => "mp4",
            "video/webm" => "webm",
            _ => "bin",
        }
    }
}

impl fmt::Debug for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Image({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// A flow that fetches a captcha's image with the session's cookies. The image is bound to them
/// (ConfirmEdit's CaptchaSessionStore, the default of every branch).
#[derive(Debug, Clone)]
pub struct FetchImage {
    url: Url,
    done: Option<Result<Image, Error>>,
}

impl FetchImage {
    /// Creates a flow that fetches `url`, which comes from
    /// [`Captcha::image_urls`](crate::Captcha::image_urls). For an address that begins with `data:` the
    /// flow ends without a request.
    pub fn new(url: Url) -> Self {
        let done = (url.scheme() == "data").then(|| {
            image_in(&url).ok_or_else(|| {
                let message = "the captcha's image, which is part of the question, cannot be read";
                Error::new(Reason::CaptchaUnavailable, message)
            })
        });
        Self { url, done }
    }

    /// Creates a flow that fetches an image of a captcha: the one at this place, from 0.
    ///
    /// # Errors
    /// [`InvalidInput`] if the captcha has no such image.
    pub fn of(captcha: &Captcha, index: usize) -> Result<Self, InvalidInput> {
        match captcha.image_urls.get(index) {
            Some(url) => Ok(Self::new(url.clone())),
            None => Err(InvalidInput::new("this captcha has no such image")),
        }
    }
}

/// Returns the image that an address contains (RFC 2397), in base64.
fn image_in(url: &Url) -> Option<Image> {
    let (head, content) = url.path().split_once(',')?;
    let media_type = head.strip_suffix(";base64")?;
    let media_type = media_type.split(';').next().unwrap_or_default();
    // Browsers ignore the white space of an attribute that is broken into lines.
    let content = content.replace("%20", "").replace([' ', '\t'], "");
    let bytes = BASE64_STANDARD.decode(content).ok()?;
    let is_image = is_image(media_type) && !bytes.is_empty();
    is_image.then(|| Image {
        media_type: media_type.to_owned(),
        bytes,
    })
}

/// Returns whether a person can see or hear a file of this media type.
fn is_image(media_type: &str) -> bool {
    let media = media_type.split('/').next().unwrap_or_default();
    ["image", "audio", "video"]
        .iter()
        .any(|known| media.eq_ignore_ascii_case(known))
}

impl Flow for FetchImage {
    type Output = Image;

    fn poll(&self, session: &Session) -> Poll<Image> {
        if let Some(done) = &self.done {
            return Poll::Step(done.clone());
        }
        // A wiki must not make this machine send requests to other hosts, and an unencrypted response
        // none to https.
        if session.trusts(&session.api, &self.url) {
            Poll::Send(Request::get(&self.url, &[]).purpose(Purpose::Image))
        } else {
            let cause = if is_same_or_upgraded(&session.api, &self.url) {
                "its address came unencrypted"
            } else {
                "it is on another host than the wiki"
            };
            Poll::Step(Err(Error::new(
                Reason::CaptchaUnavailable,
                format!(
                    "the captcha's image was not fetched, because {cause}; open {} in a browser",
                    self.url
                ),
            )))
        }
    }

    fn feed(&mut self, _: &mut Session, reply: Reply) {
        self.done = Some(match reply {
            Reply::NotSent(error) | Reply::Lost(error) => Err(error.into()),
            Reply::Got(mut response) => {
                let media_type = response.header("content-type").unwrap_or_default();
                let media_type = media_type.split(';').next().unwrap_or_default().trim();
                if response.status == 200 && is_image(media_type) {
                    Ok(Image {
                        media_type: media_type.to_owned(),
                        bytes: std::mem::take(&mut response.body),
                    })
                } else {
                    let message = format!(
                        "the wiki returned no captcha image (HTTP {}); begin again to get another captcha",
                        response.status
                    );
                    Err(Error {
                        retry_after: response.retry_after(),
                        ..Error::new(Reason::CaptchaUnavailable, message)
                    })
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_within_addresses_need_no_request() {
        let fetch = |address: &str| FetchImage::new(Url::parse(address).unwrap()).done;
        let image = fetch("data:image/gif;charset=x;base64,R0lG\n ODlh").unwrap();
        let image = image.unwrap();
        assert_eq!(image.media_type, "image/gif");
        assert_eq!(image.bytes, b"GIF89a");
        assert_eq!(image.extension(), "gif");
        let drawing = fetch("data:image/svg+xml;base64,PHN2Zz4=").unwrap();
        assert_eq!(drawing.unwrap().extension(), "bin");
        let sound = fetch("data:audio/mpeg;base64,SUQz").unwrap();
        assert_eq!(sound.unwrap().extension(), "mp3");
        for address in [
            "data:image/gif,GIF89a",
            "data:text/html;base64,R0lG",
            "data:image/gif;base64,?",
            "data:",
        ] {
            let error = fetch(address).unwrap().unwrap_err();
            assert_eq!(error.reason, Reason::CaptchaUnavailable, "{address}");
        }
        assert!(fetch("https://wiki.example/a.png").is_none());
    }
}
