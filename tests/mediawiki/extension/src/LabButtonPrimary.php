<?php
use MediaWiki\Auth\AuthenticationResponse;
use MediaWiki\Auth\AuthManager;
use MediaWiki\Auth\ButtonAuthenticationRequest;

/** A way to create an account without a password: a button, without other fields. */
final class LabButtonPrimary extends LabPrimary {
	public function getAuthenticationRequests( $action, array $options ) {
		return $action === AuthManager::ACTION_CREATE
			? [ new ButtonAuthenticationRequest(
				'lablogin', wfMessage( 'lab-button' ), wfMessage( 'lab-button-help' ), true ) ]
			: [];
	}

	public function beginPrimaryAccountCreation( $user, $creator, array $reqs ) {
		if ( !ButtonAuthenticationRequest::getRequestByName( $reqs, 'lablogin' ) ) {
			return AuthenticationResponse::newAbstain();
		}
		Lab::record( $user->getName(), [
			'setting' => 'button', 'creator' => $creator->getName(), 'fields' => [ 'lablogin' => true ],
		] );
		return AuthenticationResponse::newPass();
	}
}
