<?php
// A button replaces the password.
require_once __DIR__ . '/../extension.php';
labProvider( 'primaryauth', LabButtonPrimary::class, 50 );
