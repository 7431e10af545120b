<?php
// SpamBlacklist: addresses at listed.example.
wfLoadExtension( 'SpamBlacklist' );
$wgBlacklistSettings = [
	'spam' => [ 'files' => [] ],
	'email' => [ 'files' => [ __DIR__ . '/spamblacklist.txt' ] ],
];
