<?php

declare(strict_types=1);

namespace Mwaccount;

/**
 * The reason of a refusal or an error, the same on every release of MediaWiki.
 *
 * Steps and exceptions have the wiki's own code and message beside it. Later versions may add reasons.
 */
enum Reason: string
{
    /**
     * The name belongs to somebody on this wiki or on one that shares its accounts, or is reserved. Choose another
     * name.
     */
    case NameTaken = 'name-taken';
    /**
     * The wiki does not accept the user name: it contains a forbidden character, is an IP address, is blacklisted or is
     * too similar to another name. Choose another name.
     */
    case NameInvalid = 'name-invalid';
    /**
     * The password breaks a rule of the wiki, such as a minimum length. The wiki's message names the rule. Choose a
     * better one.
     */
    case PasswordWeak = 'password-weak';
    /** The password and its repetition differ. Send both again. */
    case PasswordMismatch = 'password-mismatch';
    /** The wiki does not accept the e-mail address. Correct it, or leave it out. */
    case EmailInvalid = 'email-invalid';
    /** An e-mail address is missing: the wiki requires one, or the password is to be mailed. Add one. */
    case EmailRequired = 'email-required';
    /**
     * The captcha answer was wrong, missing, too late or used before. Answer a new captcha. If several right answers
     * are refused, wait: above a rate limit ConfirmEdit refuses every answer.
     */
    case CaptchaWrong = 'captcha-wrong';
    /**
     * The wiki has no captcha to show (its images are used up), or the external service that checks the answers fails.
     * ConfirmEdit also reports some wrong answers like this. Try a new captcha, and again later if the error persists.
     */
    case CaptchaUnavailable = 'captcha-unavailable';
    /**
     * The creator could not log in: the name or password is wrong, action=login cannot ask for the second factor, the
     * OAuth authorisation is invalid, or something else than a login determines the user of the session. After failed
     * logins ConfirmEdit requires a captcha and then reports a right password as wrong. Check the credentials and the
     * way of logging in, and do not try in a loop.
     */
    case LoginFailed = 'login-failed';
    /**
     * The caller lacks a right that others may have: to create accounts, to write through the API, or to read a private
     * wiki. Log in as a user who has it.
     */
    case NotPermitted = 'not-permitted';
    /**
     * The caller's account or IP address is blocked or blacklisted. Trying again does not help. The wiki's message
     * names whom to ask.
     */
    case Blocked = 'blocked';
    /**
     * A rate limit is reached, such as on accounts per day, logins or actions. Wait, or use a creator who is exempt
     * from the limit.
     */
    case Throttled = 'throttled';
    /** The wiki accepts no changes at the moment. Its message often gives the cause. Try again later. */
    case ReadOnly = 'read-only';
    /**
     * The server failed temporarily, or another request is creating the same name. Try again shortly. After a creation,
     * first find out whether the account exists: AuthManager can throw an exception after it has stored the account.
     */
    case Busy = 'busy';
    /**
     * The module, writing through the API or account creation is disabled or missing for everybody. Try another
     * dialect, or create the account in the way that the wiki offers.
     */
    case Disabled = 'disabled';
    /** The wiki stores no passwords for new accounts: they come from a single sign-on service. Log in there once. */
    case NoLocalAccounts = 'no-local-accounts';
    /**
     * An extension refused, and only its message gives the cause. Show the message. On 1.21 and 1.22 the cause is often
     * a captcha that the API cannot show.
     */
    case RefusedByExtension = 'refused-by-extension';
    /**
     * Another field is invalid, such as the language or the domain, or several are. The message names them. Correct it
     * and try again.
     */
    case FieldInvalid = 'field-invalid';
    /**
     * The token, the cookies, the login or the conversation expired. Log in again if a creator was logged in, and start
     * over.
     */
    case SessionLost = 'session-lost';
    /** The server is not MediaWiki. Check the address. */
    case NotAWiki = 'not-a-wiki';
    /**
     * The web server or a proxy in front of the wiki denied access: a 401, a 403 or a page that challenges browsers.
     * Ask the operator of the site.
     */
    case AccessDenied = 'access-denied';
    /** There was no connection, or no response in time. Check the address and the network, then try again. */
    case Unreachable = 'unreachable';
    /**
     * A secret would have been sent unencrypted, an unencrypted response led to another host, or the connection could
     * not be trusted. Use https, or allow http where that is safe.
     */
    case Insecure = 'insecure';
    /** A response exceeded the size limit. Raise the limit if the wiki can be trusted. */
    case TooLarge = 'too-large';
    /** The wiki could not read the request, or the library could not read the response. Report this as a bug. */
    case Protocol = 'protocol';
    /** The caller cancelled the call. */
    case Cancelled = 'cancelled';
    /** The journal of a run of many accounts cannot be read or written, or another run uses it. Free space or end the other run, and run it again. */
    case Journal = 'journal';
    /** The caller's input is invalid. Thrown before anything is sent. Correct the call. */
    case InvalidArgument = 'invalid-argument';
    /** A code that this version does not know, or one that is not a refusal. Show the wiki's code and message. */
    case Other = 'other';
}
