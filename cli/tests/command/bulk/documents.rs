//! Runs the examples of `docs/bulk.md` on emulated wikis and compares their output.

use std::{fs, path::Path};

use testwiki::{Server, Wiki};

use crate::documents::{blocks, run};

#[test]
fn bulk_page_examples_run() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/bulk.md");
    let page = fs::read_to_string(page).unwrap();
    let server = Server::start().unwrap();
    let in_folder = |release| Wiki::release(release).script_path("/w");
    let wiki = in_folder("1.43").sysop("Teacher", "teacherpass12345");
    let wikis = [
        ("wiki", wiki.account("Ben Example", "theirs-12345")),
        ("news", in_folder("1.26")),
        ("small", in_folder("1.43").throttle(2)),
    ];
    let wikis = wikis.map(|(name, wiki)| {
        let running = server.add_at(name, wiki);
        let documented = format!("https://{name}.example.org/w/api.php");
        (documented, running)
    });
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("teacher.password"), "teacherpass12345\n").unwrap();
    fs::write(folder.path().join("admin.password"), "adminpass12345\n").unwrap();
    let (mut printed, mut count) = (String::new(), 0);
    for (before, language, block) in blocks(&page) {
        match language {
            "csv" => {
                let (_, file) = before.rsplit_once("<!-- file: ").unwrap();
                let file = file.split_once(" -->").unwrap().0;
                fs::write(folder.path().join(file), format!("{block}\n")).unwrap();
            }
            "sh" => {
                let script = wikis
                    .iter()
                    .fold(block.to_owned(), |script, (documented, wiki)| {
                        script.replace(documented, &wiki.api())
                    });
                printed = run(&script, folder.path());
                for (documented, wiki) in &wikis {
                    printed = printed.replace(&wiki.api(), documented);
                }
                count += 1;
            }
            "text" => assert_eq!(printed.trim_end(), block),
            "json" => drop(serde_json::from_str::<serde_json::Value>(block).unwrap()),
            _ => {}
        }
    }
    assert_eq!(count, 7);
    let names = |at: usize| wikis[at].1.accounts().len();
    assert_eq!([names(0), names(1), names(2)], [8, 3, 4]);
}
