<?php
use MediaWiki\Auth\AuthenticationRequest;
use MediaWiki\Auth\AuthenticationResponse;

/** Redirects the user to the harness's OpenID provider. Any other code or state than that provider's is refused. */
final class LabOpenidStep extends LabStep {
	public function ask( array &$memory, $returnUrl ) {
		$target = wfAppendQuery( Lab::providerAddress(), [ 'return' => $returnUrl, 'state' => Lab::OPENID_STATE ] );
		return AuthenticationResponse::newRedirect(
			[ new LabReturnRequest() ], $target, [ 'provider' => 'lab', 'hint' => 1 ] );
	}

	public function judge( array &$memory, array $reqs ) {
		$req = AuthenticationRequest::getRequestByClass( $reqs, LabReturnRequest::class );
		$fields = $req ? [ 'code' => $req->code, 'state' => $req->state ] : null;
		return $fields === [ 'code' => Lab::OPENID_CODE, 'state' => Lab::OPENID_STATE ]
			? [ 'right', $fields, null ]
			: [ $req ? 'wrong' : 'incomplete', $fields, AuthenticationResponse::newFail( wfMessage( 'lab-openid-denied' ) ) ];
	}
}
