<?php
// ConfirmEdit, for the settings that need a captcha at account creation.

/**
 * @param string|null $module folder below ConfirmEdit, null for the one that is part of ConfirmEdit itself
 * @param string $class short class name as of 1.43
 */
function labCaptcha( $module, $class ) {
	wfLoadExtension( 'ConfirmEdit' );
	if ( $module !== null ) {
		wfLoadExtension( "ConfirmEdit/$module" );
	}
	// Up to 1.42 a module chooses its class by being loaded, under names that changed; from 1.43 it does not.
	if ( version_compare( MW_VERSION, '1.43', '>=' ) ) {
		$GLOBALS['wgCaptchaClass'] = $class;
	}
	$GLOBALS['wgCaptchaTriggers'] = [
		'edit' => false, 'create' => false, 'sendemail' => false, 'addurl' => false, 'createaccount' => true,
		// On as by default, since private wikis show captcha images only then, but never reached.
		'badlogin' => true, 'badloginperuser' => true,
	];
	$GLOBALS['wgCaptchaBadLoginAttempts'] = $GLOBALS['wgCaptchaBadLoginPerUserAttempts'] = 1000000;
}
