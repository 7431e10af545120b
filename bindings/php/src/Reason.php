<?php

declare(strict_types=1);

namespace Mwaccount;

/**
 * Why an account was not created, the same word on every release of MediaWiki; the wiki's own code and text stand
 * beside it.
 */
enum Reason: string
{
    /**
     * The name belongs to somebody, on this wiki or on one that shares its accounts, or is kept for somebody. Choose
     * another name.
     */
    case NameTaken = 'name-taken';
    /**
     * The wiki does not accept this as a user name: a forbidden character, an IP address, a listed word, too like
     * another name. Choose another.
     */
    case NameInvalid = 'name-invalid';
    /**
     * The password breaks a rule of the wiki, such as a least length; the wiki's message says which. Choose a better
     * one.
     */
    case PasswordWeak = 'password-weak';
    /** The password and its repetition differ. Send both again. */
    case PasswordMismatch = 'password-mismatch';
    /** The e-mail address is not one, for this wiki. Correct it, or leave it out. */
    case EmailInvalid = 'email-invalid';
    /** There must be an e-mail address: the wiki demands one, or the password shall be sent by mail. Give one. */
    case EmailRequired = 'email-required';
    /**
     * The captcha's answer was wrong, missing, too late or used before. Answer a new one; after several right
     * answers that were refused, wait: beyond a limit ConfirmEdit calls every answer wrong.
     */
    case CaptchaWrong = 'captcha-wrong';
    /**
     * The wiki has no captcha to give (its images are used up), or the outside service that checks them is in
     * trouble; ConfirmEdit also says so of some wrong answers. Try a new captcha, later if it stays.
     */
    case CaptchaUnavailable = 'captcha-unavailable';
    /**
     * The creator could not log in: wrong name or password, a second factor that action=login cannot ask for, an
     * OAuth authorisation that does not hold, or a session in which nobody can log in because something else says
     * who its user is. After failed logins ConfirmEdit also calls a right password wrong, as it wants a captcha.
     * Check the credentials and the way of logging in, and do not try in a loop.
     */
    case LoginFailed = 'login-failed';
    /**
     * This caller lacks a right that others may have: to create accounts, to use the API for writing, to read a
     * private wiki. Log in as somebody who has it.
     */
    case NotPermitted = 'not-permitted';
    /**
     * The caller's account or address is blocked, or its address stands in a blacklist. Trying again does not help;
     * the wiki's message says whom to ask.
     */
    case Blocked = 'blocked';
    /**
     * A limit is reached: so many accounts a day, logins, actions. Wait, or use a creator whom the limit does not
     * bind.
     */
    case Throttled = 'throttled';
    /** The wiki takes no changes now; the message often says why. Come back later. */
    case ReadOnly = 'read-only';
    /**
     * The server was in trouble for a moment, or somebody is creating the same name. Try again shortly. If the
     * trouble came in a creation, first find out whether the account exists: AuthManager can throw after it has
     * written the account.
     */
    case Busy = 'busy';
    /**
     * Switched off, or not there, for everybody: the module, writing through the API, creation itself. Try another
     * dialect, or create the account in the way that wiki wants.
     */
    case Disabled = 'disabled';
    /**
     * The wiki takes no password of its own for a new account: accounts come from a single sign-on service. Log in
     * there once.
     */
    case NoLocalAccounts = 'no-local-accounts';
    /**
     * An extension refused, and only its text says why. Show the text. On 1.21 and 1.22 it is often a captcha that
     * the API cannot show.
     */
    case RefusedByExtension = 'refused-by-extension';
    /**
     * Some other field is wrong, such as the language or the domain, or several at once; the text says which.
     * Correct and send again.
     */
    case FieldInvalid = 'field-invalid';
    /**
     * The token, the cookies or the login are gone, or the conversation with them. Log in again if there was a
     * login, and begin anew.
     */
    case SessionLost = 'session-lost';
    /** What answered is no MediaWiki. Check the address. */
    case NotAWiki = 'not-a-wiki';
    /**
     * Something before the wiki kept us out: a 401, a 403, a page that challenges browsers. Ask whoever runs the
     * site.
     */
    case AccessDenied = 'access-denied';
    /** No connection, or no answer in time. Check the address and the network, then try again. */
    case Unreachable = 'unreachable';
    /**
     * A secret would have gone over an open line, or a connection could not be trusted. Use https, or allow it where
     * that is right.
     */
    case Insecure = 'insecure';
    /** An answer was larger than allowed. Raise the limit if the wiki can be trusted. */
    case TooLarge = 'too-large';
    /**
     * We and the wiki do not understand each other: it could not read the request, or we its answer. This is a fault
     * to report.
     */
    case Protocol = 'protocol';
    /** The caller cancelled. */
    case Cancelled = 'cancelled';
    /** The caller asked for something that cannot be, seen before anything was sent. Correct the call. */
    case InvalidArgument = 'invalid-argument';
    /** A code that this version does not know, or one that is no refusal. Show the wiki's code and message. */
    case Other = 'other';
}
