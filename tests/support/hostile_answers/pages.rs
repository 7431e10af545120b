//! Pages.

use super::{Make, filled};

const HEAD: &str = "<!DOCTYPE html><html><head><meta name=generator content='MediaWiki 1.39.1'><script>RLCONF={\"wgUserName\":null,\"wgCanonicalSpecialPageName\":\"CreateAccount\"};</script></head><body><div id=mw-content-text>";
const TAIL: &str = "</div></body></html>";
/// A form for a new account and for a login.
const FORM: &str = "<form id=userlogin2 name=userlogin action=/w/index.php><input name=wpName><input type=password name=wpPassword><input type=password name=wpRetype><input type=hidden name=wpCreateaccountToken value=t0ken>";
/// The same of a further step.
const STEP: &str = "<form id=userlogin2 name=userlogin action=/w/index.php><input type=hidden name=authAction value=create-continue><input type=hidden name=wpCreateaccountToken value=t0ken>";

/// Returns a page with units in its form.
fn in_form(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    filled(
        size,
        &format!("{HEAD}{FORM}"),
        unit,
        &format!("</form>{TAIL}"),
    )
}

/// Returns a page with units in the form of a further step.
fn in_step(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    filled(
        size,
        &format!("{HEAD}{STEP}"),
        unit,
        &format!("</form>{TAIL}"),
    )
}

/// Returns a page with units in its content, above the form.
fn in_content(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    filled(size, HEAD, unit, &format!("{FORM}</form>{TAIL}"))
}

/// Returns a page with units in its content and without a form.
fn without_form(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    filled(size, HEAD, unit, TAIL)
}

/// Returns a list of users with units in its content.
fn in_list(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    let head = HEAD.replace("CreateAccount", "Listusers");
    filled(
        size,
        &format!("{head}<input name=username value=Zoe>"),
        unit,
        TAIL,
    )
}

/// Returns Special:AllMessages with units in its table.
fn in_messages(size: usize, unit: impl Fn(usize) -> String) -> Vec<u8> {
    let head = HEAD.replace("CreateAccount", "Allmessages");
    filled(
        size,
        &format!("{head}<table id=mw-allmessagestable>"),
        unit,
        TAIL,
    )
}

