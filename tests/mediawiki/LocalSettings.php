<?php
// Configuration that all wikis of the harness have in common, then that of the settings in the URL.
require __DIR__ . '/storage.php';

$wgServer = getenv( 'LAB_SERVER' );
$wgScriptPath = '/' . Lab::$segment;
$wgResourceBasePath = $wgScriptPath;
$wgSitename = 'Lab';
$wgLanguageCode = 'en';
$wgSecretKey = 'lab';
$wgAuthenticationTokenVersion = '1';
wfLoadSkin( 'Vector' );
$wgDefaultSkin = 'vector';

// Mail is caught, see Lab::catchMail.
$wgEnableEmail = true;
$wgEmailAuthentication = true;
$wgPasswordSender = $wgEmergencyContact = 'wiki@example.org';
$wgHooks['AlternateUserMailer'][] = 'Lab::catchMail';

// Nothing here may reach another machine: no proxy listens on port 1.
$wgHTTPProxy = 'http://127.0.0.1:1';
$wgPingback = false;

// Tests come fast and from one address. "badcaptcha" is given as a large number since ConfirmEdit would fill
// in its own when it is left out.
$labNever = [ 1000000, 1 ];
$wgRateLimits = [ 'badcaptcha' => [ 'ip' => $labNever, 'newbie' => $labNever, 'user' => $labNever ] ];
$wgAccountCreationThrottle = [ [ 'count' => 0, 'seconds' => 86400 ] ];
$wgPasswordAttemptThrottle = [ [ 'count' => 1000000, 'seconds' => 1 ] ];

// Hashing is slow on purpose, which is of no use here.
$wgPasswordConfig['pbkdf2']['cost'] = '1000';

// Jobs run at the end of the request that made them, after which `__mail` looks.
$wgRunJobsAsync = false;
$wgInvalidateCacheOnLocalSettingsChange = false;

// For `__log`: what went wrong inside.
$wgDebugLogGroups['exception'] = $wgDebugLogGroups['error'] = $wgDebugLogGroups['fatal'] = Lab::$instance . '/errors.log';
$wgDBerrorLog = Lab::$instance . '/errors.log';

foreach ( Lab::$settings as $labSetting ) {
	require __DIR__ . "/settings/$labSetting.php";
}
