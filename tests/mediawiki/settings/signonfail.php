<?php
// As signon, with a provider that refuses whom the wiki does not know, and says from whom to make an account all the same.
require_once __DIR__ . '/../extension.php';
labProvider( 'primaryauth', LabSignOnPrimary::class, 50, [ true ] );
