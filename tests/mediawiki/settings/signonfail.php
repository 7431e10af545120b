<?php
// As signon, but the provider answers FAIL for a user without an account, and preserves the name for a creation all the same.
require_once __DIR__ . '/../extension.php';
labProvider( 'primaryauth', LabSignOnPrimary::class, 50, [ true ] );
