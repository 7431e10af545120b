<?php
// An OpenID provider, then a second factor, both before the account is created.
require_once __DIR__ . '/../extension.php';
labProvider( 'primaryauth', LabStepsBefore::class, 50, [ 'openid', [ 'openid', 'otp' ] ] );
