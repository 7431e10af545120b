//! Makes the calls of the target `c_abi` from the list of the ABI, so that no function can be forgotten, and from the
//! header, whose comments say which of them block.

use std::{env, fmt::Write, fs, path::Path};

fn main() {
    let list = read("bindings/c/abi.txt");
    let header = read("include/mwaccount.h");
    let functions: Vec<Function> = list.lines().filter_map(Function::parse).collect();
    assert!(functions.len() > 150, "only {} functions", functions.len());
    let mut made = String::from("unsafe extern \"C\" {\n");
    for function in &functions {
        function.declare(&mut made);
    }
    made += "}\n\n/// Every function of the ABI.\npub const FUNCTIONS: &[Function] = &[\n";
    for function in &functions {
        function.call(&mut made);
    }
    made += "];\n\n/// The functions that free a handle, by its type.\n";
    made += "const FREE: &[(&str, unsafe extern \"C\" fn(*mut c_void))] = &[\n";
    for function in &functions {
        if let Some(handle) = function.frees() {
            writeln!(made, "    (\"{handle}\", {}),", function.name).expect("a text");
        }
    }
    made += "];\n\n/// The functions that send requests themselves.\n";
    let sending = blocking(&header);
    assert!(
        !sending.is_empty(),
        "the header says of no function that it blocks"
    );
    writeln!(made, "const SENDING: &[&str] = &{sending:?};").expect("a text");
    let out = env::var("OUT_DIR").expect("a folder for what is made");
    fs::write(Path::new(&out).join("functions.rs"), made).expect("a file that can be written");
}

/// Reads a file of the repository, by its path there.
fn read(path: &str) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    println!("cargo::rerun-if-changed={}", file.display());
    fs::read_to_string(file).expect(path)
}

/// Returns the functions whose comment says that they block.
fn blocking(header: &str) -> Vec<&str> {
    let documented = header.split("/**").filter_map(|part| part.split_once("*/"));
    documented
        .filter(|(comment, _)| comment.contains("Blocks"))
        .map(|(_, declaration)| {
            let (head, _) = declaration.split_once('(').expect("a function");
            head.rsplit([' ', '*', '\n']).next().expect("a name")
        })
        .collect()
}

struct Function {
    name: String,
    returns: String,
    parameters: Vec<Parameter>,
}

struct Parameter {
    kind: String,
    name: String,
}

impl Function {
    /// Reads a line such as `mwa_status mwa_wiki_log_out(mwa_wiki *wiki, mwa_error **error)`.
    fn parse(line: &str) -> Option<Self> {
        let (head, parameters) = line.strip_suffix(')')?.split_once('(')?;
        if head.starts_with("typedef") {
            return None;
        }
        let head = Parameter::parse(head);
        let parameters = parameters
            .split(", ")
            .filter(|parameter| *parameter != "void");
        Some(Self {
            name: head.name,
            returns: head.kind,
            parameters: parameters.map(Parameter::parse).collect(),
        })
    }

    /// Returns the type of handle that this function frees. `mwa_requirements_name_free` frees none.
    fn frees(&self) -> Option<&str> {
        let handle = self.name.strip_suffix("_free")?;
        (self.returns == "void").then_some(handle)
    }

    fn declare(&self, made: &mut String) {
        let parameters = self.parameters.iter();
        let parameters = parameters.map(|it| format!("{}: {}", it.name, in_rust(&it.kind)));
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        let returns = match self.returns.as_str() {
            "void" => String::new(),
            kind => format!(" -> {}", in_rust(kind)),
        };
        writeln!(made, "    fn {}({parameters}){returns};", self.name).expect("a text");
    }

