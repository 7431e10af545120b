//! Writes the seeds of a target into a folder, and libFuzzer's dictionary beside it: `fuzz-seeds TARGET FOLDER`. Without
//! arguments it lists the targets.

use std::{env, fs, path::Path};

use mwaccount_fuzz::{TARGETS, words};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [name, folder] = arguments.as_slice() else {
        for target in TARGETS {
            println!("{}", target.name);
        }
        return;
    };
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.unwrap_or_else(|| panic!("there is no target {name}"));
    fs::create_dir_all(folder).expect("a folder");
    let seeds = (target.seeds)();
    for (number, seed) in seeds.iter().enumerate() {
        let file = Path::new(folder).join(format!("seed-{number:04}"));
        fs::write(file, seed).expect("a file that can be written");
    }
    let quoted = words().map(|word| {
        let bytes = word.bytes().map(|byte| match byte {
            b'"' | b'\\' => format!("\\{}", char::from(byte)),
            b' '..=b'~' => char::from(byte).to_string(),
            _ => format!("\\x{byte:02x}"),
        });
        format!("\"{}\"\n", bytes.collect::<String>())
    });
    let dictionary = format!("{folder}.dict");
    fs::write(dictionary, quoted.collect::<String>()).expect("a file that can be written");
    println!("{name}: {} seeds", seeds.len());
}
