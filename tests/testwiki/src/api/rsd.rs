//! `action=rsd`: the location of the API.

use super::{check_lag, finish, read_denied};
use crate::{api_value::Map, call::Call, http::Response};

pub(super) fn answer(call: &mut Call<'_>) -> Response {
    let allowed = if call.wiki.profile.rsd_needs_read && !call.has_right("read") {
        Err(read_denied(call))
    } else {
        check_lag(call)
    };
    if let Err(error) = allowed {
        // RSD has a format of its own; errors are printed in the default one.
        return finish(call, Err(error), Map::new(), None);
    }
    let (site, home) = if call.wiki.profile.rsd_home_page {
        let home = format!(
            "<homePageLink xml:space=\"preserve\">{}</homePageLink>",
            call.absolute(&call.article("Main_Page"))
        );
        ("https://www.mediawiki.org", home)
    } else {
        ("http://mediawiki.org", String::new())
    };
    let help = if call.wiki.profile.help_my_language {
        "Special:MyLanguage/API"
    } else {
        "API"
    };
    let engine = site.replace("//mediawiki", "//www.mediawiki");
    let body = format!(
        "<?xml version=\"1.0\"?><rsd version=\"1.0\" xmlns=\"http://archipelago.phrasewise.com/rsd\"><service><apis>\
         <api name=\"MediaWiki\" preferred=\"true\" apiLink=\"{}\" blogID=\"\"><settings>\
         <docs xml:space=\"preserve\">{site}/wiki/{help}</docs><setting name=\"OAuth\" xml:space=\"preserve\">false</setting>\
         </settings></api></apis><engineName xml:space=\"preserve\">MediaWiki</engineName>\
         <engineLink xml:space=\"preserve\">{engine}/</engineLink>{home}</service></rsd>",
        call.absolute(&call.script("api")),
    );
    Response::new(200, "application/rsd+xml; charset=utf-8", body)
}