    /// Writes a call with arguments from the input. Results are kept, and borrowed ones with their owner.
    fn call(&self, made: &mut String) {
        let mut before = String::new();
        let mut arguments = Vec::new();
        let mut results = String::new();
        let mut owner = "ptr::null_mut()".to_owned();
        for (number, Parameter { kind, name }) in self.parameters.iter().enumerate() {
            let handle = handle_of(kind.strip_prefix("const ").unwrap_or(kind));
            let value = match (kind.as_str(), handle) {
                ("const char *", _) if name == "path" => "caller.path()".to_owned(),
                ("const char *", _) => format!("caller.text(\"{name}\")"),
                ("const uint8_t *", _) => "caller.bytes().0".to_owned(),
                ("size_t", _) if name == "length" => "caller.length()".to_owned(),
                ("mwa_log", _) => "caller.log()".to_owned(),
                ("void *", _) => "ptr::null_mut()".to_owned(),
                ("bool", _) => "caller.number(2) == 1".to_owned(),
                ("bool *", _) => {
                    write!(before, "let mut place{number} = false; ").expect("a text");
                    format!("caller.place(&raw mut place{number})")
                }
                ("size_t", _) => "caller.number(40)".to_owned(),
                ("uint32_t" | "uint64_t", _) => {
                    format!("caller.number(40) as {}", in_rust(kind))
                }
                (_, Some(handle)) if self.frees() == Some(handle) => {
                    format!("caller.take(\"{handle}\")")
                }
                (_, Some(handle)) => format!("caller.handle(\"{handle}\")"),
                (_, None) => {
                    let handle = kind.strip_suffix(" **").expect(kind);
                    write!(before, "let mut place{number} = ptr::null_mut(); ").expect("a text");
                    write!(
                        results,
                        "caller.written(\"{handle}\", place{number}, status); "
                    )
                    .expect("a text");
                    format!("caller.place(&raw mut place{number})")
                }
            };
            write!(before, "let argument{number} = {value}; ").expect("a text");
            arguments.push(format!("argument{number}"));
            if number == 0 && handle.is_some() {
                owner = "argument0".to_owned();
            }
        }
        let call = format!("{}({})", self.name, arguments.join(", "));
        let part = self.returns.strip_prefix("const ").and_then(handle_of);
        let own = handle_of(&self.returns);
        let body = match (self.returns.as_str(), part, own) {
            ("mwa_status", ..) => format!("let status = {call}; {results}caller.returned(status);"),
            ("const char *", ..) => format!("let text = {call}; caller.borrowed({owner}, text);"),
            (_, Some(part), _) => {
                format!("let part = {call}; caller.part(\"{part}\", {owner}, part);")
            }
            (_, _, Some(own)) => format!("let own = {call}; caller.written(\"{own}\", own, 0);"),
            ("void", ..) => format!("{call};"),
            _ => format!("let _ = {call};"),
        };
        let caller = if format!("{before}{body}").contains("caller.") {
            "caller"
        } else {
            "_"
        };
        writeln!(
            made,
            "    Function {{ name: \"{}\", call: |{caller}| {{ {before}unsafe {{ {body} }} }} }},",
            self.name
        )
        .expect("a text");
    }
}

impl Parameter {
    fn parse(text: &str) -> Self {
        let at = text.rfind([' ', '*']).expect(text) + 1;
        Self {
            kind: text[..at].trim_end().to_owned(),
            name: text[at..].to_owned(),
        }
    }
}

/// Returns the type of handle that a C type points to, such as `mwa_wiki` for `mwa_wiki *`.
fn handle_of(kind: &str) -> Option<&str> {
    let handle = kind.strip_suffix(" *")?;
    handle.starts_with("mwa_").then_some(handle)
}

/// Returns a C type in Rust.
fn in_rust(kind: &str) -> &str {
    match kind {
        "const char *" => "*const c_char",
        "const uint8_t *" => "*const u8",
        "bool" => "bool",
        "bool *" => "*mut bool",
        "size_t" => "usize",
        "uint32_t" => "u32",
        "uint64_t" => "u64",
        "int64_t" => "i64",
        "int" => "c_int",
        "void *" => "*mut c_void",
        "mwa_log" => "Option<unsafe extern \"C\" fn(*mut c_void, *const c_char)>",
        kind if kind.ends_with("**") => "*mut *mut c_void",
        kind if kind.ends_with('*') => "*mut c_void",
        // Every enum of the ABI is as large as an int.
        kind if kind.starts_with("mwa_") => "u32",
        kind => panic!("{kind} is a type that fuzz/build.rs does not know; add it"),
    }
}
