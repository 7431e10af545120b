//! Words to damage pages with.

/// Words with a meaning in a page or its forms. New ones belong at the end, so that the kept inputs of `fuzz/` keep
/// their meaning.
pub const PAGE_WORDS: [&str; 19] = [
    "<form id=userlogin2>",
    "</form>",
    "<form id=userlogin2 action=//elsewhere.example/>",
    "<input type=hidden name=authAction value=create-continue>",
    "<input name=more required>",
    "<select name=s><option>",
    "<template>",
    "<!--",
    "<div class=errorbox>",
    "<div class=\"mw-message-box-error\">",
    "<script>wgUserName=\"Max\";</script>",
    "<div class=permissions-errors>",
    "<button name=b>",
    "<textarea name=t>",
    "<label for=wpName2>",
    "<table id=\"mw-allmessagestable\"><tr><td>",
    "<svg><title><style><math>",
    "\u{0}\u{fffd}",
    "&#x110000;&#0;&amp;&",
];
