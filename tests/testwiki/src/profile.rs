//! The differences between the releases: one table, evaluated once for each wiki.
//!
//! A line is one difference. A behaviour has the releases between which it holds; a text or a number has its
//! values and the release each came with. The rest of this crate asks a [`Profile`] and never a release's
//! number.

use std::ops::RangeBounds;

use crate::release::Release;

const fn v(minor: u16) -> Release {
    Release::first(minor)
}

const fn p(minor: u16, patch: u16) -> Release {
    Release::exactly(minor, patch)
}

fn holds(range: impl RangeBounds<Release>, release: Release) -> bool {
    range.contains(&release)
}

fn latest<T: Copy>(steps: &[(Release, T)], release: Release) -> T {
    let (_, first) = steps[0];
    steps
        .iter()
        .take_while(|(since, _)| *since <= release)
        .last()
        .map_or(first, |(_, value)| *value)
}

macro_rules! profile {
    (
        holds { $( $(#[$note:meta])* $flag:ident: $range:expr; )* }
        steps { $( $(#[$word:meta])* $step:ident: $kind:ty = $( $from:expr => $value:expr ),+ ; )* }
    ) => {
        /// The behaviour of one release.
        #[derive(Clone, Debug)]
        pub struct Profile {
            $( $(#[$note])* pub $flag: bool, )*
            $( $(#[$word])* pub $step: $kind, )*
        }

        impl Profile {
            /// Returns the behaviour of `release`.
            pub fn of(release: Release) -> Self {
                Self {
                    $( $flag: holds($range, release), )*
                    $( $step: latest::<$kind>(&[$( ($from, $value) ),+], release), )*
                }
            }

            /// Returns every behaviour's name and whether it holds.
            pub fn behaviours(&self) -> Vec<(&'static str, bool)> {
                vec![$( (stringify!($flag), self.$flag) ),*]
            }
        }
    };
}

profile! {
    holds {
        // The protocols.
        /// `action=createaccount` with `name` and `token`.
        legacy_api: v(21)..v(27);
        /// `action=createaccount` through AuthManager.
        auth_manager: v(27)..;
        /// Extension:OAuth knows OAuth 2, besides OAuth 1.0a.
        oauth2: v(35)..;
        /// The results are `Success` and `NeedToken` instead of `success` and `needtoken`.
        results_capitalised: v(23)..;
        /// A captcha can be answered through the legacy API.
        captcha_in_legacy_api: v(23)..v(27);
        /// The error's code is the text of the extension that refused.
        refusal_text_is_code: v(22)..v(23);
        /// The error's code is `aborted` for an extension's refusal without a code.
        refusal_is_aborted: v(21)..v(22);
        /// The language of a new account is checked, and is always kept.
        language_checked: v(22)..;
        /// The code of a message without a key is its pattern; later its signs are replaced. 1.31 does not, and 1.35
        /// does; the releases between them are not checked.
        pattern_codes: ..v(32);
        /// A response with the status FAIL carries `messagecode`.
        message_codes: v(29)..;
        /// Error codes of a module begin with its prefix.
        codes_prefixed: v(27)..v(29);
        /// A token in the query string is the error `mustposttoken`.
        must_post_token: v(27)..p(27, 2);
        /// Secrets in the query string are an error.
        must_post_secrets: v(29)..;
        /// Fields have the attribute `sensitive`.
        sensitive_fields: v(28)..;
        /// The throttle's message names its period.
        throttle_names_period: v(28)..;
        /// The throttle's period is a setting.
        throttle_period_set: v(27)..;
        /// `$wgRateLimits` limits creations.
        creations_rate_limited: v(41)..;
        /// A password must not equal the name.
        password_not_name: ..v(36);
        /// A password must not be part of the name.
        password_not_in_name: v(33)..;
        /// Messages name groups with their links encoded.
        groups_encoded: v(27)..v(36);
        /// Groups in messages are a parameter of the type list.
        groups_listed: v(40)..;
        /// Counts in messages are parameters of the type number.
        counts_are_numbers: v(30)..;
        /// The error for a block describes it.
        block_info: v(26)..;
        /// A block has error codes of its own.
        block_codes: v(35)..;
        /// Several blocks are one message that lists their texts; before, they are one block.
        blocks_merged: v(43)..;
        /// The group of interface administrators exists.
        interface_admins: v(32)..;
        /// The id of a captcha's AuthenticationRequest is the same for all kinds.
        captcha_id_fixed: v(39)..;
        /// ConfirmEdit has MathCaptcha.
        math_captcha: ..v(43);
        /// ConfirmEdit has hCaptcha.
        hcaptcha: v(34)..;
        /// ConfirmEdit has Turnstile.
        turnstile: v(42)..;
        /// OATHAuth offers a switch to another second factor. 1.45 does, and 1.39 does not; the releases between
        /// them are not checked.
        second_factors_selected: v(45)..;
        /// Logging in is refused on a read-only wiki.
        login_is_write: v(38)..;

        // The API's entry.
        /// `assert=user` and `assert=bot`.
        asserts: v(23)..;
        /// Assertions are checked before everything else of a module.
        assert_first: v(35)..;
        /// `assertuser=NAME`.
        assert_user: v(28)..;
        /// `assert=anon`.
        assert_anon: v(35)..;
        /// `$wgEnableAPI` can switch off the API.
        api_setting: ..v(32);
        /// An API that is switched off answers with HTTP 500.
        api_off_is_500: v(18)..;
        /// Unknown parameters give a warning.
        warns_of_parameters: v(21)..;
        /// Warnings given before an error are kept in its answer.
        warnings_beside_error: v(21)..;
        /// Errors carry `servedby`.
        servedby_in_errors: v(17)..v(18);
        /// An error for a missing token names it without the prefix of its module.
        token_named_bare: v(29)..v(35);
        /// The error for a failed `assert=user` tells of the assertion. 1.29 does, and 1.35 does not; the releases between
        /// them are not checked.
        assertion_named: v(29)..v(32);
        /// The error for an exception names its class, and carries no hint. 1.29 does not, and 1.35 does; the releases between
        /// them are not checked.
        exceptions_described: v(30)..;
        /// Errors carry a hint on where to find help.
        help_in_errors: v(25)..;
        /// `formatversion=2`.
        format_version: v(25)..;
        /// `utf8`.
        utf8: v(22)..;
        /// `errorformat`, `errorlang`, `errorsuselocal`.
        error_formats: v(29)..;
        /// The error for lag carries `host`, `lag` and `type`.
        lag_described: v(29)..;
        /// `curtimestamp`.
        current_timestamp: v(24)..;
        /// Errors carry `curtimestamp`, too.
        timestamp_in_errors: v(29)..;
        /// Lists are continued by `continue` if the client sends that parameter.
        continue_parameter: v(21)..;
        /// Lists are continued by `continue` unless the client sends `rawcontinue`.
        continues_by_default: v(26)..;
        /// `query` answers with `batchcomplete` where lists are continued by `continue`.
        batch_complete: v(25)..;
        /// The values of a parameter may be separated by U+001F instead of `|`.
        values_by_unit_separator: v(28)..;
        /// Too many values for a parameter are an error; before, the rest is left out, with a warning. 1.28 warns, and
        /// 1.35 does not; the releases between them are not checked.
        too_many_values_refused: v(33)..;
        /// `uselang` is a parameter of the API.
        uselang: v(25)..;
        /// ParamValidator reports the errors of parameters.
        param_validator: v(35)..;
        /// `$wgEnableWriteAPI` can switch off writing through the API.
        write_api_setting: ..v(32);
        /// The right `writeapi`.
        writeapi_right: ..v(43);

        // Formats.
        /// An empty object is printed as an empty list.
        empty_object_is_list: ..v(25);
        /// JSON escapes its slashes.
        slashes_escaped: ..v(22);
        /// XML prints null as an empty attribute.
        xml_null_is_empty: ..v(25);
        /// XML prints a false that is not a flag as an empty attribute.
        xml_false_is_empty: ..v(23);
        /// XML numbers the items of some lists.
        xml_list_index: v(25)..;

        // Pages.
        /// The texts in Special:AllMessages have the attribute `lang`. 1.18 does not, and 1.22 does; the releases
        /// between them are not checked.
        message_cells_have_language: v(19)..;
        /// Each row of Special:AllMessages is a `tbody` of its own, without an id. 1.22 is not, and 1.35 is; the
        /// releases between them are not checked.
        message_rows_in_bodies: v(29)..;

        // Modules.
        /// `meta=tokens`.
        meta_tokens: v(24)..;
        /// `meta=tokens` has the types `createaccount` and `login`.
        tokens_for_login: v(27)..;
        /// `list=users` and `meta=userinfo` have the property `centralids`.
        central_ids: v(27)..;
        /// An email address is private: the right `viewmyprivateinfo`.
        private_info_right: v(22)..;
        /// `uiprop=realname`.
        userinfo_realname: v(18)..;
        /// `list=users` reports the user's id.
        users_have_ids: v(18)..;
        /// `list=allusers` and `list=logevents` have properties of 1.17: rights, ids of users, parsed comments.
        lists_have_rights: v(17)..;
        /// `list=allusers` has the property `implicitgroups`.
        lists_have_implicit_groups: v(20)..;
        /// `list=allusers` reports the user's id.
        all_users_have_ids: v(17)..;
        /// `list=allusers` leaves the first letter of the names in its parameters as it is. 1.35 does, and 1.39 does not;
        /// the other releases are not checked.
        list_names_as_given: v(21)..v(36);
        /// The ids of users in these lists are texts.
        list_ids_are_texts: ..v(25);
        /// `list=logevents` is continued by the id of an entry, and not by its time.
        log_continues_by_id: v(20)..;
        /// `leuser` of `list=logevents` must be a user.
        log_needs_user: ..v(20);
        /// An entry of the log has the id of the page that it was written for.
        log_has_page: v(24)..;
        /// The parameters of an entry of the log have names.
        log_params_named: v(21)..;
        /// The parameters of an entry of the log are an object of their own.
        log_params_apart: v(25)..;
        /// The log of new users has the action `byemail`.
        by_mail_logged: v(21)..;
        /// There is a log of the creations of pages.
        page_creations_logged: v(32)..;
        /// `siprop=namespaces` reports the right that a namespace needs.
        namespace_protection: v(31)..;
        /// `usprop=cancreate`.
        users_cancreate: v(28)..;
        /// An invalid name is an error of `list=users`.
        users_reject_bad_names: v(27)..v(28);
        /// A private wiki serves `meta=tokens|authmanagerinfo`, if no other module is asked with it.
        private_auth_info: v(27)..;
        /// ... and no further parameter of `query` is sent.
        private_auth_info_strict: v(35)..;
        /// `action=rsd`, to which pages link (`EditURI`).
        rsd: v(17)..;
        /// `action=rsd` requires the right to read.
        rsd_needs_read: ..v(24);
        /// `action=rsd` names the main page.
        rsd_home_page: v(18)..;
        /// `paraminfo` reports unknown modules as `missing`.
        paraminfo_missing: ..v(19);
        /// `paraminfo` has links to help.
        paraminfo_help: v(18)..;
        /// `paraminfo` describes parameters.
        paraminfo_descriptions: ..v(25);
        /// `paraminfo` lists results.
        paraminfo_props: v(17)..v(24);
        /// `paraminfo` lists errors.
        paraminfo_errors: ..v(24);
        /// `paraminfo` lists examples.
        paraminfo_examples: v(17)..;
        /// `paraminfo` marks tokens as secrets. 1.29 does not, and 1.35 does; the releases between them are not checked.
        paraminfo_sensitive: v(30)..;
        /// `paraminfo` reports the extension that a module belongs to.
        paraminfo_source: v(25)..;
        /// `paraminfo` numbers parameters, and marks those that are templates.
        paraminfo_index: v(32)..;
        /// Links to help are in the reader's language.
        help_my_language: v(29)..;
        /// `action=validatepassword`.
        validate_password: v(29)..;
        /// The password's parameter is of the type `password`.
        password_type: v(26)..;

        // Logging in.
        /// A login answers with the secret login token and the session's id.
        login_returns_session: ..v(28);
        /// Logging in with `action=login` gives a warning.
        login_deprecated: v(27)..;
        /// The reason of a failed login is printed on one line.
        login_reason_one_line: v(35)..;
        /// The cookies of a login that is not remembered expire sooner.
        login_cookies_short: v(29)..;
        /// A lost login token gives the result `Failed`.
        lost_login_token_is_failed: v(35)..;
        /// A login through the API ends with the session.
        login_not_remembered: v(23)..v(24);
        /// A login with the form changes the session's id. 1.26 does; earlier releases are not checked.
        form_login_renews_session: v(26)..v(27);
        /// A login changes the session's id and sets the login's token.
        login_renews_session: v(27)..;

        // Names.
        /// `User:Name` is read as `Name`.
        user_prefix_cut: v(24)..;
        /// `en:Name` is an ordinary name.
        prefixed_names: ..v(25);
        /// The first letter of a name is converted to title case and not to upper case. 1.39 does not, and 1.43
        /// does; the releases between them are not checked.
        title_case: v(43)..;
        /// The release runs on PHP 7.3 and later, which capitalises more letters. The older ones are emulated on
        /// the PHP that they ran on.
        php_73: v(31)..;

        // Pages.
        /// `$wgServer` may have no scheme.
        protocol_relative: v(18)..;
        /// Styles and scripts are served by `load.php`.
        resource_loader: v(17)..;
        /// The URL of `load.php` contains the host.
        loader_absolute: v(18)..v(25);
        /// The page's configuration is a list of JavaScript variables.
        config_is_variables: ..v(17);
        /// The search of pages uses the REST API.
        search_by_rest: v(43)..;
        /// Forms have the markup of Codex.
        codex: v(43)..;
        /// The error of a field is printed in a message box.
        field_error_boxed: v(35)..;
        /// The captcha's field in the form is `required`.
        form_requires_captcha: v(43)..;
        /// Special:CreateAccount names the groups that have the right.
        page_names_groups: v(36)..;
        /// With ConfirmAccount the sign-up page redirects to the page for requests. 1.31 does not, and 1.39 does; the
        /// releases between them are not checked.
        request_page_redirect: v(39)..;
        /// A password by mail without an email address is refused with a message for creations.
        mail_needs_address: v(23)..;
        /// Names of accounts are isolated from the direction of the text around them (`<bdi>`).
        names_in_bdi: v(29)..;
        /// A page redirects to its canonical URL.
        page_redirects: v(25)..v(28);
        /// Forms have the markup of 1.22.
        vform: v(22)..;
        /// The signup form has a check box to be remembered.
        remember_box: ..v(22);
        /// A creator's form is filled with the creator's own name.
        form_prefilled: ..v(21);
        /// The form is shown to a blocked caller, who is refused when it is sent. 1.31 does not, and 1.39 does; the
        /// releases between them are not checked.
        form_before_block: v(36)..;
        /// A creator's form has a check box for a password by mail.
        mail_box: v(21)..;
        /// The field of the email address has the type `email`.
        email_input: v(21)..;
        /// The form reports a lost session as one that failed.
        form_lost_session_failed: ..v(17);
        /// A creator's form has a field for the reason.
        form_reason: v(17)..;
        /// The form reports that the session was lost.
        form_reports_lost_session: v(22)..;
        /// The form cuts a name off at its fragment.
        form_cuts_fragment: v(23)..v(24);
        /// The page of an exception has the id of its log entry.
        exception_has_id: v(19)..;
        /// The box of errors has an id.
        error_box_id: v(23)..;
        /// Refusals for missing rights are printed in `permissions-errors`.
        permission_box: v(22)..;
        /// The image of a captcha has a class and a label.
        captcha_image_class: v(21)..;
        /// The ` = ` of the sum is inside its label.
        sum_in_label: v(23)..;
    }
    steps {
        /// The class of EmailAuth's request. 1.31 has the old one and 1.45 the new one; the releases between them are
        /// not checked.
        emailauth_class: &'static str = v(16) => "MediaWiki\\Extensions\\EmailAuth\\EmailAuthAuthenticationRequest",
            v(35) => "MediaWiki\\Extension\\EmailAuth\\EmailAuthAuthenticationRequest";
        /// The address to which EmailAuth says that it has sent a code. 1.39 has the old one and 1.45 the new one.
        emailauth_address: &'static str = v(16) => "admin@example.org", v(43) => "a***@***.***";
        /// The class of OATHAuth's request. 1.31 has the old one and 1.39 the new one.
        totp_class: &'static str = v(16) => "TOTPAuthenticationRequest",
            v(35) => "MediaWiki\\Extension\\OATHAuth\\Auth\\TOTPAuthenticationRequest";
        /// The label of OATHAuth's code. 1.39 has the old one and 1.45 the new one.
        totp_label: &'static str = v(16) => "Token", v(43) => "Two-factor token";
        /// AntiSpoof's word for a name.
        spoof_word: &'static str = v(16) => "name", v(27) => "username";
        /// AntiSpoof's reason against names of mixed scripts. 1.31 has the old one and 1.39 the new one; the releases
        /// between them are not checked.
        mixed_scripts: &'static str = v(16) => "Contains incompatible mixed scripts",
            v(36) => "Usernames cannot contain characters from different writing systems";
        /// The content type of a redirect.
        redirect_type: &'static str = v(16) => "text/html; charset=utf-8", v(36) => "text/html; charset=UTF-8";
        /// The status of a page with an exception.
        exception_status: u16 = v(16) => 200, v(20) => 500;
        /// The status of a page with an invalid title.
        bad_title: u16 = v(16) => 200, v(19) => 400, v(36) => 404;
        /// The end of an element without content.
        empty_tag: &'static str = v(16) => " /", v(25) => "/", v(43) => "";
        /// The script with the page's configuration.
        config_script: &'static str = v(16) => "/*<![CDATA[*/\nvar $1;\n/*]]>*/",
            v(17) => "if ( window.mediaWiki ) {\n\tmediaWiki.config.set({$1});\n}",
            v(18) => "if(window.mw){\nmw.config.set({$1});\n}",
            v(26) => "window.RLQ = window.RLQ || []; window.RLQ.push( function () {\nmw.config.set({$1});\n} );",
            v(27) => "(window.RLQ=window.RLQ||[]).push(function(){mw.config.set({$1});});",
            v(33) => "document.documentElement.className=\"client-js\";RLCONF={$1};RLSTATE={};RLPAGEMODULES=[];";
        /// The quotation mark of a name in that script, the sign before its value, and the separator.
        config_signs: (&'static str, &'static str, &'static str) = v(16) => ("", "=", ",\n"),
            v(17) => ("\"", ": ", ", "), v(18) => ("\"", ":", ",");
        /// The classes of the table in Special:AllMessages.
        table_class: &'static str = v(16) => "TablePager", v(19) => "mw-datatable TablePager", v(29) => "mw-datatable";
        /// The class of a link to a user's page that does not exist.
        user_link_class: &'static str = v(16) => "new", v(22) => "new mw-userlink";
        /// The introduction to hCaptcha.
        hcaptcha_introduction: &'static str = v(16) => "solve the following hCaptcha:";
        /// The class of a captcha's request.
        captcha_class: &'static str = v(16) => "CaptchaAuthenticationRequest",
            v(39) => "MediaWiki\\Extension\\ConfirmEdit\\Auth\\CaptchaAuthenticationRequest";
        /// The same for reCAPTCHA. 1.39 has the old one and 1.43 the new one; the releases between them are not checked.
        recaptcha_class: &'static str = v(16) => "ReCaptchaNoCaptchaAuthenticationRequest",
            v(40) => "MediaWiki\\Extension\\ConfirmEdit\\ReCaptchaNoCaptcha\\ReCaptchaNoCaptchaAuthenticationRequest";
        /// The same for hCaptcha. 1.35 has the old one and 1.39 the new one; the releases between them are not checked.
        hcaptcha_class: &'static str = v(16) => "HCaptchaAuthenticationRequest",
            v(34) => "MediaWiki\\Extensions\\ConfirmEdit\\hCaptcha\\HCaptchaAuthenticationRequest",
            v(36) => "MediaWiki\\Extension\\ConfirmEdit\\hCaptcha\\HCaptchaAuthenticationRequest";
        /// The help about hCaptcha's answer. 1.43 has the old one and 1.45 the new one.
        hcaptcha_help: &'static str =
            v(16) => "Please solve a hCaptcha challenge and return the response value as captchaWord.",
            v(44) => "Please solve the hCaptcha challenge and return the response value as captchaWord.";
        /// The error code for an unknown `action`.
        unknown_action: &'static str = v(16) => "unknown_action", v(35) => "badvalue";
        /// The error code for a missing token.
        token_missing: &'static str = v(16) => "notoken", v(35) => "missingparam";
        /// The error code for a missing parameter.
        param_missing: &'static str = v(16) => "missingparam";
        /// The class of the box of errors in Special:CreateAccount.
        error_box: &'static str = v(16) => "errorbox", v(27) => "error", v(35) => "errorbox",
            v(39) => "mw-message-box-error mw-message-box", v(43) => "cdx-message cdx-message--block cdx-message--error",
            v(45) => "cdx-message--error cdx-message cdx-message--block";
        /// The least length of a password by MediaWiki's default.
        password_length: usize = v(16) => 1, v(40) => 8;
        /// The lifetime of a login's cookies, in seconds.
        login_cookie_life: u32 = v(16) => 2_592_000, v(19) => 15_552_000;
        /// The MIME type that reCAPTCHA gives its captcha.
        recaptcha_mime: &'static str = v(16) => "image/png", v(27) => "mage/png", v(28) => "image/png",
            v(38) => "application/javascript";
        /// The version that `paraminfo` reports of a module's file.
        paraminfo_version: &'static str = v(16) => "$1: $Id: $1.php 62783 2010-02-21 18:09:00Z ashley $",
            v(17) => "$1: $Id: $1.php 70647 2010-08-07 19:59:42Z ialex $",
            v(18) => "$1: $Id$", v(21) => "";
        /// The description in `paraminfo` of a module that is switched off.
        disabled_description: &'static str = v(16) => "This module has been disabled.",
            v(17) => "This module has been disabled", v(23) => "This module has been disabled.";
        /// The description of a module that is switched off.
        module_disabled: &'static str = v(16) => "The ``$1'' module has been disabled.",
            v(19) => "The \"$1\" module has been disabled.";
        /// The page with news of the API that errors point to.
        announced_at: Option<&'static str> = v(16) => None,
            v(29) => Some("https://lists.wikimedia.org/mailman/listinfo/mediawiki-api-announce"),
            v(36) => Some("https://lists.wikimedia.org/postorius/lists/mediawiki-api-announce.lists.wikimedia.org/");
        /// The class of a form of AuthManager.
        form_class: &'static str = v(16) => "mw-ui-vform mw-ui-container visualClear",
            v(29) => "mw-htmlform mw-ui-vform mw-ui-container", v(43) => "mw-htmlform mw-htmlform-codex";
        /// The namespace of the API's classes.
        api_namespace: &'static str = v(16) => "", v(43) => "MediaWiki\\Api\\";
        /// The name of a sum in its label.
        sum_noun: &'static str = v(16) => "simple sum", v(29) => "following task";
        /// The label of the field for a reason.
        reason_label: &'static str = v(16) => "Reason", v(32) => "Reason (publicly logged)";
    }
}
