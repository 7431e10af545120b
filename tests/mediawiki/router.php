<?php
// Router of PHP's built-in server: finds the wiki that the first part of the path names, and passes the request
// to MediaWiki as a web server with that script path does.
require_once __DIR__ . '/lab.php';

function labPlainText( $status, $text, $type = 'text/plain; charset=utf-8' ) {
	http_response_code( $status );
	header( "Content-Type: $type" );
	echo $text;
}

/** Style sheets, scripts and pictures, for viewing a wiki in a browser. */
function labStaticFile( $path ) {
	$types = [ 'css' => 'text/css', 'js' => 'text/javascript', 'png' => 'image/png', 'svg' => 'image/svg+xml',
		'gif' => 'image/gif', 'jpg' => 'image/jpeg', 'ico' => 'image/x-icon', 'woff2' => 'font/woff2' ];
	$type = $types[pathinfo( $path, PATHINFO_EXTENSION )] ?? null;
	$file = Lab::releaseDir() . "/w/$path";
	if ( !$type || strpos( $path, '..' ) !== false || !preg_match( '#^(resources|skins|extensions)/#', $path )
		|| !is_file( $file ) ) {
		return false;
	}
	header( "Content-Type: $type" );
	readfile( $file );
	return true;
}

/** An OpenID provider that accepts every visitor: redirects the browser back at once. */
function labOpenid() {
	$return = (string)( $_GET['return'] ?? '' );
	if ( !preg_match( '#^https?://[^\s\#]+$#D', $return ) ) {
		labPlainText( 400, "'return' is not an address to return to\n" );
		return;
	}
	$back = http_build_query( [ 'code' => Lab::OPENID_CODE, 'state' => (string)( $_GET['state'] ?? '' ) ] );
	header( "Location: $return" . ( strpos( $return, '?' ) === false ? '?' : '&' ) . $back, true, 302 );
}

/** The service of hCaptcha, reCAPTCHA and Turnstile: tells a wiki whether the answer of a visitor is right. */
function labSiteVerify() {
	// reCAPTCHA is asked with the answer in the address, the others with a form.
	$word = $_POST['response'] ?? $_GET['response'] ?? '';
	$answer = [
		'right' => [ 'success' => true ],
		// hCaptcha may say no without a reason.
		'nocode' => [ 'success' => false ],
	][$word] ?? [ 'success' => false, 'error-codes' => [ 'invalid-input-response' ] ];
	labPlainText( $word === 'down' ? 503 : 200, json_encode( $answer ), 'application/json' );
}

$labParts = explode( '/', ltrim( rawurldecode( parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) ?: '' ), '/' ), 3 );
$labScript = $labParts[1] ?? '';
if ( $labParts[0] === '__ready' ) {
	labPlainText( 200, basename( getenv( 'LAB_ROOT' ) ) );
	return;
}

$labProblem = Lab::open( $labParts[0] );
if ( $labProblem !== null ) {
	labPlainText( 404, "$labProblem\n" );
	return;
}

switch ( $labScript ) {
	case '':
		header( 'Location: /' . Lab::$segment . '/index.php' );
		http_response_code( 302 );
		return;
	case '__mail':
		// Mails are sent after the response; waiting to be alone ensures that all earlier requests have sent theirs.
		Lab::enter( true );
		labPlainText( 200, json_encode( Lab::mails() ), 'application/json' );
		return;
	case '__lab':
		Lab::enter( true );
		labPlainText( 200, json_encode( (object)Lab::records() ), 'application/json' );
		return;
	case '__openid':
		labOpenid();
		return;
	case '__siteverify':
		labSiteVerify();
		return;
	case '__log':
		Lab::enter( true );
		labPlainText( 200, (string)@file_get_contents( Lab::$instance . '/errors.log' ) );
		return;
	case 'api.php':
	case 'index.php':
	case 'load.php':
	case 'rest.php':
		Lab::enter( false );
		break;
	default:
		if ( !labStaticFile( implode( '/', array_slice( $labParts, 1 ) ) ) ) {
			labPlainText( 404, "no such file\n" );
		}
		return;
}

$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/' . Lab::$segment . "/$labScript";
$_SERVER['SCRIPT_FILENAME'] = Lab::releaseDir() . "/w/$labScript";
unset( $_SERVER['PATH_INFO'] );
if ( isset( $labParts[2] ) ) {
	$_SERVER['PATH_INFO'] = '/' . $labParts[2];
	$_SERVER['PHP_SELF'] .= $_SERVER['PATH_INFO'];
}
define( 'MW_CONFIG_FILE', __DIR__ . '/LocalSettings.php' );
chdir( Lab::releaseDir() . '/w' );
require $_SERVER['SCRIPT_FILENAME'];
