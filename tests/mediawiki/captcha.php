<?php
// ConfirmEdit, for the settings with a captcha at account creation.

/**
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
