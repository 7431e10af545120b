<?php
// Users can log in through an OpenID provider, and create an account from such a login if they have none.
require_once __DIR__ . '/../extension.php';
labProvider( 'primaryauth', LabSignOnPrimary::class, 50, [ false ] );
