<?php
// A second factor is set up after the account is created.
require_once __DIR__ . '/../extension.php';
labProvider( 'secondaryauth', LabStepsAfter::class, 150, [ 'otp', [ 'otp' ] ] );
