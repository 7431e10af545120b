//! The addresses of the listener, and who gets what at each.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use mwaccount::Secret;
use url::form_urlencoded;

use super::{
    desk::{Desk, Picture},
    frame,
    request::Request,
    response::Response,
    secret::Token,
};

/// The time that a browser waits for the wiki before it is shown that it waits.
const WAIT: Duration = Duration::from_secs(20);

/// The cookie that shows that a request comes from the browser that opened the address first. Browsers send it with
/// requests that come from this listener's own pages only.
const COOKIE: &str = "mwaccount";

/// The cookie that shows the same of a browser that another site sends back.
const RETURN_COOKIE: &str = "mwaccount-return";

/// The script of a captcha service's button that sends the form.
const SCRIPT: &str = include_str!("submit.js");

/// The addresses of the listener and their secrets.
#[derive(Debug)]
pub struct Site {
    listener: SocketAddr,
    host: String,
    /// The folder of all addresses.
    folder: Token,
    entry: Token,
    return_state: Token,
    cookie: Token,
    return_cookie: Token,
    was_entered: AtomicBool,
    /// The exchange with the run.
    pub desk: Desk,
}

impl Site {
    /// Creates the addresses of a listener.
    pub fn new(listener: SocketAddr) -> Result<Self, getrandom::Error> {
        Ok(Self {
            listener,
            host: listener.to_string(),
            folder: Token::random()?,
            entry: Token::random()?,
            return_state: Token::random()?,
            cookie: Token::random()?,
            return_cookie: Token::random()?,
            was_entered: AtomicBool::new(false),
            desk: Desk::default(),
        })
    }

    /// Returns the address of the socket.
    pub fn listener(&self) -> SocketAddr {
        self.listener
    }

    /// Returns the address for the user's browser, which works in the first browser that opens it.
    pub fn address(&self) -> String {
        let entry = self.entry.as_str();
        format!("{}{}open/{entry}", self.origin(), self.folder())
    }

    /// Returns the address to which other sites send the browser back.
    pub fn return_address(&self) -> String {
        let state = self.return_state.as_str();
        format!("{}{}return/{state}", self.origin(), self.folder())
    }

    /// Returns the path of the folder.
    pub fn folder(&self) -> String {
        format!("/{}/", self.folder.as_str())
    }

    fn origin(&self) -> String {
        format!("http://{}", self.host)
    }

    /// Answers a request.
    pub fn respond(&self, request: &Request) -> Response {
        // A page of another site whose name resolves to this machine has the name of that site here.
        if request.header("host") != self.host {
            return Response::not_found();
        }
        let (path, query) = request
            .target
            .split_once('?')
            .unwrap_or((&request.target, ""));
        let Some((folder, file)) = path.strip_prefix('/').and_then(|path| path.split_once('/'))
        else {
            return Response::not_found();
        };
        if !self.folder.is(folder) {
            return Response::not_found();
        }
        let is_own = request
            .cookie(COOKIE)
            .is_some_and(|cookie| self.cookie.is(cookie));
        match (request.is_post, file.split_once('/')) {
            (false, Some(("open", entry))) if self.entry.is(entry) => self.enter(is_own),
            (false, Some(("return", state))) if self.return_state.is(state) => {
                self.take_return(request, query)
            }
            _ if !is_own || !is_from_here(request) => Response::not_found(),
            (true, None) if file == "answer" => self.take_answer(request),
            (true, _) => Response::not_found(),
            (false, Some(("image", number))) => self.image(number),
            (false, Some(_)) => Response::not_found(),
            (false, None) => match file {
                "" => self.page(),
                "widget" => self.widget(),
                "submit.js" => Response::new(200, "text/javascript; charset=utf-8", SCRIPT),
                _ => Response::not_found(),
            },
        }
    }

    /// Lets the first browser in that opens the address, and no other one after that.
    fn enter(&self, is_own: bool) -> Response {
        if self.was_entered.swap(true, Ordering::SeqCst) && !is_own {
            return Response::not_found();
        }
        let mut response = Response::page(&frame::passage(&self.folder()));
        for (name, value, path, same_site) in [
            (COOKIE, &self.cookie, self.folder(), "Strict"),
            (
                RETURN_COOKIE,
                &self.return_cookie,
                format!("{}return/", self.folder()),
                "Lax",
            ),
        ] {
            let value = value.as_str();
            let line = format!("{name}={value}; Path={path}; HttpOnly; SameSite={same_site}");
            response.add_line("Set-Cookie", &line);
        }
        response
    }

