//! The modules of the command import each other in one direction.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Modules by their paths, such as `args::create`, and those that each imports. Imports
/// between parent and child are left out: they belong together.
type Imports = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    read(&source, "", &mut files);
    let imports = imports(&files);
    assert!(imports["create"].contains("session_loop"));
    assert!(imports["prompt"].contains("interaction"));
    let circles = circles(imports);
    assert!(circles.is_empty(), "circles among {circles:#?}");
}

#[test]
fn circles_are_found() {
    let files = [
        ("a", "use crate::{b::{self, B}, d};"),
        ("b", "fn b() { crate::c::c() }"),
        ("c", "mod x;\npub use crate::{\n    a::A,\n};"),
        ("c::x", "use super::c;\n// use crate::c;"),
        ("d", "use super::e::E;"),
        ("e", ""),
    ];
    let files = files.map(|(module, text)| (module.to_owned(), text.to_owned()));
    let circles = circles(imports(&files.into()));
    assert_eq!(circles.into_keys().collect::<Vec<_>>(), ["a", "b", "c"]);
}

/// Reads the files of a folder, by the paths of their modules. The crate's root is left
/// out, as no module imports it.
fn read(folder: &Path, parent: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let module = match stem {
            "main" if parent.is_empty() => continue,
            "mod" => parent.to_owned(),
            _ => join(parent, stem),
        };
        if path.is_dir() {
            read(&path, &module, files);
        } else {
            files.insert(module, fs::read_to_string(&path).unwrap());
        }
    }
}

fn imports(files: &BTreeMap<String, String>) -> Imports {
    let of_file = |(module, text): (&String, &String)| {
        let mut imported: BTreeSet<String> = paths(text, module)
            .iter()
            .filter_map(|path| module_of(path, files))
            .collect();
        imported.retain(|other| parent(other) != module && parent(module) != other);
        (module.clone(), imported)
    };
    files.iter().map(of_file).collect()
}

/// The modules in circles, and what each imports among them.
fn circles(mut imports: Imports) -> Imports {
    loop {
        // What imports nothing that is left is in no circle, nor is what nothing imports.
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

/// The paths of this crate that a file names, from the crate's root.
fn paths(text: &str, module: &str) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim().starts_with("//"));
    let code: String = code.map(|line| format!("{line} ")).collect();
    let mut paths = Vec::new();
    for (root, start) in [("crate::", ""), ("super::", parent(module))] {
        for (at, _) in code.match_indices(root) {
            for path in expand(&code[at + root.len()..]) {
                paths.push(join(start, &path));
            }
        }
    }
    paths
}

/// The paths of the use tree, or of the path, that a text begins with.
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
    let branches = branches.iter().flat_map(|branch| expand(branch));
    branches.map(|branch| format!("{prefix}{branch}")).collect()
}

/// The module that a path leads to or into.
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
