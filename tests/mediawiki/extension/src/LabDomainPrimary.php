<?php
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthenticationResponse;
use MediaWiki\Auth\AuthManager;
use MediaWiki\Auth\LocalPasswordPrimaryAuthenticationProvider;
use MediaWiki\Auth\PasswordAuthenticationRequest;
use MediaWiki\Auth\PasswordDomainAuthenticationRequest;

/** MediaWiki's own passwords with a field for a domain, as a directory server's provider has. */
final class LabDomainPrimary extends LocalPasswordPrimaryAuthenticationProvider {
	public function getAuthenticationRequests( $action, array $options ) {
		return $action === AuthManager::ACTION_CREATE || $action === AuthManager::ACTION_LOGIN
			? [ new PasswordDomainAuthenticationRequest( [ 'lab', 'closed' ] ) ]
			: parent::getAuthenticationRequests( $action, $options );
	}

	public function beginPrimaryAuthentication( array $reqs ) {
		return $this->isClosed( $reqs )
			? AuthenticationResponse::newFail( wfMessage( 'lab-domain-closed', 'closed' ) )
			: parent::beginPrimaryAuthentication( $this->plain( $reqs ) );
	}

	public function testForAccountCreation( $user, $creator, array $reqs ) {
		$req = $this->request( $reqs );
		if ( $req ) {
			Lab::record( $user->getName(), [
				'setting' => 'domain', 'creator' => $creator->getName(), 'fields' => [ 'domain' => $req->domain ],
			] );
		}
		return $this->isClosed( $reqs )
			? StatusValue::newFatal( 'lab-domain-closed', 'closed' )
			: parent::testForAccountCreation( $user, $creator, $this->plain( $reqs ) );
	}

	public function beginPrimaryAccountCreation( $user, $creator, array $reqs ) {
		return parent::beginPrimaryAccountCreation( $user, $creator, $this->plain( $reqs ) );
	}

	private function request( array $reqs ) {
		return AuthenticationRequest::getRequestByClass( $reqs, PasswordDomainAuthenticationRequest::class );
	}

	private function isClosed( array $reqs ) {
		$req = $this->request( $reqs );
		return $req && $req->domain === 'closed';
	}

	/**
	 * The parent expects a request of the plain class. The one among $reqs, if any, belongs to temporary passwords
	 * and lacks the domain.
	 */
	private function plain( array $reqs ) {
		$req = $this->request( $reqs );
		if ( !$req ) {
			return [];
		}
		$plain = new PasswordAuthenticationRequest();
		foreach ( [ 'action', 'username', 'password', 'retype', 'returnToUrl' ] as $name ) {
			$plain->$name = $req->$name;
		}
		return [ $plain ];
	}
}
