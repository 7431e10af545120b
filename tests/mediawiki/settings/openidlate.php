<?php
// An OpenID provider, then a second factor, both after the account is created.
require_once __DIR__ . '/../extension.php';
labProvider( 'secondaryauth', LabStepsAfter::class, 150, [ 'openidlate', [ 'openid', 'otp' ] ] );
