//! `meta=siteinfo`.

use super::{ModuleResult, namespaces, unrecognised};
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

/// The properties that real wikis have besides. A request for them is valid, and gets nothing.
const OTHERS: &[&str] = &[
    "autocreatetempuser",
    "autopromote",
    "autopromoteonce",
    "clientlibraries",
    "copyuploaddomains",
    "dbrepllag",
    "defaultoptions",
    "extensions",
    "extensiontags",
    "fileextensions",
    "functionhooks",
    "interwikimap",
    "languagevariants",
    "languages",
    "libraries",
    "magicwords",
    "protocols",
    "restrictions",
    "rightsinfo",
    "showhooks",
    "skins",
    "specialpagealiases",
    "statistics",
    "uploaddialog",
    "usergroups",
    "variables",
];

pub(super) fn siteinfo(call: &mut Call<'_>, answer: &mut ModuleResult, body: &mut Map) {
    let mut props = call.multi("siprop");
    if props.is_empty() && !call.has("siprop") {
        props.push("general".to_owned());
    }
    let mut bad = Vec::new();
    for prop in props {
        match prop.as_str() {
            "general" => general(call, body),
            "namespaces" => body.set("namespaces", namespaces::namespaces(call)),
            "namespacealiases" => body.set("namespacealiases", namespaces::aliases()),
            other if OTHERS.contains(&other) => {}
            _ => bad.push(prop),
        }
    }
    if !bad.is_empty() {
        answer.warn(
            "siteinfo",
            unrecognised(call, "value", Some("siprop"), &bad),
        );
    }
}

fn general(call: &Call<'_>, body: &mut Map) {
    let release = call.wiki.release;
    let server = call.origin.clone();
    let flag = || ApiValue::Flag(true);
    let text = ApiValue::from;
    let absolute = |path: &str| ApiValue::from(format!("{server}{}{path}", call.path));
    let newest = (release >= Release::first(36)).then_some((2560, 2048));
    let sizes = [
        (320, 240),
        (640, 480),
        (800, 600),
        (1024, 768),
        (1280, 1024),
    ]
    .into_iter()
    .chain(newest)
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
    let directories: &[&str] = match call.wiki.has(Setting::CentralAuth) {
        true => &["CentralAuth", "local"],
        false => &["local"],
    };
    let mut gallery = Map::new()
        .with("imagesPerRow", 0)
        .with("imageWidth", 120)
        .with("imageHeight", 120)
        .with("captionLength", flag())
        .with("showBytes", flag())
        .with("mode", "traditional");
    if release >= Release::first(30) {
        gallery.set("showDimensions", flag());
    }
    // The order is that of the API. From 1.29 on 1.29, 1.35, 1.39 and 1.43 are checked, and no release between them.
    let keys: Vec<(Span, &str, ApiValue)> = vec![
        (0..END, "mainpage", text("Main Page")),
        (
            0..END,
            "base",
            call.absolute(&call.article("Main_Page")).into(),
        ),
        (0..END, "sitename", text(namespaces::SITE_NAME)),
        (22..23, "logo", text("/wiki/skins/common/images/wiki.png")),
        (23..24, "logo", absolute("/skins/common/images/wiki.png")),
        (24..36, "logo", absolute("/resources/assets/wiki.png")),
        (
            36..END,
            "logo",
            absolute("/resources/assets/change-your-logo.svg"),
        ),
        (0..END, "generator", format!("MediaWiki {release}").into()),
        (0..END, "phpversion", text("5.6.40")),
        (0..END, "phpsapi", text("testwiki")),
        (0..END, "dbtype", text("sqlite")),
        (0..END, "dbversion", text("3.8.10.2")),
        (22..34, "imagewhitelistenabled", flag()),
        (34..END, "imagewhitelistenabled", off()),
        (20..END, "langconversion", flag()),
        (36..END, "linkconversion", flag()),
        (20..END, "titleconversion", flag()),
        (23..END, "linkprefixcharset", text("")),
        (20..END, "linkprefix", text("")),
        (20..END, "linktrail", text("/^([a-z]+)(.*)$/sD")),
        (
            25..END,
            "legaltitlechars",
            text(" %!\"$&'()*,\\-.\\/0-9:;=?@A-Z\\\\^_`a-z~\\x80-\\xFF+"),
        ),
        (26..36, "invalidusernamechars", text("@:")),
        (36..40, "invalidusernamechars", text("@:>")),
        (40..END, "invalidusernamechars", text("@:>=")),
        (28..END, "allunicodefixes", off()),
        (28..END, "fixarabicunicode", flag()),
        (28..END, "fixmalayalamunicode", flag()),
        (0..END, "case", text("first-letter")),
        (0..17, "rights", ApiValue::Null),
        (17..23, "rights", text("")),
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
        (23..END, "favicon", call.absolute("/favicon.ico").into()),
        (27..END, "centralidlookupprovider", text(directories[0])),
        (
            27..END,
            "allcentralidlookupproviders",
            texts("_v", directories.iter().copied()),
        ),
        (29..END, "galleryoptions", gallery.into()),
        (28..END, "interwikimagic", flag()),
        (28..END, "magiclinks", magic.into()),
        (34..END, "mainpageisdomainroot", off()),
        (36..END, "externallinktarget", off()),
        (31..END, "categorycollation", text("uppercase")),
        (36..END, "nofollowlinks", flag()),
        (36..END, "nofollownsexceptions", texts("_v", [""; 0])),
        (
            36..END,
            "nofollowdomainexceptions",
            texts("_v", ["mediawiki.org"]),
        ),
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
