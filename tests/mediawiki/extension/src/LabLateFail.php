<?php
use MediaWiki\Auth\AbstractSecondaryAuthenticationProvider;
use MediaWiki\Auth\AuthenticationResponse;
use MediaWiki\MediaWikiServices;

/**
 * Refuses when the account is made already, which MediaWiki does not allow and answers with an error. What this
 * request wrote is then undone, if the database can.
 */
final class LabLateFail extends AbstractSecondaryAuthenticationProvider {
	private $keep;

	/** @param bool $keep let the account stay, as it does in tables without transactions (such as MyISAM) */
	public function __construct( $keep ) {
		$this->keep = $keep;
	}

	public function getAuthenticationRequests( $action, array $options ) {
		return [];
	}

	public function beginSecondaryAuthentication( $user, array $reqs ) {
		return AuthenticationResponse::newAbstain();
	}

	public function beginSecondaryAccountCreation( $user, $creator, array $reqs ) {
		if ( $this->keep ) {
			$databases = MediaWikiServices::getInstance()->getDBLoadBalancerFactory();
			// Renamed in 1.37.
			$commit = method_exists( $databases, 'commitPrimaryChanges' ) ? 'commitPrimaryChanges' : 'commitMasterChanges';
			$databases->$commit( __METHOD__ );
		}
		return AuthenticationResponse::newFail( wfMessage( 'lab-late-fail' ) );
	}
}
