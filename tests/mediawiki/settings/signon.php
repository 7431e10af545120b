<?php
// One may log in by an OpenID provider, and make an account from such a login, for the wiki knows none of its users.
require_once __DIR__ . '/../extension.php';
labProvider( 'primaryauth', LabSignOnPrimary::class, 50, [ false ] );
