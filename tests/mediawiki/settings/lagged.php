<?php
// The databases are said to lag, which only requests with maxlag mind.
$wgHooks['ApiMaxLagInfo'][] = static function ( &$lag ) {
	$lag = [ 'host' => '10.0.0.1', 'lag' => 7, 'type' => 'db' ];
};
