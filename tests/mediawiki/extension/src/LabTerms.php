<?php
use MediaWiki\Auth\AbstractPreAuthenticationProvider;
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthManager;

/** Adds fields to the creation form, and refuses some values. */
final class LabTerms extends AbstractPreAuthenticationProvider {
	public function getAuthenticationRequests( $action, array $options ) {
		return $action === AuthManager::ACTION_CREATE ? [ new LabTermsRequest() ] : [];
	}

	public function testForAccountCreation( $user, $creator, array $reqs ) {
		$req = AuthenticationRequest::getRequestByClass( $reqs, LabTermsRequest::class );
		$verdict = !$req ? 'missing' : ( $req->colour === 'red' ? 'red' : 'right' );
		Lab::record( $user->getName(), [
			'setting' => 'terms',
			'verdict' => $verdict,
			'creator' => $creator->getName(),
			'fields' => $req
				? array_intersect_key( get_object_vars( $req ), array_flip( LabTermsRequest::FIELDS ) ) : null,
		] );
		return $verdict === 'right' ? StatusValue::newGood()
			: StatusValue::newFatal( "lab-terms-$verdict", $req ? $req->colour : '' );
	}
}
