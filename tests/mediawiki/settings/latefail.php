<?php
// A provider refuses after the account is made, which stays.
require_once __DIR__ . '/../extension.php';
labProvider( 'secondaryauth', LabLateFail::class, 300, [ true ] );
