<?php
// The request that makes an account ends in an HTML page with status 500, after the account is there for good.
require_once __DIR__ . '/../extension.php';
$wgHooks['LocalUserCreated'][] = static function () {
	// PRESEND is after the database has it and before anything is sent.
	DeferredUpdates::addCallableUpdate( 'LabCrash::now', DeferredUpdates::PRESEND );
};
