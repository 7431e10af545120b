<?php
// Every request that would make an account ends in an HTML page with status 500, before anything is made.
require_once __DIR__ . '/../extension.php';
labProvider( 'preauth', LabEarlyCrash::class, 50 );
