<?php
use MediaWiki\Auth\AbstractSecondaryAuthenticationProvider;
use MediaWiki\Auth\AuthenticationResponse;
use MediaWiki\MediaWikiServices;

/**
 * Refuses after the account was created, which MediaWiki does not allow and answers with an error. The writes of
 * this request are then rolled back, if the database can.
 */
final class LabLateFail extends AbstractSecondaryAuthenticationProvider {
	private $keep;

	/** @param bool $keep keep the account, as happens in tables without transactions (such as MyISAM) */
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
