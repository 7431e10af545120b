<?php
use MediaWiki\Auth\AbstractSecondaryAuthenticationProvider;
use MediaWiki\Auth\AuthenticationResponse;

/**
 * Steps after the account exists. MediaWiki does not allow FAIL here, and turns it into an error that ends the
 * creation.
 */
final class LabStepsAfter extends AbstractSecondaryAuthenticationProvider {
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

	public function getAuthenticationRequests( $action, array $options ) {
		return [];
	}

	public function beginSecondaryAuthentication( $user, array $reqs ) {
		return AuthenticationResponse::newAbstain();
	}

	public function beginSecondaryAccountCreation( $user, $creator, array $reqs ) {
		return $this->steps()->begin( $reqs );
	}

	public function continueSecondaryAccountCreation( $user, $creator, array $reqs ) {
		return $this->steps()->proceed( $user, $creator, $reqs );
	}

	private function steps() {
		return new LabSteps( $this->manager, $this->setting, $this->steps );
	}
}
