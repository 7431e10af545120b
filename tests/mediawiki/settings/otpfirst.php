<?php
// A second factor is set up before the account is created.
require_once __DIR__ . '/../extension.php';
labProvider( 'primaryauth', LabStepsBefore::class, 50, [ 'otpfirst', [ 'otp' ] ] );
