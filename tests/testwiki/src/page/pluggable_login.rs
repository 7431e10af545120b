//! Special:PluggableAuthLogin, PluggableAuth's own page: it redirects to the other site, which redirects back to it.
//! Everything between belongs to the session in which the login began.

use super::{page, page_with};
use crate::{
    auth::{
        creation::OTHER_SITE,
        login::{PLUGGED_PAGE, PendingLogin},
    },
    call::Call,
    http::Response,
};

pub(super) fn answer(call: &mut Call<'_>) -> Response {
    if call.session_mut().pending_login != Some(PendingLogin::Plugged(false)) {
        let text = "<p>No login is in progress.</p>";
        return page_with(call, 404, "Login error", text);
    }
    if call.request.parameter("code").is_none() && call.request.parameter("hop").is_none() {
        let next = call.absolute(&call.article_with(PLUGGED_PAGE, "hop=1"));
        return Response::html(302, "").with("Location", next);
    }
    if call.request.parameter("code").is_none() {
        return Response::html(302, "").with("Location", OTHER_SITE);
    }
    if !call.came_back() {
        return page(
            call,
            "Login error",
            "<p>The other site did not log you in.</p>",
        );
    }
    call.session_mut().pending_login = Some(PendingLogin::Plugged(true));
    let back = call.session_mut().plugged_return.clone();
    Response::html(302, "").with("Location", back.unwrap_or_default())
}
