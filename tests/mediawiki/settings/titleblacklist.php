<?php
// TitleBlacklist: names with "Listed", and with a message of this site "Reserved".
wfLoadExtension( 'TitleBlacklist' );
require_once __DIR__ . '/../extension.php';
$wgTitleBlacklistSources = [ [ 'type' => 'file', 'src' => __DIR__ . '/titleblacklist.txt' ] ];
