<?php
// A provider refuses after the account is created, which remains.
require_once __DIR__ . '/../extension.php';
labProvider( 'secondaryauth', LabLateFail::class, 300, [ true ] );
