//! Fetching a captcha's image.

use url::Url;

use super::{Flow, Poll};
use crate::{
    Error, Purpose, Reason, Session,
    http::{Reply, Request, origin},
};

/// A captcha's image.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Image {
    /// The media type of the response, such as `image/png`.
    pub media_type: String,
    /// The content of the image file.
    pub bytes: Vec<u8>,
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
    /// [`Captcha::image_url`](crate::Captcha::image_url).
    pub fn new(url: Url) -> Self {
        Self { url, done: None }
    }
}

impl Flow for FetchImage {
    type Output = Image;

    fn poll(&self, session: &Session) -> Poll<Image> {
        if let Some(done) = &self.done {
            return Poll::Step(done.clone());
        }
        // A wiki must not make this machine send requests to other hosts.
        if origin::is_same_or_upgraded(&session.api, &self.url) {
            Poll::Send(Request::get(&self.url, &[]).purpose(Purpose::Image))
        } else {
            Poll::Step(Err(Error::new(
                Reason::CaptchaUnavailable,
                "the captcha's image was not fetched, because it is on another host than the wiki",
            )))
        }
    }

    fn feed(&mut self, _: &mut Session, reply: Reply) {
        self.done = Some(match reply {
            Reply::NotSent(error) | Reply::Lost(error) => Err(error.into()),
            Reply::Got(mut response) => {
                let media_type = response.header("content-type").unwrap_or_default();
                let media_type = media_type.split(';').next().unwrap_or_default().trim();
                if response.status == 200 && media_type.starts_with("image/") {
                    Ok(Image {
                        media_type: media_type.to_owned(),
                        bytes: std::mem::take(&mut response.body),
                    })
                } else {
                    Err(Error::new(
                        Reason::CaptchaUnavailable,
                        format!(
                            "the wiki returned no captcha image (HTTP {}); begin again to get another captcha",
                            response.status
                        ),
                    ))
                }
            }
        });
    }
}
