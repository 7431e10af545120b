<?php
// A provider refuses after the account is created, which MediaWiki rolls back if it was in the same request.
require_once __DIR__ . '/../extension.php';
labProvider( 'secondaryauth', LabLateFail::class, 300, [ false ] );
