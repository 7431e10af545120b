<?php
// The form has further fields, some of them required.
require_once __DIR__ . '/../extension.php';
labProvider( 'preauth', LabTerms::class, 50 );
