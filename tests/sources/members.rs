//! The members of public types, read off the sources of each language.
//!
//! The sources are formatted by rustfmt and the like, so that a type ends at the first closing
//! brace of its own indentation.

use crate::files::read;

/// Returns the lines between a line that `opens` and the closing brace or the next line of its
/// indentation, for every such block.
fn blocks(text: &str, opens: impl Fn(&str) -> bool) -> Vec<(usize, &str)> {
    let mut lines = text.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if !opens(line.trim_start()) || line.ends_with(['}', ';']) {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        for inner in lines.by_ref() {
            let depth = inner.len() - inner.trim_start().len();
            // What follows a line broken before its brace, or a Python class, is not its end.
            if !inner.trim().is_empty()
                && depth <= indent
                && !inner.trim_start().starts_with(['{', ')', 'w'])
            {
                break;
            }
            found.push((depth - indent.min(depth), inner.trim_start()));
        }
    }
    found
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

/// Returns the public fields and methods of a Rust type, or the variants of an enum.
pub fn rust(files: &[&str], name: &str) -> Vec<String> {
    let mut members = Vec::new();
    for file in files {
        let text = read(file);
        let text = text.split("\n#[cfg(test)]\n").next().unwrap();
        let is_name = |rest: &str| identifier(rest) == name;
        let of_enum = |line: &str| line.strip_prefix("pub enum ").is_some_and(is_name);
        for (_, line) in blocks(text, of_enum)
            .into_iter()
            .filter(|(depth, _)| *depth == 4)
        {
            let variant = identifier(line);
            if variant.starts_with(char::is_uppercase) {
                members.push(variant.to_owned());
            }
        }
        let of_type = |line: &str| {
            line.strip_prefix("pub struct ").is_some_and(is_name)
                || line.strip_prefix("impl").is_some_and(|rest| {
                    let rest = rest.split_once("> ").map_or(rest, |(generics, rest)| {
                        if generics.starts_with('<') {
                            rest
                        } else {
                            generics
                        }
                    });
                    !rest.contains(" for ") && is_name(rest.trim_start())
                })
        };
        for (_, line) in blocks(text, of_type)
            .into_iter()
            .filter(|(depth, _)| *depth == 4)
        {
            let Some(rest) = line.strip_prefix("pub ") else {
                continue;
            };
            let rest = rest
                .strip_prefix("const fn ")
                .or(rest.strip_prefix("fn "))
                .unwrap_or(rest);
            if !rest.starts_with("const ") {
                members.push(identifier(rest).to_owned());
            }
        }
    }
    members
}

/// Returns the names of an enum's values, which the command prints and takes.
pub fn rust_names(file: &str, name: &str) -> Vec<String> {
    let text = read(file);
    let opens = |line: &str| {
        line.strip_prefix("pub enum ")
            .is_some_and(|rest| identifier(rest) == name)
    };
    let lines = blocks(&text, opens).into_iter();
    lines
        .filter_map(|(_, line)| {
            let (_, rest) = line.split_once(" = \"")?;
            Some(format!("\"{}\"", rest.split('"').next()?))
        })
        .collect()
}

/// Returns the functions or numbers of the C ABI that begin with this prefix.
pub fn c(prefix: &str) -> Vec<String> {
    let abi = read("bindings/c/abi.txt");
    let names = abi
        .lines()
        .filter(|line| !line.starts_with("typedef"))
        .filter_map(|line| {
            let line = line.split('(').next().unwrap();
            let line = line.split(" = ").next().unwrap();
            line.rsplit([' ', '*']).next()
        });
    names
        .filter(|name| name.starts_with(prefix))
        .map(str::to_owned)
        .collect()
}

/// Returns the public attributes and methods of a Python class, or the members of an enum.
pub fn python(file: &str, class: &str) -> Vec<String> {
    let text = read(format!("bindings/python/src/mwaccount/{file}.py"));
    // Every second piece is a docstring.
    let text: String = text.split("\"\"\"").step_by(2).collect();
    let opens = |line: &str| {
        line.strip_prefix("class ")
            .is_some_and(|rest| identifier(rest) == class)
    };
    let lines = blocks(&text, opens)
        .into_iter()
        .filter(|(depth, _)| *depth == 4);
    let members = lines.filter_map(|(_, line)| {
        let rest = line.strip_prefix("def ").unwrap_or(line);
        let name = identifier(rest);
        let follows = &rest[name.len()..];
        let member = follows.starts_with(['(', ':']) && !follows.starts_with(": ClassVar")
            || follows.starts_with(" = ");
        (member && !name.is_empty() && !name.starts_with('_')).then(|| name.to_owned())
    });
    members.collect()
}

/// Returns the public properties and methods of a PHP class, or the cases of an enum.
pub fn php(class: &str) -> Vec<String> {
    let text = read(format!("bindings/php/src/{class}.php"));
    let mut members = Vec::new();
    for line in text.lines().map(str::trim_start) {
        if let Some(name) = line
            .strip_prefix("case ")
            .filter(|_| text.contains("\nenum "))
        {
            members.push(identifier(name).to_owned());
        } else if let Some((before, rest)) = line.split_once("function ")
            && before.contains("public ")
        {
            members.push(identifier(rest).to_owned());
        }
        // Properties are mostly parameters of the constructor, one a line or all on its own.
        let properties = line
            .split(['(', ','])
            .filter(|part| part.contains("public readonly "));
        members.extend(properties.filter_map(|part| {
            let (_, name) = part.split_once('$')?;
            Some(identifier(name).to_owned())
        }));
    }
    members.retain(|member| !member.starts_with("__"));
    members
}

/// Returns the long options of the command.
pub fn command_options() -> Vec<String> {
    let mut options = Vec::new();
    for file in ["create", "network", "probe", "resume", "shared"] {
        let text = read(format!("cli/src/args/{file}.rs"));
        let mut named = None;
        let mut is_option = false;
        for line in text.lines().map(str::trim_start) {
            if line.starts_with("#[arg(") {
                is_option = line.contains("long");
                named = line
                    .split_once("long = \"")
                    .and_then(|(_, rest)| rest.split('"').next());
            } else if let Some(field) = line.strip_prefix("pub ").filter(|_| is_option) {
                let option =
                    named.map_or_else(|| identifier(field).replace('_', "-"), str::to_owned);
                options.push(format!("--{option}"));
                is_option = false;
            }
        }
    }
    options.sort();
    options.dedup();
    options
}

/// Returns the command's own commands, such as `probe`.
pub fn commands() -> Vec<String> {
    let commands = rust(&["cli/src/args/mod.rs"], "Command");
    commands
        .iter()
        .map(|command| format!("mwaccount {}", command.to_lowercase()))
        .collect()
}

/// Returns the keys of a JSON object that the command prints.
pub fn json_keys(file: &str, object: &str) -> Vec<String> {
    let text = read(format!("cli/src/{file}.rs"));
    let opens = |line: &str| line.contains("struct ") && line.contains(&format!("struct {object}"));
    let mut keys = Vec::new();
    let mut skipped = false;
    let mut renamed = None;
    for (_, line) in blocks(&text, opens)
        .into_iter()
        .filter(|(depth, _)| *depth == 4)
    {
        if line.starts_with("#[serde(skip)]") {
            skipped = true;
        } else if let Some((_, rest)) = line.split_once("rename = \"") {
            renamed = rest.split('"').next();
        } else if !line.starts_with(['/', '#', '}', '"']) {
            let key = renamed
                .take()
                .unwrap_or(identifier(line.strip_prefix("pub ").unwrap_or(line)));
            if !std::mem::take(&mut skipped) && !key.is_empty() {
                keys.push(format!("\"{key}\""));
            }
        }
    }
    keys
}
