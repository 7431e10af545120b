//! A response of the API, and how each format prints it.

use crate::profile::Profile;

/// A value in a response.
#[derive(Clone, Debug)]
pub enum ApiValue {
    Text(String),
    Number(i64),
    /// A flag: present if true and absent if false, except in formatversion 2.
    Flag(bool),
    /// A boolean that every JSON format prints as such.
    Plain(bool),
    Null,
    /// The name of its items in XML, whether newer releases number them, and the items.
    List(&'static str, bool, Vec<ApiValue>),
    /// An object in JSON, and a list in XML, whose items newer releases number by their names: the name of the items,
    /// and the members.
    Keyed(&'static str, Vec<(String, ApiValue)>),
    /// A text whose name is an index: in XML an element of this name.
    Item(&'static str, String),
    Map(Map),
}

/// An object; in XML an element with attributes and children.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<(String, ApiValue)>,
    /// The name in formatversion 2, and the text that XML prints inside the element.
    content: Option<(&'static str, String)>,
}

impl Map {
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns an object that is mainly a text.
    pub fn content(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            entries: Vec::new(),
            content: Some((name, text.into())),
        }
    }

    pub fn with(mut self, name: impl Into<String>, value: impl Into<ApiValue>) -> Self {
        self.set(name, value);
        self
    }

    pub fn set(&mut self, name: impl Into<String>, value: impl Into<ApiValue>) {
        self.entries.push((name.into(), value.into()));
    }

    pub fn set_content(&mut self, name: &'static str, text: impl Into<String>) {
        self.content = Some((name, text.into()));
    }

    /// Adds a line to the member `name`, which is mainly a text, and adds that member if there is none.
    pub fn append_content(&mut self, name: &str, of: &'static str, text: impl Into<String>) {
        let text = text.into();
        let mut entries = self.entries.iter_mut();
        let member = entries.find(|(known, _)| known == name);
        if let Some((
            _,
            ApiValue::Map(Map {
                content: Some((_, before)),
                ..
            }),
        )) = member
        {
            before.push('\n');
            before.push_str(&text);
        } else {
            self.set(name, Map::content(of, text));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.content.is_none()
    }

    /// Appends the entries of `other`.
    pub fn extend(&mut self, other: Map) {
        self.entries.extend(other.entries);
    }
}

/// Returns a list of texts.
pub fn texts<T: Into<String>>(item: &'static str, all: impl IntoIterator<Item = T>) -> ApiValue {
    ApiValue::List(
        item,
        false,
        all.into_iter()
            .map(|text| ApiValue::Text(text.into()))
            .collect(),
    )
}

impl From<&str> for ApiValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for ApiValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for ApiValue {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Map> for ApiValue {
    fn from(map: Map) -> Self {
        Self::Map(map)
    }
}

/// `format=json` or `format=xml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json { version: u8 },
    Xml,
}

/// Prints `answer` as the body of a response.
pub fn print(answer: &Map, format: Format, profile: &Profile) -> String {
    match format {
        Format::Json { version } => {
            let printer = Json { version, profile };
            let mut out = String::new();
            printer.map(&mut out, answer);
            out
        }
        Format::Xml => {
            let mut out = String::from("<?xml version=\"1.0\"?>");
            Xml { profile }.element(&mut out, "api", answer, None);
            out
        }
    }
}

struct Json<'a> {
    version: u8,
    profile: &'a Profile,
}

impl Json<'_> {
    fn shows(&self, node: &ApiValue) -> bool {
        self.version == 2 || !matches!(node, ApiValue::Flag(false))
    }

    fn node(&self, out: &mut String, node: &ApiValue) {
        match node {
            ApiValue::Text(text) | ApiValue::Item(_, text) => self.text(out, text),
            ApiValue::Number(number) => out.push_str(&number.to_string()),
            ApiValue::Flag(true) if self.version == 1 => out.push_str("\"\""),
            ApiValue::Flag(truth) | ApiValue::Plain(truth) => {
                out.push_str(if *truth { "true" } else { "false" });
            }
            ApiValue::Null => out.push_str("null"),
            // Items that newer releases number in XML are an object for them.
            ApiValue::List(_, true, items) if self.version == 2 => {
                let mut map = Map::new();
                for (index, item) in items.iter().enumerate() {
                    map.set(index.to_string(), item.clone());
                }
                self.map(out, &map);
            }
            ApiValue::List(_, _, items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    self.node(out, item);
                }
                out.push(']');
            }
            ApiValue::Keyed(_, members) => {
                let mut map = Map::new();
                map.entries.clone_from(members);
                self.map(out, &map);
            }
            ApiValue::Map(map) => self.map(out, map),
        }
    }

