//! `meta=siteinfo` with `siprop=general`.

use crate::{
    api_value::{ApiValue, Map, texts},
    call::Call,
    release::Release,
    setting::Setting,
    time::iso,
};

/// The releases that have a key, without the end.
type Span = std::ops::Range<u16>;
const END: u16 = u16::MAX;

pub(super) fn siteinfo(call: &mut Call<'_>, body: &mut Map) {
    call.get("siprop");
    let release = call.wiki.release;
    let server = call.origin.clone();
    let flag = || ApiValue::Flag(true);
    let text = ApiValue::from;
    let absolute = |path: &str| ApiValue::from(format!("{server}{}{path}", call.path));
    let sizes = [
        (320, 240),
        (640, 480),
        (800, 600),
        (1024, 768),
        (1280, 1024),
    ]
    .into_iter()
    .map(|(width, height)| {
        Map::new()
            .with("width", width)
            .with("height", height)
            .into()
    })
    .collect();
    let thumbs = [120, 150, 180, 200, 250, 300]
        .into_iter()
        .map(ApiValue::Number)
        .collect();
    let off = || ApiValue::Flag(false);
    let magic = Map::new()
        .with("ISBN", off())
        .with("PMID", off())
        .with("RFC", off());
    let host = server.rsplit('/').next().unwrap_or_default();
    let name = host.split(':').next().unwrap_or_default();
    // The order is that of the API.
    let shared = call.wiki.has(Setting::CentralAuth);
    let keys: Vec<(Span, &str, ApiValue)> = vec![
        (0..END, "mainpage", text("Main Page")),
        (
            0..END,
            "base",
            call.absolute(&call.article("Main_Page")).into(),
        ),
        (0..END, "sitename", text("LabWiki")),
        (22..23, "logo", text("/wiki/skins/common/images/wiki.png")),
        (23..24, "logo", absolute("/skins/common/images/wiki.png")),
        (24..END, "logo", absolute("/resources/assets/wiki.png")),
        (0..END, "generator", format!("MediaWiki {release}").into()),
        (0..END, "phpversion", text("5.6.40")),
        (0..END, "phpsapi", text("testwiki")),
        (0..END, "dbtype", text("sqlite")),
        (0..END, "dbversion", text("3.8.10.2")),
        (22..END, "imagewhitelistenabled", flag()),
        (20..END, "langconversion", flag()),
        (20..END, "titleconversion", flag()),
        (23..END, "linkprefixcharset", text("")),
        (20..END, "linkprefix", text("")),
        (20..END, "linktrail", text("/^([a-z]+)(.*)$/sD")),
        (
            25..END,
            "legaltitlechars",
            text(" %!\"$&'()*,\\-.\\/0-9:;=?@A-Z\\\\^_`a-z~\\x80-\\xFF+"),
        ),
        (26..END, "invalidusernamechars", text("@:")),
        (28..END, "allunicodefixes", off()),
        (28..END, "fixarabicunicode", flag()),
        (28..END, "fixmalayalamunicode", flag()),
        (0..END, "case", text("first-letter")),
        (0..23, "rights", text("")),
        (0..END, "lang", text("en")),
        (
            18..END,
            "fallback",
            ApiValue::List("lang", false, Vec::new()),
        ),
        (0..END, "fallback8bitEncoding", text("windows-1252")),
        (0..END, "rtl", off()),
        (22..END, "misermode", off()),
        (22..END, "uploadsenabled", off()),
        (28..END, "maxarticlesize", ApiValue::Number(2_097_152)),
        (0..END, "timezone", text("UTC")),
        (0..END, "timeoffset", ApiValue::Number(0)),
        (
            0..END,
            "articlepath",
            call.article("$1").replace("%241", "$1").into(),
        ),
        (0..END, "scriptpath", call.path.as_str().into()),
        (0..END, "script", call.script("index").into()),
        (0..END, "variantarticlepath", ApiValue::Plain(false)),
        (0..END, "server", call.server().into()),
        (24..END, "servername", text(name)),
        (0..END, "wikiid", text("wiki")),
        (0..END, "time", iso(call.state.clock.now()).into()),
        (20..END, "maxuploadsize", ApiValue::Number(104_857_600)),
        (26..END, "minuploadchunksize", ApiValue::Number(1024)),
        (
            23..END,
            "thumblimits",
            ApiValue::List("limit", true, thumbs),
        ),
        (23..END, "imagelimits", ApiValue::List("limit", true, sizes)),
        (23..END, "favicon", absolute("/favicon.ico")),
        (
            27..END,
            "centralidlookupprovider",
            text(if shared { "CentralAuth" } else { "local" }),
        ),
        (
            27..END,
            "allcentralidlookupproviders",
            if shared {
                texts("_v", ["CentralAuth", "local"])
            } else {
                texts("_v", ["local"])
            },
        ),
        (28..END, "interwikimagic", flag()),
        (28..END, "magiclinks", magic.into()),
    ];
    let mut map = Map::new();
    for (span, key, value) in keys {
        let there = Release::first(span.start) <= release
            && (span.end == END || release < Release::first(span.end));
        if there {
            map.set(key, value);
        }
    }
    let writes = !call.wiki.has(Setting::NoWrite) || !call.wiki.profile.write_api_setting;
    map.set("writeapi", ApiValue::Flag(writes));
    map.set("readonly", ApiValue::Flag(call.state.read_only().is_some()));
    if let Some(reason) = call.state.read_only() {
        map.set("readonlyreason", reason);
    }
    body.set("general", map);
}
