//! `meta=allmessages`.

use crate::{
    api_value::{ApiValue, Map},
    call::Call,
    message::{Message, Param},
    setting::Setting,
};

/// Adds the requested messages, in English.
pub(super) fn allmessages(call: &mut Call<'_>, body: &mut Map) {
    let keys = call.multi("ammessages");
    let args = call.multi("amargs");
    for known in [
        "amlang",
        "amenableparser",
        "amprop",
        "amnocontent",
        "amincludelocal",
        "amfilter",
        "amcustomised",
    ] {
        call.get(known);
    }
    let parsed = call.has("amenableparser");
    let release = call.wiki.release;
    let list = keys
        .into_iter()
        .map(|key| {
            let map = Map::new()
                .with("name", key.as_str())
                .with("normalizedname", key.as_str());
            let Some(template) = call.template(&key) else {
                return map.with("missing", ApiValue::Flag(true)).into();
            };
            let key = if call.wiki.has(Setting::Japanese) {
                template.to_owned()
            } else {
                key
            };
            let message = args.iter().fold(Message::new(key), |message, arg| {
                message.with(Param::Text(arg.clone()))
            });
            let mut map = map;
            map.set_content(
                "content",
                if parsed {
                    message.text(release)
                } else {
                    message.plain(release)
                },
            );
            map.into()
        })
        .collect();
    body.set("allmessages", ApiValue::List("message", false, list));
}
