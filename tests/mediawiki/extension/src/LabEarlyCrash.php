<?php
use MediaWiki\Auth\AbstractPreAuthenticationProvider;

/** Ends the request after MediaWiki's own checks, and before anything is created. */
final class LabEarlyCrash extends AbstractPreAuthenticationProvider {
	public function testForAccountCreation( $user, $creator, array $reqs ) {
		LabCrash::now();
	}
}
