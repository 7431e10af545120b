<?php
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthenticationResponse;
use MediaWiki\Auth\PasswordAuthenticationRequest;

/**
 * Steps before the account exists: takes the request with the password, runs the steps, and only then lets MediaWiki
 * create the account. MediaWiki itself checks the password before, and stores it after.
 */
final class LabStepsBefore extends LabPrimary {
	private $setting, $steps;

	/**
	 * @param string $setting
	 * @param string[] $steps
	 */
	public function __construct( $setting, array $steps ) {
		$this->setting = $setting;
		$this->steps = $steps;
	}

	public function getUniqueId() {
		return "Lab $this->setting";
	}

	public function beginPrimaryAccountCreation( $user, $creator, array $reqs ) {
		$password = AuthenticationRequest::getRequestByClass( $reqs, PasswordAuthenticationRequest::class );
		if ( !$password ) {
			return AuthenticationResponse::newAbstain();
		}
		$this->manager->setAuthenticationSessionData( 'lab-password', $password );
		return $this->steps()->begin( $reqs );
	}

	public function continuePrimaryAccountCreation( $user, $creator, array $reqs ) {
		$response = $this->steps()->proceed( $user, $creator, $reqs );
		if ( $response->status === AuthenticationResponse::PASS ) {
			$response->createRequest = $this->manager->getAuthenticationSessionData( 'lab-password' );
		}
		return $response;
	}

	public function finishAccountCreation( $user, $creator, AuthenticationResponse $response ) {
		$this->manager->changeAuthenticationData( $response->createRequest, true );
		return null;
	}

	private function steps() {
		return new LabSteps( $this->manager, $this->setting, $this->steps );
	}
}
