<?php
// The databases report a lag, for which only requests with maxlag are refused.
$wgHooks['ApiMaxLagInfo'][] = static function ( &$lag ) {
	$lag = [ 'host' => '10.0.0.1', 'lag' => 7, 'type' => 'db' ];
};
