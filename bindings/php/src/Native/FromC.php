<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use Closure;
use DateTimeImmutable;
use FFI;
use FFI\CData;
use Mwaccount\Ask;
use Mwaccount\Captcha;
use Mwaccount\CaptchaKind;
use Mwaccount\Created;
use Mwaccount\CreationWarning;
use Mwaccount\CreatorLimits;
use Mwaccount\Dialect;
use Mwaccount\Exception\CallFailed;
use Mwaccount\Exception\Cancelled;
use Mwaccount\Exception\InUse;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\LibraryFault;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Facts;
use Mwaccount\Field;
use Mwaccount\FieldKind;
use Mwaccount\FieldOption;
use Mwaccount\Image;
use Mwaccount\LoggedIn;
use Mwaccount\NameCheck;
use Mwaccount\NameStatus;
use Mwaccount\Outcome;
use Mwaccount\RateLimit;
use Mwaccount\Reason;
use Mwaccount\Redirect;
use Mwaccount\Refused;
use Mwaccount\Requirements;
use Mwaccount\Restart;
use Mwaccount\RowResult;
use Mwaccount\SharedAccounts;
use Mwaccount\Step;
use Mwaccount\StepKind;
use Mwaccount\Stop;
use Mwaccount\Unknown;
use Mwaccount\User;
use Mwaccount\Wait;

/**
 * Converts C values to PHP.
 *
 * @internal
 */
final class FromC
{
    public static function step(Handle $handle): Step
    {
        return self::stepAt($handle->pointer());
    }

    private static function stepAt(CData $step): Step
    {
        $ffi = Library::ffi();
        $number = $ffi->mwa_step_get_kind($step);

        return match (Enums::case(StepKind::class, $number)) {
            StepKind::Created => new Created(
                $ffi->mwa_step_name($step),
                $ffi->mwa_step_user_id($step) ?: null,
                self::items(
                    $ffi->mwa_step_warning_count($step),
                    static fn (int $index): CreationWarning => new CreationWarning(
                        $ffi->mwa_step_warning_code($step, $index),
                        $ffi->mwa_step_warning_message($step, $index)
                    )
                )
            ),
            StepKind::LoggedIn => new LoggedIn($ffi->mwa_step_name($step)),
            StepKind::Ask => new Ask(...self::prompt($step)),
            StepKind::Restart => new Restart(...self::prompt($step)),
            StepKind::Redirect => new Redirect(
                $ffi->mwa_step_redirect_url($step),
                $ffi->mwa_step_redirect_data($step),
                self::fields($ffi->mwa_step_fields($step)),
                self::tristate($ffi->mwa_step_account_exists($step))
            ),
            StepKind::Refused => self::refusal($ffi->mwa_step_refusal($step)),
            StepKind::Unknown => self::unknown($ffi->mwa_step_name($step), $ffi->mwa_step_refusal($step)),
            // A step of an unknown kind may stand for a created account.
            null => new Unknown('', Reason::Other, null, "the library returned a step of an unknown kind, $number"),
        };
    }

    /** Returns the event of a run of many accounts. */
    public static function event(Handle $handle): Ask|Restart|Redirect|RowResult|Wait|Stop
    {
        $ffi = Library::ffi();
        $event = $handle->pointer();
        $kind = $ffi->mwa_event_get_kind($event);
        $reason = $ffi->mwa_event_reason($event);
        $code = $ffi->mwa_event_code($event);
        $message = $ffi->mwa_event_message($event);
        $time = self::time($ffi->mwa_event_time($event));
        if ($kind === $ffi->MWA_EVENT_KIND_STEP) {
            return self::stepAt($ffi->mwa_event_step($event));
        }
        if ($kind === $ffi->MWA_EVENT_KIND_WAIT) {
            $seconds = $ffi->mwa_event_wait($event) / 1000;

            return new Wait($seconds, $time, self::reason($reason), (string) $message);
        }
        if ($kind === $ffi->MWA_EVENT_KIND_STOPPED) {
            return new Stop(self::reason($reason), $code, (string) $message, $time);
        }
        if ($kind !== $ffi->MWA_EVENT_KIND_ROW) {
            return new Stop(Reason::Other, null, "the library returned an event of an unknown kind, $kind");
        }

        return new RowResult(
            number: $ffi->mwa_event_row_number($event),
            asked: $ffi->mwa_event_asked($event),
            // An outcome of a newer library may stand for a created account.
            outcome: Enums::case(Outcome::class, $ffi->mwa_event_outcome($event)) ?? Outcome::Unknown,
            time: $time,
            name: $ffi->mwa_event_name($event),
            userId: $ffi->mwa_event_user_id($event) ?: null,
            reason: $reason === $ffi->MWA_REASON_NONE ? null : self::reason($reason),
            code: $code,
            message: $message,
            warnings: self::items(
                $ffi->mwa_event_warning_count($event),
                static fn (int $index): CreationWarning => new CreationWarning(
                    $ffi->mwa_event_warning_code($event, $index),
                    $ffi->mwa_event_warning_message($event, $index)
                )
            ),
            earlier: $ffi->mwa_event_is_earlier($event),
            changed: $ffi->mwa_event_is_changed($event)
        );
    }

