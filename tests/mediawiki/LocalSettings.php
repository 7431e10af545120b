<?php
// The common configuration of all wikis of the harness, then the settings in the URL.
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

// Keeps the wikis from other machines: no proxy listens on port 1.
$wgHTTPProxy = 'http://127.0.0.1:1';
$wgPingback = false;

// Tests send many requests from one address. "badcaptcha" is a large number, as ConfirmEdit has a default of its own.
$labNever = [ 1000000, 1 ];
$wgRateLimits = [ 'badcaptcha' => [ 'ip' => $labNever, 'newbie' => $labNever, 'user' => $labNever ] ];
$wgAccountCreationThrottle = [ [ 'count' => 0, 'seconds' => 86400 ] ];
$wgPasswordAttemptThrottle = [ [ 'count' => 1000000, 'seconds' => 1 ] ];

// Slow hashes protect nothing here.
$wgPasswordConfig['pbkdf2']['cost'] = '1000';

// Jobs run at the end of their request, before `__mail` reads the mails.
$wgRunJobsAsync = false;
$wgInvalidateCacheOnLocalSettingsChange = false;

// The errors that `__log` prints.
$wgDebugLogGroups['exception'] = $wgDebugLogGroups['error'] = $wgDebugLogGroups['fatal'] = Lab::$instance . '/errors.log';
$wgDBerrorLog = Lab::$instance . '/errors.log';

foreach ( Lab::$settings as $labSetting ) {
	require __DIR__ . "/settings/$labSetting.php";
}
