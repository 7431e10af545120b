<?php
// Whoever makes an account waits 3 seconds for the answer, while the account is there already.
$wgHooks['LocalUserCreated'][] = static function () {
	// PRESEND is after the database has it and before anything is sent.
	DeferredUpdates::addCallableUpdate( static function () {
		sleep( 3 );
	}, DeferredUpdates::PRESEND );
};
