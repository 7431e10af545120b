//! What sets the releases apart: one table, read off once for each wiki.
//!
//! A line is one difference. A behaviour has the releases between which it
//! holds; a wording or a number has its values and the release each came with.
//! The rest of this crate asks a [`Profile`] and never a release's number.

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
            /// What `release` does.
            pub fn of(release: Release) -> Self {
                Self {
                    $( $flag: holds($range, release), )*
                    $( $step: latest::<$kind>(&[$( ($from, $value) ),+], release), )*
                }
            }

            /// Every behaviour's name, and whether it holds.
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
        /// `Success` and `NeedToken` instead of `success` and `needtoken`.
        results_capitalised: v(23)..;
        /// A captcha can be answered through the legacy API.
        captcha_in_legacy_api: v(23)..v(27);
        /// What an extension says when it refuses becomes the error's code.
        refusal_text_is_code: v(22)..v(23);
        /// An extension's refusal without a code is called `aborted`.
        refusal_is_aborted: v(21)..v(22);
        /// The language of a new account is checked, and always kept.
        language_checked: v(22)..;
        /// A status FAIL carries `messagecode`.
        message_codes: v(29)..;
        /// Codes of a module begin with its prefix.
        codes_prefixed: v(27)..v(29);
        /// A token in the query string is `mustposttoken`.
        must_post_token: v(27)..p(27, 2);
        /// Secrets in the query string are an error.
        must_post_secrets: v(29)..;
        /// Fields say whether they are `sensitive`.
        sensitive_fields: v(28)..;
        /// The throttle's message names its period.
        throttle_names_period: v(28)..;
        /// A password may not be the name.
        password_not_name: ..v(36);
        /// A password may not be part of the name.
        password_not_in_name: v(33)..;
        /// Groups are named in messages with their links encoded.
        groups_encoded: v(27)..v(36);
        /// Groups are a list in messages.
        groups_listed: v(40)..;
        /// Counts in messages are numbers.
        counts_are_numbers: v(29)..;
        /// The error for a block describes it.
        block_info: v(26)..;
        /// A block is told by codes of its own.
        block_codes: v(35)..;
        /// There are administrators of the interface.
        interface_admins: v(32)..;
        /// The id of a captcha's request is the same for all kinds.
        captcha_id_fixed: v(39)..;
        /// ConfirmEdit has MathCaptcha.
        math_captcha: ..v(43);
        /// ConfirmEdit has hCaptcha.
        hcaptcha: v(34)..;
        /// ConfirmEdit has Turnstile.
        turnstile: v(42)..;
        /// Logging in is refused on a wiki that is read-only.
        login_is_write: v(38)..;

        // The API's entry.
        /// `assert=user` and `assert=bot`.
        asserts: v(23)..;
        /// Assertions are looked at before anything else of a module.
        assert_first: v(35)..;
        /// `assertuser=NAME`.
        assert_user: v(28)..;
        /// `assert=anon`.
        assert_anon: v(35)..;
        /// The settings can switch off the API.
        api_setting: ..v(32);
        /// An API that is switched off answers with HTTP 500.
        api_off_is_500: v(18)..;
        /// Unknown parameters are warned of.
        warns_of_parameters: v(21)..;
        /// Warnings given before an error are kept in its answer.
        warnings_beside_error: v(21)..;
        /// Errors name the server.
        servedby_in_errors: ..v(18);
        /// An error comes with a word on where to find help.
        help_in_errors: v(25)..;
        /// `formatversion=2`.
        format_version: v(25)..;
        /// `utf8`.
        utf8: v(22)..;
        /// `errorformat`, `errorlang`, `errorsuselocal`.
        error_formats: v(29)..;
        /// The error for lag says of what, in `host`, `lag` and `type`.
        lag_described: v(29)..;
        /// `curtimestamp`.
        current_timestamp: v(24)..;
        /// `query` says `batchcomplete`.
        batch_complete: v(25)..;
        /// `uselang` is a parameter of the API.
        uselang: v(25)..;
        /// Errors of parameters are ParamValidator's.
        param_validator: v(35)..;
        /// The settings can switch off writing through the API.
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
        /// XML prints a false that is no flag as an empty attribute.
        xml_false_is_empty: ..v(23);
        /// XML numbers the items of some lists.
        xml_list_index: v(25)..;

        // Modules.
        /// `meta=tokens`.
        meta_tokens: v(24)..;
        /// `meta=tokens` knows `createaccount` and `login`.
        tokens_for_login: v(27)..;
        /// `uiprop=realname`.
        userinfo_realname: v(18)..;
        /// `list=users` tells the user's id.
        users_have_ids: v(18)..;
        /// `usprop=cancreate`.
        users_cancreate: v(28)..;
        /// A name that cannot be is an error of `list=users`.
        users_reject_bad_names: v(27)..v(28);
        /// `meta=tokens|authmanagerinfo` goes on a private wiki, alone.
        private_info: v(27)..;
        /// ... and alone means without any further parameter of `query`.
        private_info_strict: v(35)..;
        /// `action=rsd` needs the right to read.
        rsd_needs_read: ..v(24);
        /// `action=rsd` names the main page.
        rsd_home_page: v(18)..;
        /// `paraminfo` says `missing` of modules it does not know.
        paraminfo_missing: ..v(19);
        /// `paraminfo` has addresses of help.
        paraminfo_help: v(18)..;
        /// `paraminfo` describes parameters.
        paraminfo_descriptions: ..v(25);
        /// `paraminfo` lists results.
        paraminfo_props: v(17)..v(24);
        /// `paraminfo` lists errors.
        paraminfo_errors: v(17)..v(24);
        /// `paraminfo` says where a module comes from.
        paraminfo_source: v(25)..;
        /// `paraminfo` numbers parameters, and knows of those that are templates.
        paraminfo_index: v(32)..;
        /// Links to help are in the reader's language.
        help_my_language: v(32)..;
        /// `action=validatepassword`.
        validate_password: v(29)..;
        /// The password's parameter is of the type `password`.
        password_type: v(26)..;

        // Logging in.
        /// A login tells the secret login token and the session.
        login_tells_session: ..v(28);
        /// Logging in with `action=login` is warned of.
        login_deprecated: v(27)..;
        /// A reason is told on one line.
        login_reason_one_line: v(35)..;
        /// A login that is not kept has cookies that end sooner.
        login_cookies_short: v(29)..;
        /// A lost login token is `Failed`.
        login_lost_is_failed: v(35)..;
        /// A login through the API is not kept beyond the session.
        login_not_kept: v(23)..v(24);
        /// A login changes the session's id and sets the login's token.
        login_renews_session: v(27)..;

        // Names.
        /// `User:Name` is taken as `Name`.
        user_prefix_cut: v(24)..;
        /// `en:Name` is a name like any other.
        prefixed_names: ..v(25);

        // Pages.
        /// The wiki's own address may be set up without a scheme.
        protocol_relative: v(18)..;
        /// Styles and scripts come from `load.php`.
        resource_loader: v(17)..;
        /// The address of `load.php` has the host in it.
        loader_absolute: v(18)..v(25);
        /// What scripts are told is a list of variables.
        config_is_variables: ..v(17);
        /// Searching is the REST API's affair.
        search_by_rest: v(43)..;
        /// Forms have the markup of Codex.
        codex: v(43)..;
        /// What is wrong with a field stands in a box as errors do.
        field_error_boxed: v(35)..;
        /// The form itself wants its captcha to be answered.
        form_wants_captcha: v(43)..;
        /// Special:CreateAccount names the groups that have the right.
        page_names_groups: v(36)..;
        /// A mail that needs an address and has none is refused with the words for creations.
        mail_needs_address: v(23)..;
        /// The names of accounts are kept apart from what is written the other way.
        names_isolated: v(29)..;
        /// A page is redirected to its address proper.
        page_redirects: v(25)..v(28);
        /// Forms have the look and the markup of 1.22.
        vform: v(22)..;
        /// The box to be remembered in the signup form.
        remember_box: ..v(22);
        /// A creator's own name stands in the form.
        form_prefilled: ..v(21);
        /// A creator's form mails a password by a check box.
        mail_box: v(21)..;
        /// The address's field is of the type `email`.
        email_input: v(21)..;
        /// The form says that the session was lost.
        form_tells_loss: v(22)..;
        /// The form takes a name up to its fragment.
        form_cuts_fragment: v(23)..v(24);
        /// The box of errors has an id.
        error_box_id: v(23)..;
        /// Refusals for lack of rights stand in `permissions-errors`.
        permission_box: v(22)..;
        /// The image of a captcha has a class, and a label beside it.
        captcha_image_class: v(21)..;
        /// The sum's ` = ` stands inside its label.
        sum_in_label: v(23)..;
    }
    steps {
        /// What a redirect calls its content.
        redirect_type: &'static str = v(16) => "text/html; charset=utf-8", v(36) => "text/html; charset=UTF-8";
        /// The status of a page whose title is none.
        bad_title: u16 = v(16) => 200, v(19) => 400, v(36) => 404;
        /// The end of an element without content.
        empty_tag: &'static str = v(16) => " /", v(25) => "/", v(43) => "";
        /// The script that tells other scripts what they need.
        config_script: &'static str = v(16) => "/*<![CDATA[*/\nvar $1;\n/*]]>*/",
            v(17) => "if ( window.mediaWiki ) {\n\tmediaWiki.config.set({$1});\n}",
            v(18) => "if(window.mw){\nmw.config.set({$1});\n}",
            v(26) => "window.RLQ = window.RLQ || []; window.RLQ.push( function () {\nmw.config.set({$1});\n} );",
            v(27) => "(window.RLQ=window.RLQ||[]).push(function(){mw.config.set({$1});});",
            v(33) => "document.documentElement.className=\"client-js\";RLCONF={$1};RLSTATE={};RLPAGEMODULES=[];";
        /// What a name there is quoted with, what stands before its value, and between two of them.
        config_signs: (&'static str, &'static str, &'static str) = v(16) => ("", "=", ",\n"),
            v(17) => ("\"", ": ", ", "), v(18) => ("\"", ":", ",");
        /// The class of a link to a user's page that is not there.
        user_link_class: &'static str = v(16) => "new", v(22) => "new mw-userlink";
        /// What hCaptcha is introduced with.
        hcaptcha_task: &'static str = v(16) => "solve the following hCaptcha:";
        /// An unknown `action`.
        unknown_action: &'static str = v(16) => "unknown_action", v(35) => "badvalue";
        /// No token was sent.
        token_missing: &'static str = v(16) => "notoken", v(35) => "missingparam";
        /// A parameter that must be there is not.
        param_missing: &'static str = v(16) => "missingparam";
        /// The class of the box of errors in Special:CreateAccount.
        error_box: &'static str = v(16) => "errorbox", v(27) => "error", v(35) => "errorbox",
            v(39) => "mw-message-box-error mw-message-box", v(43) => "cdx-message cdx-message--block cdx-message--error";
        /// What MediaWiki's default asks of a password's length.
        password_length: usize = v(16) => 1, v(40) => 8;
        /// How long a login's cookies live, in seconds.
        login_cookie_life: u32 = v(16) => 2_592_000, v(19) => 15_552_000;
        /// The type that reCAPTCHA gives its captcha.
        no_captcha_mime: &'static str = v(16) => "image/png", v(27) => "mage/png", v(28) => "image/png",
            v(38) => "application/javascript";
        /// What `paraminfo` says of a module's file.
        paraminfo_version: &'static str = v(16) => "$1: $Id: $1.php 70647 2010-08-07 19:59:42Z ialex $",
            v(18) => "$1: $Id$", v(21) => "";
        /// What a module says that is switched off.
        module_disabled: &'static str = v(16) => "The ``$1'' module has been disabled.",
            v(19) => "The \"$1\" module has been disabled.";
        /// Where news of the API are announced, which errors point to.
        announced_at: Option<&'static str> = v(16) => None,
            v(30) => Some("https://lists.wikimedia.org/mailman/listinfo/mediawiki-api-announce"),
            v(36) => Some("https://lists.wikimedia.org/postorius/lists/mediawiki-api-announce.lists.wikimedia.org/");
        /// What a form of AuthManager is styled as.
        form_class: &'static str = v(16) => "mw-ui-vform mw-ui-container visualClear",
            v(32) => "mw-htmlform mw-ui-vform mw-ui-container", v(43) => "mw-htmlform mw-htmlform-codex";
        /// The namespace of the API's classes.
        api_namespace: &'static str = v(16) => "", v(43) => "MediaWiki\\Api\\";
        /// What a sum is called in its label.
        sum_called: &'static str = v(16) => "simple sum", v(33) => "following task";
        /// The label of the field for a reason.
        reason_label: &'static str = v(16) => "Reason", v(32) => "Reason (publicly logged)";
    }
}