    public static function requirements(Handle $step): Requirements
    {
        $ffi = Library::ffi();
        $found = $ffi->mwa_step_requirements($step->pointer());

        return new Requirements(
            dialect: Enums::case(Dialect::class, $ffi->mwa_requirements_dialect($found)),
            generator: $ffi->mwa_requirements_generator($found),
            mayCreate: self::tristate($ffi->mwa_requirements_may_create($found)),
            refusal: self::refusal($ffi->mwa_requirements_refusal($found)),
            fields: self::fields($ffi->mwa_requirements_fields($found)),
            captchaAsked: self::tristate($ffi->mwa_requirements_captcha_asked($found)),
            captcha: self::captcha($ffi->mwa_requirements_captcha($found)),
            nameGood: self::tristate($ffi->mwa_requirements_name_good($found)),
            nameRefusal: self::refusal($ffi->mwa_requirements_name_refusal($found)),
            nameFree: self::tristate($ffi->mwa_requirements_name_free($found)),
            passwordGood: self::tristate($ffi->mwa_requirements_password_good($found)),
            passwordRefusal: self::refusal($ffi->mwa_requirements_password_refusal($found)),
            emailRequired: self::tristate($ffi->mwa_requirements_email_required($found)),
            singleSignOn: $ffi->mwa_requirements_single_sign_on($found)
        );
    }

    public static function image(Handle $step): Image
    {
        $ffi = Library::ffi();
        $image = $ffi->mwa_step_image($step->pointer());

        return new Image(
            $ffi->mwa_image_media_type($image),
            FFI::string($ffi->mwa_image_bytes($image), $ffi->mwa_image_length($image))
        );
    }

    public static function facts(Handle $handle): Facts
    {
        $ffi = Library::ffi();
        $facts = $handle->pointer();

        return new Facts(
            apiUrl: $ffi->mwa_facts_api_url($facts),
            dialect: Enums::case(Dialect::class, $ffi->mwa_facts_dialect($facts)),
            generator: $ffi->mwa_facts_generator($facts),
            movedFrom: $ffi->mwa_facts_moved_from($facts),
            movedUnencrypted: $ffi->mwa_facts_moved_unencrypted($facts),
            creator: $ffi->mwa_facts_creator($facts),
            requests: $ffi->mwa_facts_requests($facts),
            isApiFound: $ffi->mwa_facts_is_api_found($facts)
        );
    }

    /** Returns the exception for the status and the error of a failed call. */
    public static function exception(int $status, Handle $handle): MwaccountException
    {
        $ffi = Library::ffi();
        $error = $handle->pointer();
        $reason = self::reason($ffi->mwa_error_reason($error));
        $class = match (true) {
            $status === $ffi->MWA_STATUS_PANIC => LibraryFault::class,
            $status === $ffi->MWA_STATUS_IN_USE => InUse::class,
            $reason === Reason::Cancelled => Cancelled::class,
            $reason === Reason::InvalidArgument => InvalidArgument::class,
            default => CallFailed::class,
        };

        return new $class(
            (string) $ffi->mwa_error_message($error),
            $reason,
            $ffi->mwa_error_code($error),
            $ffi->mwa_error_field($error),
            self::seconds($ffi->mwa_error_retry_after($error))
        );
    }

    /** Returns the reason with this number, or Other for a number of a newer library. */
    public static function reason(int $number): Reason
    {
        return Reason::tryFrom(Library::ffi()->mwa_reason_name($number) ?? '') ?? Reason::Other;
    }

    /** @return list<Field> */
    public static function fields(?CData $fields): array
    {
        $ffi = Library::ffi();

        return self::items($ffi->mwa_fields_count($fields), static function (int $index) use ($ffi, $fields) {
            $field = $ffi->mwa_fields_at($fields, $index);

            return new Field(
                name: $ffi->mwa_field_name($field),
                kind: Enums::case(FieldKind::class, $ffi->mwa_field_get_kind($field)) ?? FieldKind::String,
                label: $ffi->mwa_field_label($field),
                help: $ffi->mwa_field_help($field),
                value: $ffi->mwa_field_value($field),
                options: self::items(
                    $ffi->mwa_field_option_count($field),
                    static fn (int $option): FieldOption => new FieldOption(
                        $ffi->mwa_field_option_value($field, $option),
                        $ffi->mwa_field_option_label($field, $option)
                    )
                ),
                optional: $ffi->mwa_field_is_optional($field),
                sensitive: $ffi->mwa_field_is_sensitive($field),
                alternative: $ffi->mwa_field_alternative($field) ?: null
            );
        });
    }

    /** @return array<string, mixed> the arguments of Ask and Restart */
    private static function prompt(CData $step): array
    {
        $ffi = Library::ffi();

        return [
            'message' => $ffi->mwa_step_message($step),
            'fields' => self::fields($ffi->mwa_step_fields($step)),
            'captcha' => self::captcha($ffi->mwa_step_captcha($step)),
            'accountExists' => self::tristate($ffi->mwa_step_account_exists($step)),
        ];
    }

