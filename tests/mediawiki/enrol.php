<?php
// enrol.php FILE: gives Admin a second factor in the wiki database FILE. Only wikis with the setting `oath` use
// it. OATHAuth has no script for this, and its web form would have to be parsed, so the row is written directly.
require_once __DIR__ . '/lab.php';

$db = new PDO( "sqlite:{$argv[1]}" );
$db->setAttribute( PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION );
$admin = $db->query( "SELECT user_id FROM user WHERE user_name = 'Admin'" )->fetchColumn();
// No recovery codes: the OATHAuth of 1.39.17 stores them in one variable and reads them from another.
$key = [ 'secret' => Lab::TOTP_SECRET, 'scratch_tokens' => [] ];

if ( $db->query( "SELECT 1 FROM sqlite_master WHERE name = 'oathauth_users'" )->fetchColumn() ) {
	// up to 1.40
	$db->prepare( "INSERT INTO oathauth_users (id, module, data) VALUES (?, 'totp', ?)" )
		->execute( [ $admin, json_encode( [ 'keys' => [ $key ] ] ) ] );
} else {
	$db->exec( "INSERT INTO oathauth_types (oat_name) VALUES ('totp')" );
	$db->prepare( 'INSERT INTO oathauth_devices (oad_user, oad_type, oad_data) VALUES (?, ?, ?)' )
		->execute( [ $admin, $db->lastInsertId(), json_encode( $key ) ] );
}