    fn map(&self, out: &mut String, map: &Map) {
        // PHP prints an array without its flags as a list, if nothing else is left.
        let hidden = !map.entries.is_empty()
            && map.content.is_none()
            && !map.entries.iter().any(|(_, value)| self.shows(value));
        if hidden || (map.is_empty() && self.profile.empty_object_is_list) {
            out.push_str("[]");
            return;
        }
        out.push('{');
        let mut first = true;
        let mut name = |out: &mut String, name: &str| {
            if !std::mem::take(&mut first) {
                out.push(',');
            }
            self.text(out, name);
            out.push(':');
        };
        for (key, value) in map.entries.iter().filter(|(_, value)| self.shows(value)) {
            name(out, key);
            self.node(out, value);
        }
        if let Some((key, text)) = &map.content {
            name(out, if self.version == 1 { "*" } else { key });
            self.text(out, text);
        }
        out.push('}');
    }

    /// Escapes a text: formatversion 1 is ASCII, and the oldest releases escape slashes.
    fn text(&self, out: &mut String, text: &str) {
        let quoted = serde_json::Value::from(text).to_string();
        for character in quoted.chars() {
            match character {
                '/' if self.profile.slashes_escaped => out.push_str("\\/"),
                _ if self.version == 1 && !character.is_ascii() => {
                    let mut units = [0; 2];
                    for unit in character.encode_utf16(&mut units) {
                        out.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                _ => out.push(character),
            }
        }
    }
}

struct Xml<'a> {
    profile: &'a Profile,
}

impl Xml<'_> {
    /// Returns the value of an attribute, or `None` for a value that is not printed as one.
    fn attribute(&self, node: &ApiValue) -> Option<String> {
        match node {
            ApiValue::Text(text) => Some(text.clone()),
            ApiValue::Number(number) => Some(number.to_string()),
            ApiValue::Flag(truth) => truth.then(String::new),
            ApiValue::Plain(truth) => (*truth || self.profile.xml_false_is_empty).then(String::new),
            ApiValue::Null => self.profile.xml_null_is_empty.then(String::new),
            ApiValue::List(..) | ApiValue::Keyed(..) | ApiValue::Item(..) | ApiValue::Map(_) => {
                None
            }
        }
    }

    fn element(&self, out: &mut String, name: &str, map: &Map, index: Option<&str>) {
        out.push('<');
        out.push_str(name);
        if let Some(index) = index {
            out.push_str(&format!(" _idx=\"{index}\""));
        }
        for (key, value) in &map.entries {
            if let Some(value) = self.attribute(value) {
                out.push_str(&format!(" {key}=\"{}\"", escape_attribute(&value)));
            }
        }
        if map.content.is_some() {
            out.push_str(" xml:space=\"preserve\"");
        }
        let inside_from = out.len();
        out.push('>');
        for (key, value) in &map.entries {
            match value {
                ApiValue::Map(child) => self.element(out, key, child, None),
                ApiValue::List(item, numbered, items) => {
                    self.list(out, key, (item, *numbered), items)
                }
                ApiValue::Keyed(item, members) => self.keyed(out, key, item, members),
                ApiValue::Item(item, text) => {
                    out.push_str(&format!(
                        "<{item} xml:space=\"preserve\">{}</{item}>",
                        escape(text)
                    ));
                }
                _ => {}
            }
        }
        if let Some((_, text)) = &map.content {
            out.push_str(&escape(text));
        }
        if out.len() == inside_from + 1 {
            out.truncate(inside_from);
            out.push_str(" />");
        } else {
            out.push_str(&format!("</{name}>"));
        }
    }

    fn keyed(&self, out: &mut String, name: &str, item: &str, members: &[(String, ApiValue)]) {
        out.push_str(&format!("<{name}>"));
        for (key, node) in members {
            if let ApiValue::Map(map) = node {
                let index = self.profile.xml_list_index.then_some(key.as_str());
                self.element(out, item, map, index);
            }
        }
        out.push_str(&format!("</{name}>"));
    }

    fn list(
        &self,
        out: &mut String,
        name: &str,
        (item, numbered): (&str, bool),
        items: &[ApiValue],
    ) {
        if items.is_empty() {
            out.push_str(&format!("<{name} />"));
            return;
        }
        out.push_str(&format!("<{name}>"));
        for (index, node) in items.iter().enumerate() {
            let index = (numbered && self.profile.xml_list_index).then(|| index.to_string());
            match node {
                ApiValue::Map(map) => self.element(out, item, map, index.as_deref()),
                ApiValue::List(inner, numbered, items) => {
                    self.list(out, item, (inner, *numbered), items);
                }
                scalar => {
                    let number = index.map_or(String::new(), |index| format!(" _idx=\"{index}\""));
                    let text = self.attribute(scalar).unwrap_or_default();
                    out.push_str(&format!("<{item}{number}>{}</{item}>", escape(&text)));
                }
            }
        }
        out.push_str(&format!("</{name}>"));
    }
}

/// Escapes `text` for an element of XML or HTML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Escapes `text` for an attribute of XML or HTML.
pub fn escape_attribute(text: &str) -> String {
    escape(text)
        .replace('"', "&quot;")
        .replace('\'', "&#039;")
        .replace('\n', "&#10;")
}