pub const PAGES: &[Make] = &[
    ("selects that are not closed", |size| {
        in_form(size, |n| match n {
            0..512 => format!("<select name=s{n}>"),
            _ => format!("<option>o{n}"),
        })
    }),
    ("selects with long options", |size| {
        in_form(size, |n| match n {
            0..512 => format!("<select name=s{n}>"),
            _ => format!("<option>{}", "text ".repeat(40)),
        })
    }),
    ("options", |size| {
        in_form(size, |n| match n {
            0 => "<select name=s>".to_owned(),
            _ => format!("<option>o{n}"),
        })
    }),
    ("options around elements", |size| {
        in_form(size, |n| match n {
            0 => "<select name=s>".to_owned(),
            _ => format!("<option><b>o{n}"),
        })
    }),
    ("empty options", |size| {
        in_form(size, |n| match n % 500 {
            0 => format!("<select name=s{n}>"),
            _ => "<option>".to_owned(),
        })
    }),
    ("buttons", |size| {
        in_form(size, |n| format!("<button name=b{n}>text {n}"))
    }),
    ("labels around controls", |size| {
        in_form(size, |n| format!("<label>text {n}<input name=l{n}>"))
    }),
    ("labels for controls", |size| {
        in_form(size, |n| {
            format!("<label for=i{n}>text {n}<input id=i{n} name=l{n}>")
        })
    }),
    ("a label around all controls", |size| {
        in_form(size, |n| match n {
            0 => "<label>".to_owned(),
            1..512 => format!("<input name=l{n}>"),
            _ => "text ".to_owned(),
        })
    }),
    ("a label for all controls", |size| {
        in_form(size, |n| match n {
            0 => "<label for=i>".to_owned(),
            1..512 => format!("<input id=i name=l{n}>"),
            _ => "text ".to_owned(),
        })
    }),
    ("labels of the page", |size| {
        in_content(size, |n| format!("<label>text {n}"))
    }),
    ("fieldsets", |size| {
        in_form(size, |n| format!("<fieldset><legend>text {n}"))
    }),
    ("tables", |size| {
        in_form(size, |n| format!("<table><tr><td>text {n}"))
    }),
    ("forms", |size| {
        in_form(size, |n| {
            format!("<form id=userlogin2 name=userlogin><input name=i{n}>")
        })
    }),
    ("explanations", |size| {
        in_form(size, |n| {
            format!("<input name=t{n}><div class=htmlform-tip>text {n}")
        })
    }),
    ("long explanations", |size| {
        in_form(size, |n| match n {
            0..256 => format!("<input name=t{n}><div class=htmlform-tip>"),
            _ => "text ".to_owned(),
        })
    }),
    ("rows with errors", |size| {
        in_form(size, |n| {
            format!("<div class=mw-htmlform-invalid-input><input name=i{n}>")
        })
    }),
    ("information", |size| {
        in_step(size, |n| {
            format!(
                "<div class=mw-htmlform-field-HTMLInfoField><label>l{n}<div class=mw-input>v{n}"
            )
        })
    }),
    ("information without a value", |size| {
        in_step(size, |_| {
            "<div class=mw-htmlform-field-HTMLInfoField>".to_owned()
        })
    }),
    ("long information", |size| {
        in_step(size, |n| match n {
            0..128 => "<div class=mw-htmlform-field-HTMLInfoField><div class=mw-input>".to_owned(),
            _ => "text ".to_owned(),
        })
    }),
    ("hidden elements", |size| {
        in_form(size, |n| format!("<div hidden><input name=u{n}>"))
    }),
    ("radio buttons", |size| {
        in_form(size, |n| {
            format!("<label><input type=radio name=r value={n}>text {n}")
        })
    }),
    ("checkboxes", |size| {
        in_form(size, |n| {
            format!("<input type=checkbox name=c[] value={n}>text {n}")
        })
    }),
    ("inputs of one name", |size| {
        in_form(size, |_| "<input name=a>".to_owned())
    }),
    ("inputs", |size| {
        in_form(size, |n| format!("<input name=a{n}>"))
    }),
    ("hidden inputs", |size| {
        in_form(size, |n| {
            format!(
                "<input type=hidden name=h{n} value=\"{}\">",
                "v".repeat(100)
            )
        })
    }),
    ("a long value", |size| {
        in_form(size, |n| match n {
            0 => "<input type=hidden name=h value='".to_owned(),
            _ => "value".to_owned(),
        })
    }),
    ("a value of quotes", |size| {
        in_form(size, |n| match n {
            0 => "<input type=hidden name=h value='".to_owned(),
            _ => "\"\\".to_owned(),
        })
    }),
    ("values of quotes", |size| {
        in_form(size, |n| {
            format!("<input type=hidden name=h{n} value='{}'>", "\"".repeat(500))
        })
    }),
    ("values of control characters", |size| {
        in_form(size, |n| {
            format!(
                "<input type=hidden name=h{n} value='{}'>",
                "\u{1}".repeat(500)
            )
        })
    }),
    ("options of control characters", |size| {
        in_form(size, |n| match n {
            0 => "<select name=s>".to_owned(),
            _ => format!("<option>{}", "\u{1}".repeat(60)),
        })
    }),
    ("long names", |size| {
        in_form(size, |n| format!("<input name={}{n}>", "n".repeat(2000)))
    }),
    ("tokens", |size| {
        in_form(size, |n| {
            format!("<input type=hidden name=h{n}token value=v{n}>")
        })
    }),
    ("text areas", |size| {
        in_form(size, |n| format!("<textarea name=t{n}>text</textarea>"))
    }),
    ("a text area that is not closed", |size| {
        in_form(size, |n| match n {
            0 => "<textarea name=t>".to_owned(),
            _ => "<textarea name=t>".to_owned(),
        })
    }),
    ("a captcha of elements", |size| {
        in_form(size, |n| {
            match n {
            0 => "<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>".to_owned(),
            _ => format!("<sup>{n}"),
        }
        })
    }),
    ("captchas in captchas", |size| {
        in_form(size, |n| match n {
            0 => "<div class=captcha><input name=wpCaptchaWord>".to_owned(),
            _ => format!("<div class=captcha><div class=mw-htmlform-field-HTMLInfoField>{n}"),
        })
    }),
    ("a captcha with images", |size| {
        in_form(size, |n| {
            match n {
            0 => "<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>Which?".to_owned(),
            _ => format!("<img alt='image {n}' src='data:image/png;base64,{}'>", "QUFB".repeat(150)),
        }
        })
    }),
    ("a captcha with a long image", |size| {
        filled(
            size,
            &format!(
                "{HEAD}{FORM}<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>Which? <img src='data:image/png;base64,"
            ),
            |_| "QUFB".to_owned(),
            &format!("'></label></div></form>{TAIL}"),
        )
    }),
    ("a captcha with links", |size| {
        in_form(size, |n| {
            match n {
            0 => "<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>".to_owned(),
            _ => format!("<a href=/{n}>"),
        }
        })
    }),
    ("a captcha with a list", |size| {
        in_form(size, |n| {
            match n {
            0 => "<div class=captcha><input name=wpCaptchaWord id=wpCaptchaWord><label for=wpCaptchaWord>".to_owned(),
            _ => "<ol><li><td>".to_owned(),
        }
        })
    }),
    ("captcha services", |size| {
        in_form(size, |n| {
            format!(
                "<div class=g-recaptcha data-sitekey={}{n}>",
                "k".repeat(1000)
            )
        })
    }),
    ("captcha ids", |size| {
        in_form(size, |n| match n {
            0 => "<div class=captcha><input name=wpCaptchaWord>".to_owned(),
            _ => format!("<input type=hidden name=wpCaptchaId value={n}>"),
        })
    }),
    ("boxes in boxes", |size| {
        in_content(size, |n| format!("<div class=errorbox>e{n}"))
    }),
    ("boxes", |size| {
        in_content(size, |n| format!("<div class=errorbox>e{n}</div>"))
    }),
    ("boxes without text", |size| {
        in_content(size, |_| {
            "<div class=errorbox><strong></strong></div>".to_owned()
        })
    }),
    ("boxes of one text", |size| {
        in_content(size, |_| "<div class='warning error'>e</div>".to_owned())
    }),
    ("a box of text", |size| {
        in_content(size, |n| match n {
            0 => "<div class=errorbox>".to_owned(),
            _ => format!("text {n}\n"),
        })
    }),
    ("a page without its form, of boxes", |size| {
        without_form(size, |n| format!("<div class=errorbox><p>error {n}"))
    }),
    ("a page without its form, of text", |size| {
        without_form(size, |n| format!("word{n} "))
    }),
    ("paragraphs", |size| {
        without_form(size, |n| format!("<p>text {n}"))
    }),
    ("links", |size| {
        without_form(size, |n| {
            format!("<a href=/w/index.php?title=User:N{n}>Zo{n}")
        })
    }),
    ("names", |size| without_form(size, |_| "<b>oe".to_owned())),
    ("ends of names", |size| {
        without_form(size, |_| "oe".to_owned())
    }),
    ("links with long addresses", |size| {
        without_form(size, |n| {
            format!("<a title=User:x href=/{}/{n}></a>", "a%41".repeat(100))
        })
    }),
    ("list items in list items", |size| {
        in_list(size, |_| "<ul><li>".to_owned())
    }),
    ("list items", |size| {
        in_list(size, |n| format!("<li><a>n{n}</a></li>"))
    }),
    ("links in list items", |size| {
        in_list(size, |n| format!("<li><a>n{n}"))
    }),
    ("rows in rows", |size| {
        in_messages(size, |_| "<tr>".to_owned())
    }),
    ("cells in rows in rows", |size| {
        in_messages(size, |n| format!("<tr><td>t{n}"))
    }),
    ("cells", |size| {
        in_messages(size, |n| match n % 1000 {
            0 => "<tr>".to_owned(),
            _ => "<td>".to_owned(),
        })
    }),
    ("messages", |size| {
        in_messages(size, |n| {
            format!("<tr><td><a>noname{n}</a></td><td>text {n}</td></tr>")
        })
    }),
    ("messages in messages", |size| {
        in_messages(size, |n| format!("<tr><td><a>noname{n}</a><td><a>text {n}"))
    }),
    ("bold letters", |size| {
        in_content(size, |_| "a<b>".to_owned())
    }),
    ("short elements", |size| {
        in_content(size, |_| "<b>".to_owned())
    }),
    ("void elements", |size| {
        in_content(size, |_| "<br>".to_owned())
    }),
    ("end tags", |size| {
        in_content(size, |n| match n {
            0..256 => "<b>".to_owned(),
            _ => "</i>".to_owned(),
        })
    }),
    ("attributes of an element", |size| {
        in_form(size, |n| match n {
            0 => "<b".to_owned(),
            _ => format!(" a{n}"),
        })
    }),
    ("attributes of a control", |size| {
        in_form(size, |n| match n {
            0 => "<input name=a ".to_owned(),
            _ => format!(" a{n}=1"),
        })
    }),
    ("short attributes", |size| {
        in_form(size, |_| "<b a b c d e f g h>".to_owned())
    }),
    ("attributes of one name", |size| {
        in_form(size, |n| match n {
            0 => "<b".to_owned(),
            _ => " a".to_owned(),
        })
    }),
    ("quoted attributes of an element", |size| {
        in_form(size, |n| match n {
            0 => "<b".to_owned(),
            _ => format!(" a{n}=\"\""),
        })
    }),
    ("quoted attributes of an end tag", |size| {
        in_form(size, |n| match n {
            0 => "</b".to_owned(),
            _ => " a=\"\"".to_owned(),
        })
    }),
    ("quoted attributes", |size| {
        in_form(size, |_| "<b a=\"\" b=\"\" c=\"\">".to_owned())
    }),
    ("attributes of end tags", |size| {
        in_form(size, |_| "</b a b c d e f g h>".to_owned())
    }),
    ("a long attribute", |size| {
        in_form(size, |n| match n {
            0 => "<input name=a title='".to_owned(),
            _ => "text ".to_owned(),
        })
    }),
    ("a long class", |size| {
        in_form(size, |n| match n {
            0 => "<div class='".to_owned(),
            _ => "a ".to_owned(),
        })
    }),
    ("many classes", |size| {
        in_form(size, |_| format!("<b class='{}'>", "a ".repeat(100)))
    }),
    ("a long style", |size| {
        in_form(size, |n| match n {
            0 => "<div style='".to_owned(),
            _ => "opacity:1;".to_owned(),
        })
    }),
    ("styles", |size| {
        in_content(size, |_| "<b style='opacity:1;font-size:2;'>a".to_owned())
    }),
    ("comments", |size| {
        in_content(size, |_| "<!---->".to_owned())
    }),
    ("a comment that is not closed", |size| {
        in_content(size, |n| if n == 0 { "<!--" } else { "<!-- " }.to_owned())
    }),
    ("a quote that is not closed", |size| {
        in_form(size, |n| {
            if n == 0 { "<input name='" } else { "<a b=" }.to_owned()
        })
    }),
    ("tags that are not closed", |size| {
        in_content(size, |_| "<a ".to_owned())
    }),
    ("marks of tags", |size| in_content(size, |_| "<".to_owned())),
    ("character references", |size| {
        in_content(size, |_| "&amp;".to_owned())
    }),
    ("long character references", |size| {
        in_content(size, |_| "&nGt;".to_owned())
    }),
    ("ampersands", |size| in_content(size, |_| "&a".to_owned())),
    ("character references in a value", |size| {
        in_form(size, |n| match n {
            0 => "<input type=hidden name=h value='".to_owned(),
            _ => "&nGt;".to_owned(),
        })
    }),
    ("bytes that are no text", |size| {
        let mut page = in_content(size, |_| "\u{7f}".to_owned());
        page.iter_mut()
            .filter(|byte| **byte == 0x7f)
            .for_each(|byte| *byte = 0xff);
        page
    }),
    ("null bytes", |size| in_content(size, |_| "\0".to_owned())),
    ("scripts", |size| {
        in_content(size, |_| "<script>wgUserName </script>".to_owned())
    }),
    ("a script of names", |size| {
        in_content(size, |n| match n {
            0 => "<script>".to_owned(),
            _ => "wgUserName wgScript=\"".to_owned(),
        })
    }),
    ("scripts with values", |size| {
        filled(
            size,
            "<html><script>wgUserName=null;wgPageName={",
            |n| format!("\"a{n}\":1,"),
            "\"a\":1};</script><body>",
        )
    }),
    ("scripts with lists", |size| {
        filled(
            size,
            "<html><script>wgUserName=null;wgPageName=[",
            |_| "1,".to_owned(),
            "1];</script><body>",
        )
    }),
    ("a script that is not closed", |size| {
        in_content(size, |_| "<script>var wgScriptPath".to_owned())
    }),
    ("addresses of scripts", |size| {
        in_content(size, |n| {
            format!("<a href=/{n}.php><link href=/{n}.php?action=rsd rel=EditURI>")
        })
    }),
    ("generators", |size| {
        filled(
            size,
            "<html><head>",
            |n| format!("<meta name=generator content='Other {n}'>"),
            "",
        )
    }),
    ("ids", |size| {
        in_content(size, |n| format!("<b id=i{n}></b>"))
    }),
    ("templates", |size| {
        in_content(size, |_| "<template><form name=userlogin>".to_owned())
    }),
    ("links of wikitext", |size| {
        in_content(size, |n| match n {
            0 => "<div class=errorbox>".to_owned(),
            _ => "[[".to_owned(),
        })
    }),
    ("a title", |size| {
        filled(size, "<html><title>", |n| format!("word{n} "), "")
    }),
    ("a text", |size| {
        filled(size, "", |n| format!("word{n} "), "")
    }),
    ("line breaks", |size| {
        without_form(size, |_| "a\n".to_owned())
    }),
    ("spaces", |size| without_form(size, |_| " ".to_owned())),
];
