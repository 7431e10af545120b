<?php
// AbuseFilter (in the packages of 1.39 and later), with the filters of rows/abusefilter.php.
wfLoadExtension( 'AbuseFilter' );
require_once __DIR__ . '/../extension.php';
