//! `siprop=namespaces` and `siprop=namespacealiases`.

use crate::{
    api_value::{ApiValue, Map},
    call::Call,
};

/// The wiki's name, which is that of the namespace 4, too.
pub(super) const SITE_NAME: &str = "LabWiki";

/// The id of every namespace, its canonical name, and true if its pages have subpages.
const NAMESPACES: &[(i64, &str, bool)] = &[
    (-2, "Media", false),
    (-1, "Special", false),
    (0, "", false),
    (1, "Talk", true),
    (2, "User", true),
    (3, "User talk", true),
    (4, "Project", true),
    (5, "Project talk", true),
    (6, "File", false),
    (7, "File talk", true),
    (8, "MediaWiki", true),
    (9, "MediaWiki talk", true),
    (10, "Template", true),
    (11, "Template talk", true),
    (12, "Help", true),
    (13, "Help talk", true),
    (14, "Category", false),
    (15, "Category talk", true),
];

pub(super) fn namespaces(call: &Call<'_>) -> ApiValue {
    let all = NAMESPACES.iter().map(|(id, canonical, subpages)| {
        let map = describe(call, *id, canonical, *subpages);
        (id.to_string(), map.into())
    });
    ApiValue::Keyed("ns", all.collect())
}

fn describe(call: &Call<'_>, id: i64, canonical: &str, subpages: bool) -> Map {
    let profile = &call.wiki.profile;
    let mut map = Map::new()
        .with("id", id)
        .with("case", "first-letter")
        .with("subpages", ApiValue::Flag(subpages));
    if id != 0 {
        map.set("canonical", canonical);
    }
    map.set("content", ApiValue::Flag(id == 0));
    map.set("nonincludable", ApiValue::Flag(false));
    if id == 8 && profile.namespace_protection {
        map.set("namespaceprotection", "editinterface");
    }
    map.set_content("name", canonical.replace("Project", SITE_NAME));
    map
}

pub(super) fn aliases() -> ApiValue {
    let alias = |(id, alias)| Map::content("alias", alias).with("id", id).into();
    let all = [(6, "Image"), (7, "Image talk")];
    ApiValue::List("ns", false, all.map(alias).to_vec())
}
