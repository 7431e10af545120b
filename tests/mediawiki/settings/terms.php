<?php
// The form has further fields, of which some are required.
require_once __DIR__ . '/../extension.php';
labProvider( 'preauth', LabTerms::class, 50 );
