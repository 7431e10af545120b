<?php
// Every request that would create an account gets an HTML page with status 500, before anything is created.
require_once __DIR__ . '/../extension.php';
labProvider( 'preauth', LabEarlyCrash::class, 50 );
