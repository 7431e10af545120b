<?php
use MediaWiki\Auth\AbstractPreAuthenticationProvider;

/** Ends the request when all is checked that MediaWiki checks by itself, but nothing is made yet. */
final class LabEarlyCrash extends AbstractPreAuthenticationProvider {
	public function testForAccountCreation( $user, $creator, array $reqs ) {
		LabCrash::now();
	}
}