    /// Accepts the return from another site, which belongs to this conversation by the state in its address and to this
    /// browser by the cookie.
    fn take_return(&self, request: &Request, query: &str) -> Response {
        let cookie = request.cookie(RETURN_COOKIE).unwrap_or_default();
        if !self.return_cookie.is(cookie) {
            return Response::not_found();
        }
        self.desk
            .return_to(format!("{}?{query}", self.return_address()));
        // A redirect would belong to the other site's request, without the cookie of the page.
        Response::page(&frame::passage(&self.folder()))
    }

    fn take_answer(&self, request: &Request) -> Response {
        let is_allowed = is_own_form(
            request.header("sec-fetch-site"),
            request.header("origin"),
            &self.origin(),
        );
        let media_type = request.header("content-type").split(';').next();
        if !is_allowed || media_type != Some("application/x-www-form-urlencoded") {
            return Response::not_found();
        }
        let pairs = form_urlencoded::parse(request.body.expose().as_bytes());
        let mut form: Vec<(String, Secret)> = pairs
            .map(|(name, value)| (name.into_owned(), Secret::new(value)))
            .collect();
        let mark = form.iter().position(|(name, _)| name == frame::MARK);
        let mark = mark.map(|at| form.remove(at).1);
        let is_of_widget = form.iter().any(|(name, _)| name == frame::WIDGET);
        if let Some(mark) = mark {
            self.desk.submit(mark.expose(), form);
        }
        let page = if is_of_widget { "widget" } else { "" };
        Response::see_other(&format!("{}{page}", self.folder()))
    }

    fn page(&self) -> Response {
        match self.desk.content(WAIT) {
            Some(shown) => Response::page(&shown.html).noting_receipt(),
            None => Response::page(&frame::waiting(&self.folder())),
        }
    }

    fn widget(&self) -> Response {
        let shown = self.desk.content(WAIT);
        match shown.as_ref().and_then(|shown| shown.widget.as_ref()) {
            Some((html, additions)) => Response::page_with(html, additions).noting_receipt(),
            None => self.page(),
        }
    }

    fn image(&self, number: &str) -> Response {
        let shown: Option<Arc<_>> = self.desk.now();
        let number: Option<usize> = number.parse().ok();
        let picture = shown.as_ref().zip(number);
        match picture.and_then(|(shown, number)| shown.pictures.get(number)) {
            Some(picture) if is_image(picture) => {
                Response::new(200, &picture.media_type, picture.bytes.clone())
            }
            Some(picture) => {
                let mut response =
                    Response::new(200, "application/octet-stream", picture.bytes.clone());
                response.add_line("Content-Disposition", "attachment; filename=\"captcha\"");
                response
            }
            None => Response::not_found(),
        }
    }
}

/// Returns whether a request comes from a page of this listener or from the person, as far as the browser tells.
fn is_from_here(request: &Request) -> bool {
    matches!(
        request.header("sec-fetch-site"),
        "" | "none" | "same-origin"
    )
}

/// Returns whether a browser shows a file as an image, by its media type.
pub fn is_image(picture: &Picture) -> bool {
    let subtype = picture.media_type.strip_prefix("image/");
    subtype.is_some_and(|subtype| {
        let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || b".+-".contains(&byte);
        !subtype.is_empty() && subtype.len() < 60 && subtype.bytes().all(is_safe)
    })
}

/// Returns whether a form comes from the page at the origin `own`, as far as the browser tells. Pages that tell nobody
/// their address have the origin `null`. Old browsers and those of terminals tell nothing; the mark of the form, which
/// no other page knows, is the proof then.
fn is_own_form(fetch_site: &str, origin: &str, own: &str) -> bool {
    matches!(fetch_site, "" | "same-origin") && (matches!(origin, "" | "null") || origin == own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_other_pages_are_refused() {
        const OWN: &str = "http://127.0.0.1:4000";
        for (fetch_site, origin, expected) in [
            ("same-origin", OWN, true),
            ("same-origin", "null", true),
            ("", OWN, true),
            ("", "null", true),
            ("", "", true),
            ("", "http://127.0.0.1:4001", false),
            ("same-origin", "https://evil.example", false),
            ("same-site", OWN, false),
            ("cross-site", "null", false),
            ("none", OWN, false),
        ] {
            let is_own = is_own_form(fetch_site, origin, OWN);
            assert_eq!(is_own, expected, "{fetch_site:?}, {origin:?}");
        }
    }
}
