//! The options for captchas' images, with the page.

use std::fs;

use super::{OpenRun, client::*};
use crate::support::*;

fn fetches_image(request: &Request) -> bool {
    request.target.contains("Special:Captcha")
}

#[test]
fn images_are_not_fetched_if_they_are_not_wanted() {
    let wiki = image_wiki();
    let run = OpenRun::create(&wiki.api(), &["--images", "none"]);
    let page = Page::enter(&run.address);
    let shown = page.show();
    assert!(!shown.contains("<img"), "{shown}");
    assert!(shown.contains("cannot be shown: "), "{shown}");
    assert!(shown.contains("--images none was given"), "{shown}");
    assert!(shown.contains(">Open its address</a>"), "{shown}");
    let answers = [
        ("Answer", "labword"),
        ("x", PASSWORD),
        ("The same", PASSWORD),
    ];
    let end = page.submit(&answers);
    assert!(end.contains("The account was created"), "{end}");
    assert_eq!(run.end().status, 0);
    assert!(!wiki.requests().iter().any(fetches_image));
}

#[test]
fn the_image_is_also_written_to_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("captcha.png");
    let wiki = image_wiki();
    let run = OpenRun::create(&wiki.api(), &["--image-to", file.to_str().unwrap()]);
    let page = Page::enter(&run.address);
    let shown = page.show();
    let image = page.get(between(&shown, "<img src=\"", "\""));
    let written = fs::read(&file).unwrap();
    assert_eq!(image.body, String::from_utf8_lossy(&written));
    assert_eq!(&written[1..4], b"PNG");
    page.press("give-up");
    run.end();
    assert!(file.exists());
    assert_eq!(
        wiki.requests()
            .iter()
            .filter(|request| fetches_image(request))
            .count(),
        1
    );
}
