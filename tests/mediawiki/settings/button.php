<?php
// Instead of giving a password one may press a button.
require_once __DIR__ . '/../extension.php';
labProvider( 'primaryauth', LabButtonPrimary::class, 50 );
