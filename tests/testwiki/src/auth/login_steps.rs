//! Steps of a login after the password: codes and keys of extensions, and changes of the password.

use super::{
    auth_request::{self, AuthRequest, Field},
    creation::AuthResponse,
};
use crate::{
    call::Call,
    message::{Message, Param},
    setting::Setting,
};

/// The code that EmailAuth and OATHAuth accept.
const CODE: &str = "123456";
/// The recovery code that OATHAuth accepts.
const RECOVERY_CODE: &str = "SCRATCHTOKEN0001";
/// The shortest password of the settings that want a better one.
const LENGTH: i64 = 20;

/// The option that stays with the current factor.
const DO_NOT: (&str, &str) = ("", "(do not switch)");

/// A login whose password was right, kept in the session.
#[derive(Clone, Debug)]
pub(crate) struct PendingStep {
    name: String,
    kept: bool,
    step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    EmailCode,
    Totp,
    RecoveryCode,
    Key,
    NewPassword,
    BetterPassword,
}

/// The number of failed logins that are allowed for a name.
const FAILED_LOGINS: usize = 2;

impl Call<'_> {
    /// Returns true if too many logins with a name have failed.
    pub(super) fn is_login_throttled(&self, name: &str) -> bool {
        let failed = self.state.bad_logins.iter().filter(|bad| *bad == name);
        self.wiki.has(Setting::LoginThrottle) && failed.count() >= FAILED_LOGINS
    }

    /// Goes on after the right password: refuses the account, asks for more, or logs in.
    pub(super) fn after_password(&mut self, name: String, kept: bool) -> AuthResponse {
        let is_blocked = self.wiki.blocked_accounts.contains(&name);
        if is_blocked && self.wiki.has(Setting::BlockDisablesLogin) {
            return AuthResponse::Fail(Message::new("login-userblocked"));
        }
        if self.wiki.has(Setting::PasswordTooShort) {
            let message = Message::new("passwordtooshort");
            return AuthResponse::Fail(message.with(Param::Number(LENGTH)));
        }
        let steps = [
            (Setting::EmailAuth, Step::EmailCode),
            (Setting::SecondFactor, Step::Totp),
            (Setting::WebAuthn, Step::Key),
            (Setting::PasswordForced, Step::NewPassword),
            (Setting::PasswordSuggested, Step::BetterPassword),
        ];
        let mut wanted = steps
            .into_iter()
            .filter(|(setting, _)| self.wiki.has(*setting));
        match wanted.next() {
            Some((_, step)) => {
                let message = self.question(step);
                self.ask(PendingStep { name, kept, step }, message)
            }
            None => {
                self.log_in(&name, kept);
                AuthResponse::Pass(name)
            }
        }
    }

    /// Continues a login that waits for a step.
    pub(super) fn continue_step(&mut self, mut pending: PendingStep) -> AuthResponse {
        let offers = self.offers(pending.step);
        for field in offers.iter().flat_map(|offer| &offer.fields) {
            self.get(field.name);
        }
        let wanted = self.request.parameter("newModule").unwrap_or_default();
        let switched = match wanted {
            "recoverycodes" => Some(Step::RecoveryCode),
            "totp" => Some(Step::Totp),
            _ => None,
        };
        if let Some(step) = switched.filter(|_| self.wiki.profile.second_factors_selected) {
            pending.step = step;
            let message = self.question(step);
            return self.ask(pending, message);
        }
        let given = |field: &str| self.request.parameter(field);
        let passes = match pending.step {
            Step::EmailCode => given("token") == Some(CODE),
            Step::Totp => given("OATHToken") == Some(CODE),
            Step::RecoveryCode => given("RecoveryCode") == Some(RECOVERY_CODE),
            Step::Key => return AuthResponse::Fail(Message::new("oathauth-login-failed")),
            Step::NewPassword | Step::BetterPassword => {
                let skips = pending.step == Step::BetterPassword && given("skipReset").is_some();
                let password = given("password").unwrap_or_default();
                let is_long = password.chars().count() >= LENGTH as usize;
                skips || (is_long && given("retype") == Some(password))
            }
        };
        if passes {
            self.log_in(&pending.name, pending.kept);
            return AuthResponse::Pass(pending.name);
        }
        let message = match pending.step {
            Step::EmailCode => Message::new("emailauth-login-failure"),
            Step::NewPassword | Step::BetterPassword => self.weak_password(),
            _ => Message::new("oathauth-login-failed"),
        };
        self.ask(pending, message)
    }

    fn ask(&mut self, pending: PendingStep, message: Message) -> AuthResponse {
        let offers = self.offers(pending.step);
        self.session_mut().login_step = Some(pending);
        AuthResponse::Ui(message, offers)
    }

    fn question(&self, step: Step) -> Message {
        let too_short = || {
            let message = Message::new("passwordtooshort").with(Param::Number(LENGTH));
            Param::Text(message.text(self.wiki.release))
        };
        match step {
            Step::EmailCode => {
                let address = self.wiki.profile.emailauth_address.to_owned();
                Message::new("emailauth-login-message").with(Param::Text(address))
            }
            Step::Totp => Message::new("oathauth-auth-ui"),
            Step::RecoveryCode => Message::new("oathauth-auth-recovery-code-help"),
            Step::Key => Message::new("webauthn-ui-login-prompt"),
            Step::NewPassword => {
                let demand = "Please set a new password to log in.".to_owned();
                let message = Message::new("resetpass-validity").with(too_short());
                message.with(Param::Text(demand))
            }
            Step::BetterPassword => Message::new("resetpass-validity-soft").with(too_short()),
        }
    }

    fn weak_password(&self) -> Message {
        let too_short = Message::new("passwordtooshort").with(Param::Number(LENGTH));
        [too_short, Message::new("passwordincommonlist")]
            .into_iter()
            .fold(Message::new("* $1\n* $2"), |list, message| {
                list.with(Param::Text(message.text(self.wiki.release)))
            })
    }

    fn offers(&self, step: Step) -> Vec<AuthRequest> {
        let profile = &self.wiki.profile;
        let chooses = profile.second_factors_selected;
        let ask = |class: &str, fields| vec![AuthRequest::new(class, "required", fields)];
        match step {
            Step::EmailCode => {
                let help = "One-time 2FA token sent by email.";
                let code = Field::new("token", "string", "Verification code", help);
                ask(profile.emailauth_class, vec![code])
            }
            Step::Totp => {
                let help =
                    "The one-time password used as the second factor of two-factor authentication.";
                let code = Field::new("OATHToken", "string", profile.totp_label, help);
                let mut offers = by_oath(ask(profile.totp_class, vec![code]));
                offers.extend(
                    chooses.then(|| other_factor(&[DO_NOT, ("recoverycodes", "Recovery codes")])),
                );
                offers
            }
            Step::RecoveryCode => {
                let help =
                    "Enter the code that was created when you set up two-factor authentication.";
                let code = Field::new("RecoveryCode", "string", "Recovery codes", help).optional();
                let class =
                    "MediaWiki\\Extension\\OATHAuth\\Auth\\RecoveryCodesAuthenticationRequest";
                let mut offers = by_oath(ask(class, vec![code]));
                offers.push(other_factor(&[DO_NOT, ("totp", "Authenticator app")]));
                offers
            }
            Step::Key => {
                let challenge = "{\"challenge\":\"bGFi\",\"rpId\":\"localhost\"}";
                let help = "Authentication data passed to the client for credential retrieval";
                let data = Field::new("auth_info", "hidden", "Authentication data", help);
                let help = "User credential based on authentication data";
                let credential = Field::new("credential", "hidden", "User credential", help);
                let class = "MediaWiki\\Extension\\WebAuthn\\Auth\\WebAuthnAuthenticationRequest";
                by_oath(ask(
                    class,
                    vec![data.value(challenge), credential.value("")],
                ))
            }
            Step::NewPassword => vec![auth_request::changed_password("required")],
            Step::BetterPassword => {
                let help = "Skip resetting the password.";
                let button = Field::new("skipReset", "button", "Skip", help);
                let class = "MediaWiki\\Auth\\ButtonAuthenticationRequest";
                let id = format!("{class}:skipReset");
                let mut skip = AuthRequest::new(&id, "optional", vec![button]);
                class.clone_into(&mut skip.provider);
                vec![auth_request::changed_password("optional"), skip]
            }
        }
    }
}

/// Returns requests as OATHAuth provides them.
fn by_oath(offers: Vec<AuthRequest>) -> Vec<AuthRequest> {
    let provided = |offer: AuthRequest| offer.provided_by("Two-factor authentication (OATH).");
    offers.into_iter().map(provided).collect()
}

/// Returns the choice of another second factor (1.45 and later).
fn other_factor(options: &'static [(&'static str, &'static str)]) -> AuthRequest {
    let help = "Set <code>newModule</code> to the name of the new module to get a new challenge from a different 2FA module. Leave empty if you are answering the current challenge.";
    let choice = Field::new("newModule", "select", "Use authenticator app", help);
    AuthRequest::new(
        "MediaWiki\\Extension\\OATHAuth\\Auth\\TwoFactorModuleSelectAuthenticationRequest",
        "required",
        vec![choice.optional().value("").options(options)],
    )
}
