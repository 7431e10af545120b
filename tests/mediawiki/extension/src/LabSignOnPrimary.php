<?php
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthenticationResponse;
use MediaWiki\Auth\AuthManager;
use MediaWiki\Auth\ButtonAuthenticationRequest;

/**
 * A login through an OpenID provider for a user without an account: MediaWiki answers RESTART, and an account can then
 * be created without a password. Or the provider itself answers FAIL, with the same effect.
 */
final class LabSignOnPrimary extends LabPrimary {
	/** The name that the OpenID provider reports. This provider checks that the account has it, as MediaWiki does not. */
	private const NAME = 'Known elsewhere';

	private $fails;

	/** @param bool $fails answer FAIL instead of RESTART */
	public function __construct( $fails ) {
		$this->fails = $fails;
	}

	public function getAuthenticationRequests( $action, array $options ) {
		return $action === AuthManager::ACTION_LOGIN
			? [ new ButtonAuthenticationRequest(
				'labsignon', wfMessage( 'lab-sign-on' ), wfMessage( 'lab-button-help' ), true ) ]
			: [];
	}

	public function beginPrimaryAuthentication( array $reqs ) {
		if ( !ButtonAuthenticationRequest::getRequestByName( $reqs, 'labsignon' ) ) {
			return AuthenticationResponse::newAbstain();
		}
		$memory = [];
		return ( new LabOpenidStep() )->ask( $memory, reset( $reqs )->returnToUrl );
	}

	public function continuePrimaryAuthentication( array $reqs ) {
		$memory = [];
		[ , , $refusal ] = ( new LabOpenidStep() )->judge( $memory, $reqs );
		if ( $refusal ) {
			return $refusal;
		}
		$response = $this->fails
			? AuthenticationResponse::newFail( wfMessage( 'authmanager-authn-no-local-user' ) )
			: AuthenticationResponse::newPass( null );
		$response->createRequest = new LabSignOnRequest( self::NAME );
		return $response;
	}

	public function beginPrimaryAccountCreation( $user, $creator, array $reqs ) {
		$req = AuthenticationRequest::getRequestByClass( $reqs, LabSignOnRequest::class );
		if ( !$req ) {
			return AuthenticationResponse::newAbstain();
		}
		$right = $req->name === $user->getName();
		Lab::record( $user->getName(), [
			'setting' => 'signon', 'verdict' => $right ? 'right' : 'wrong', 'creator' => $creator->getName(),
			'fields' => [ 'name' => $req->name ],
		] );
		return $right ? AuthenticationResponse::newPass()
			: AuthenticationResponse::newFail( wfMessage( 'lab-sign-on-name', $req->name ) );
	}
}
