<?php
use MediaWiki\Auth\AuthenticationRequest;

/** A form with a field of every type of AuthManager. */
final class LabOtpRequest extends AuthenticationRequest {
	/** All fields except the one of type null, which is never submitted. */
	public const SENT = [ 'otpToken', 'otpPlan', 'otpTags', 'otpAgree', 'otpPin', 'otpState', 'otpSkip' ];

	public $otpToken, $otpPlan, $otpTags, $otpAgree, $otpPin, $otpState, $otpSkip;

	/** @var string the issued value; otpState itself is the submitted one */
	public $givenState;

	/** @param string $givenState */
	public function __construct( $givenState ) {
		$this->givenState = $givenState;
	}

	public function getFieldInfo() {
		return [
			'otpSecret' => [
				'type' => 'null',
				'value' => Lab::TOTP_SECRET,
				'label' => wfMessage( 'lab-otp-secret' ),
				'help' => wfMessage( 'lab-otp-secret-help' ),
			],
			'otpToken' => [
				'type' => 'string',
				'label' => wfMessage( 'lab-otp-token' ),
				'help' => wfMessage( 'lab-otp-token-help' ),
				'optional' => true,
				'sensitive' => true,
			],
			'otpPlan' => [
				'type' => 'select',
				'value' => 'a',
				'options' => [ 'a' => wfMessage( 'lab-otp-plan-a' ), 'b' => wfMessage( 'lab-otp-plan-b' ) ],
				'label' => wfMessage( 'lab-otp-plan' ),
				'help' => wfMessage( 'lab-otp-plan-help' ),
			],
			'otpTags' => [
				'type' => 'multiselect',
				'options' => [ 'x' => wfMessage( 'lab-otp-tags-x' ), 'y' => wfMessage( 'lab-otp-tags-y' ) ],
				'label' => wfMessage( 'lab-otp-tags' ),
				'help' => wfMessage( 'lab-otp-tags-help' ),
				'optional' => true,
			],
			'otpAgree' => [
				'type' => 'checkbox',
				'label' => wfMessage( 'lab-otp-agree' ),
				'help' => wfMessage( 'lab-otp-agree-help' ),
				'optional' => true,
			],
			'otpPin' => [
				'type' => 'password',
				'label' => wfMessage( 'lab-otp-pin' ),
				'help' => wfMessage( 'lab-otp-pin-help' ),
				'optional' => true,
				'sensitive' => true,
			],
			'otpState' => [
				'type' => 'hidden',
				'value' => $this->givenState,
				'label' => wfMessage( 'lab-otp-state-field' ),
				'help' => wfMessage( 'lab-otp-state-help' ),
			],
			'otpSkip' => [
				'type' => 'button',
				'label' => wfMessage( 'lab-otp-skip' ),
				'help' => wfMessage( 'lab-otp-skip-help' ),
				'optional' => true,
			],
		];
	}
}
