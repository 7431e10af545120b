// Sends the form when the captcha service has given its token.
function mwaccountSubmit() {
    document.getElementById("form").requestSubmit(document.getElementById("submit"));
}
