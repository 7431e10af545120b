<?php
// The response to a creation comes 3 seconds after the account was committed.
$wgHooks['LocalUserCreated'][] = static function () {
	// PRESEND runs after the commit and before the response.
	DeferredUpdates::addCallableUpdate( static function () {
		sleep( 3 );
	}, DeferredUpdates::PRESEND );
};
