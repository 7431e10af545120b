<?php
// Configuration of the step l10n alone: a wiki that has the messages of every extension. The extensions are not
// loaded, since up to 1.42 the captcha modules exclude each other; only their lists of messages are used.
require_once __DIR__ . '/lab.php';
Lab::$instance = getenv( 'LAB_INSTANCE' );
require __DIR__ . '/storage.php';
$wgServer = 'http://127.0.0.1';
$wgLanguageCode = 'en';
$wgSecretKey = 'lab';

$labFolders = array_filter( array_map( static function ( $labExtension ) {
	return Lab::releaseDir() . "/w/extensions/$labExtension";
}, require __DIR__ . '/extensions.php' ), 'is_dir' );
$labFolders[] = __DIR__ . '/extension';
foreach ( $labFolders as $labFolder ) {
	$labAbout = json_decode( file_get_contents( "$labFolder/extension.json" ), true );
	foreach ( $labAbout['MessagesDirs'] ?? [] as $labName => $labPaths ) {
		foreach ( (array)$labPaths as $labPath ) {
			$wgMessagesDirs[$labName][] = "$labFolder/$labPath";
		}
	}
	foreach ( $labAbout['ExtensionMessagesFiles'] ?? [] as $labName => $labPath ) {
		$wgExtensionMessagesFiles[$labName] = "$labFolder/$labPath";
	}
}
