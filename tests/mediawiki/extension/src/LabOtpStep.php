<?php
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthenticationResponse;

/** Sets up a second factor: UI until the right code is submitted, or the button that skips it. */
final class LabOtpStep extends LabStep {
	public const CODE = '123456';

	/** The number of wrong answers before FAIL. */
	public const PATIENCE = 3;

	public function ask( array &$memory, $returnUrl ) {
		return $this->form( $memory, 'lab-otp', 'warning' );
	}

	public function judge( array &$memory, array $reqs ) {
		$req = AuthenticationRequest::getRequestByClass( $reqs, LabOtpRequest::class );
		$problem = $this->problem( $memory, $req );
		$fields = $req ? array_intersect_key( get_object_vars( $req ), array_flip( LabOtpRequest::SENT ) ) : null;
		if ( $problem === null ) {
			return [ $req->otpSkip ? 'skipped' : 'right', $fields, null ];
		}
		$memory['wrong'] = ( $memory['wrong'] ?? 0 ) + 1;
		return [ $problem, $fields, $memory['wrong'] > self::PATIENCE
			? AuthenticationResponse::newFail( wfMessage( 'lab-otp-too-often' ) )
			: $this->form( $memory, "lab-otp-$problem", 'error' ) ];
	}

	private function problem( array $memory, ?LabOtpRequest $req ) {
		if ( !$req ) {
			return 'incomplete';
		}
		if ( $req->otpState !== $memory['state'] ) {
			return 'state';
		}
		return $req->otpSkip || $req->otpToken === self::CODE ? null : 'wrong';
	}

	/** The hidden value differs each time, so that an old one is noticed. */
	private function form( array &$memory, $message, $kind ) {
		$memory['state'] = bin2hex( random_bytes( 8 ) );
		return AuthenticationResponse::newUI(
			[ new LabOtpRequest( $memory['state'] ) ], wfMessage( $message ), $kind );
	}
}
