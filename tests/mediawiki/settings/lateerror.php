<?php
// The request that creates an account gets an HTML page with status 500, after the account is committed.
require_once __DIR__ . '/../extension.php';
$wgHooks['LocalUserCreated'][] = static function () {
	// PRESEND runs after the commit and before the response.
	DeferredUpdates::addCallableUpdate( 'LabCrash::now', DeferredUpdates::PRESEND );
};
