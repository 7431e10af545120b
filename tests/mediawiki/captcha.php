<?php
// ConfirmEdit, for the settings with a captcha at account creation.

/**
 * A captcha at every creation.
 *
 * @param string|null $module folder below ConfirmEdit, null for the captcha of ConfirmEdit itself
 * @param string $class short class name as of 1.43
 */
function labCaptcha( $module, $class ) {
	wfLoadExtension( 'ConfirmEdit' );
	if ( $module !== null ) {
		wfLoadExtension( "ConfirmEdit/$module" );
	}
	// Up to 1.42 loading a module sets its class, whose names changed between releases; from 1.43 it does not.
	if ( version_compare( MW_VERSION, '1.43', '>=' ) ) {
		$GLOBALS['wgCaptchaClass'] = $class;
	}
	$GLOBALS['wgCaptchaTriggers'] = [
		'edit' => false, 'create' => false, 'sendemail' => false, 'addurl' => false, 'createaccount' => true,
		// On, as by default, since private wikis show captcha images only then. The limit is never reached.
		'badlogin' => true, 'badloginperuser' => true,
	];
	$GLOBALS['wgCaptchaBadLoginAttempts'] = $GLOBALS['wgCaptchaBadLoginPerUserAttempts'] = 1000000;
}

/** A question, and a captcha at nothing: for the settings that turn one on after a failure. */
function labLateQuestion() {
	labCaptcha( 'QuestyCaptcha', 'QuestyCaptcha' );
	$GLOBALS['wgCaptchaQuestions'] = [ 'What is the capital of France?' => 'Paris' ];
	$GLOBALS['wgCaptchaTriggers']['createaccount'] = false;
	$GLOBALS['wgCaptchaTriggers']['badlogin'] = $GLOBALS['wgCaptchaTriggers']['badloginperuser'] = false;
}

/**
 * The service of a captcha, in place of the real one: `__siteverify` of this wiki answers the requests that the wiki
 * sends there.
 */
function labCaptchaService() {
	// The stand-in is on this machine, so it needs no proxy.
	$GLOBALS['wgHooks']['MediaWikiServices'][] = static function ( $services ) {
		$services->redefineService( 'HttpRequestFactory', static function ( $services ) {
			require_once __DIR__ . '/service.php';
			return LabHttpRequestFactory::make( $services->getMainConfig() );
		} );
	};
}