    private static function captcha(?CData $captcha): ?Captcha
    {
        $ffi = Library::ffi();

        if ($captcha === null) {
            return null;
        }

        return new Captcha(
            Enums::case(CaptchaKind::class, $ffi->mwa_captcha_get_kind($captcha)) ?? CaptchaKind::Other,
            $ffi->mwa_captcha_question($captcha),
            $ffi->mwa_captcha_question_html($captcha),
            self::items(
                $ffi->mwa_captcha_image_count($captcha),
                static fn (int $index): string => $ffi->mwa_captcha_image_url($captcha, $index)
            ),
            $ffi->mwa_captcha_site_key($captcha)
        );
    }

    private static function refusal(?CData $refusal): ?Refused
    {
        $ffi = Library::ffi();

        return $refusal === null ? null : new Refused(
            self::reason($ffi->mwa_refusal_reason($refusal)),
            $ffi->mwa_refusal_code($refusal),
            $ffi->mwa_refusal_message($refusal),
            self::seconds($ffi->mwa_refusal_retry_after($refusal)),
            self::rateLimit($refusal),
            $ffi->mwa_refusal_may_resubmit($refusal),
            $ffi->mwa_refusal_account_request_url($refusal)
        );
    }

    /** @return list<NameCheck> */
    public static function nameChecks(Handle $handle): array
    {
        $ffi = Library::ffi();
        $checks = $handle->pointer();

        return self::items($ffi->mwa_name_checks_count($checks), static function (int $index) use ($ffi, $checks) {
            $check = $ffi->mwa_name_checks_at($checks, $index);

            return new NameCheck(
                $ffi->mwa_name_check_asked_name($check),
                $ffi->mwa_name_check_name($check),
                Enums::case(NameStatus::class, $ffi->mwa_name_check_get_status($check)) ?? NameStatus::Unknown,
                self::refusal($ffi->mwa_name_check_refusal($check))
            );
        });
    }

    public static function creatorLimits(Handle $handle): CreatorLimits
    {
        $ffi = Library::ffi();
        $limits = $handle->pointer();
        $provider = $ffi->mwa_creator_limits_shared_accounts($limits);

        return new CreatorLimits(
            user: $ffi->mwa_creator_limits_user($limits),
            groups: self::items(
                $ffi->mwa_creator_limits_group_count($limits),
                static fn (int $index): string => $ffi->mwa_creator_limits_group($limits, $index)
            ),
            rights: self::items(
                $ffi->mwa_creator_limits_right_count($limits),
                static fn (int $index): string => $ffi->mwa_creator_limits_right($limits, $index)
            ),
            rateLimits: self::items(
                $ffi->mwa_creator_limits_rate_limits($limits),
                static fn (int $index): RateLimit => new RateLimit(
                    $ffi->mwa_creator_limits_rate_limit_count($limits, $index),
                    $ffi->mwa_creator_limits_rate_limit_period($limits, $index)
                )
            ),
            isThrottled: self::tristate($ffi->mwa_creator_limits_is_throttled($limits)),
            sharedAccounts: $provider === null ? null : new SharedAccounts(
                $provider,
                $ffi->mwa_creator_limits_shared_user_id($limits) ?: null
            )
        );
    }

    public static function user(Handle $handle): User
    {
        $ffi = Library::ffi();
        $user = $handle->pointer();

        return new User(
            name: $ffi->mwa_user_name($user),
            id: $ffi->mwa_user_id($user) ?: null,
            email: $ffi->mwa_user_email($user),
            emailConfirmed: self::tristate($ffi->mwa_user_email_confirmed($user)),
            realName: $ffi->mwa_user_real_name($user)
        );
    }

    private static function rateLimit(CData $refusal): ?RateLimit
    {
        $ffi = Library::ffi();
        $count = $ffi->mwa_refusal_rate_limit_count($refusal);

        return $count < 0 ? null : new RateLimit($count, $ffi->mwa_refusal_rate_limit_period($refusal));
    }

    private static function unknown(string $name, CData $refusal): Unknown
    {
        $known = self::refusal($refusal);

        return new Unknown($name, $known->reason, $known->code, $known->message);
    }

    /**
     * Returns a list, or null for a count of -1, unknown.
     *
     * @template T
     *
     * @param Closure(int): T $at returns the item at an index
     *
     * @return list<T>|null
     */
    private static function items(int $count, Closure $at): ?array
    {
        if ($count < 0) {
            return null;
        }
        $list = [];
        for ($index = 0; $index < $count; $index++) {
            $list[] = $at($index);
        }

        return $list;
    }

    /** Returns a time, or null for -1, unknown. */
    private static function time(int $number): ?DateTimeImmutable
    {
        return $number < 0 ? null : new DateTimeImmutable("@$number");
    }

    /** Returns a bool, or null for -1, unknown. */
    private static function tristate(int $number): ?bool
    {
        return match ($number) {
            1 => true,
            0 => false,
            default => null,
        };
    }

    /** Returns a number of seconds, or null for -1, unknown. */
    private static function seconds(int $number): ?int
    {
        return $number < 0 ? null : $number;
    }
}
