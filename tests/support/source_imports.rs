//! The imports between the modules of a crate, read from its source.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Modules by path, such as `args::create`, with the modules that each imports. Imports between parent and
/// child, and those of unit tests, are left out.
pub type Imports = BTreeMap<String, BTreeSet<String>>;

/// Reads the imports of the crate in a source folder. An import of a name that the crate's root re-exports
/// counts as an import of the module that defines it.
pub fn read(source: &Path) -> Imports {
    let mut files = BTreeMap::new();
    let mut root = String::new();
    read_folder(source, "", &mut files, &mut root);
    imports(&files, &root)
}

/// Returns the modules that import each other in a circle, with their imports in it.
pub fn circles(mut imports: Imports) -> Imports {
    loop {
        // A module that imports no other, or that no other imports, is in no circle.
        let imported: BTreeSet<String> = imports.values().flatten().cloned().collect();
        let before = imports.len();
        imports.retain(|module, of| !of.is_empty() && imported.contains(module));
        let left: BTreeSet<String> = imports.keys().cloned().collect();
        for of in imports.values_mut() {
            of.retain(|module| left.contains(module));
        }
        if imports.len() == before {
            return imports;
        }
    }
}

/// Reads the files of a folder, by the paths of their modules, and the crate's root separately.
fn read_folder(
    folder: &Path,
    parent: &str,
    files: &mut BTreeMap<String, String>,
    root: &mut String,
) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let module = match stem {
            "mod" => parent.to_owned(),
            _ => join(parent, stem),
        };
        if path.is_dir() {
            read_folder(&path, &module, files, root);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            match stem {
                "lib" | "main" if parent.is_empty() => *root = text,
                // Unit tests in a file of their own.
                "tests" => {}
                _ => {
                    files.insert(module, text);
                }
            }
        }
    }
}

fn imports(files: &BTreeMap<String, String>, root: &str) -> Imports {
    let published: BTreeMap<String, String> = uses(root)
        .into_iter()
        .filter_map(|path| {
            let (_, name) = path.rsplit_once("::")?;
            Some((name.to_owned(), path.clone()))
        })
        .collect();
    let of_file = |(module, text): (&String, &String)| {
        let mut imported: BTreeSet<String> = paths(text, module)
            .iter()
            .filter_map(|path| {
                let first = path.split("::").next().unwrap_or_default();
                let published = published.get(first).filter(|_| !files.contains_key(first));
                module_of(published.unwrap_or(path), files)
            })
            .collect();
        imported
            .retain(|other| other != module && parent(other) != module && parent(module) != other);
        (module.clone(), imported)
    };
    files.iter().map(of_file).collect()
}

/// Returns the paths of all `pub use` of a file.
pub fn uses(text: &str) -> Vec<String> {
    let code = code(text);
    let uses = code.match_indices("pub use ");
    uses.flat_map(|(at, start)| expand(&code[at + start.len()..]))
        .collect()
}

/// Returns the paths of this crate that a file names, from the crate's root.
fn paths(text: &str, module: &str) -> Vec<String> {
    let code = code(text);
    let mut paths = Vec::new();
    for (root, start) in [("crate::", ""), ("super::", parent(module))] {
        for (at, _) in code.match_indices(root) {
            for mut path in expand(&code[at + root.len()..]) {
                let mut start = start;
                while let Some(rest) = path.strip_prefix("super::") {
                    (path, start) = (rest.to_owned(), parent(start));
                }
                paths.push(join(start, &path));
            }
        }
    }
    paths
}

/// Returns the lines of a file without comments and unit tests.
fn code(text: &str) -> String {
    let (text, _) = text
        .split_once("#[cfg(test)]\nmod tests")
        .unwrap_or((text, ""));
    let code = text.lines().filter(|line| !line.trim().starts_with("//"));
    code.map(|line| format!("{line} ")).collect()
}

/// Returns the paths of the use tree, or of the path, at the beginning of a text.
fn expand(text: &str) -> Vec<String> {
    let text = text.trim_start();
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let (prefix, rest) = text.split_at(text.find(|c| !is_path(c)).unwrap_or(text.len()));
    let Some(tree) = rest.strip_prefix('{') else {
        return vec![prefix.to_owned()];
    };
    let mut depth = 0;
    let mut branches = vec![String::new()];
    for c in tree.chars() {
        match c {
            '}' if depth == 0 => break,
            ',' if depth == 0 => branches.push(String::new()),
            c => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                branches.last_mut().unwrap().push(c);
            }
        }
    }
    // A trailing comma leaves an empty branch.
    branches.retain(|branch| !branch.trim().is_empty());
    let branches = branches.iter().flat_map(|branch| expand(branch));
    branches.map(|branch| format!("{prefix}{branch}")).collect()
}

/// Returns the module that a path names or points into.
fn module_of(path: &str, files: &BTreeMap<String, String>) -> Option<String> {
    let mut path = path;
    while !files.contains_key(path) {
        (path, _) = path.rsplit_once("::")?;
    }
    Some(path.to_owned())
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

fn join(parent: &str, name: &str) -> String {
    match parent {
        "" => name.to_owned(),
        _ => format!("{parent}::{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found() {
        let files = [
            ("a", "use crate::{b::{self, B}, d};"),
            ("b", "fn b() { crate::c::c() }"),
            ("c", "mod x;\npub use crate::{\n    A,\n};"),
            ("c::x", "use super::c;\n// use crate::c;"),
            ("d", "use super::e::E;"),
            ("e", "#[cfg(test)]\nmod tests { use crate::d; }"),
        ];
        let files = files.map(|(module, text)| (module.to_owned(), text.to_owned()));
        let circles = circles(imports(&files.into(), "pub use a::{A, B};"));
        assert_eq!(circles.into_keys().collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
