<?php
// Admin's bot password for the name Admin@lab, with the right to create accounts. MediaWiki's script for this requires
// a configured wiki and takes most of a second, so the row is written directly, with a fast hash.
return static function ( PDO $db ) {
	$db->prepare( "INSERT INTO bot_passwords (bp_user, bp_app_id, bp_password, bp_token, bp_restrictions, bp_grants)
			SELECT user_id, 'lab', ?, ?, ?, ? FROM user WHERE user_name = 'Admin'" )
		->execute( [
			':B:lab:' . md5( 'lab-' . md5( Lab::BOT_PASSWORD ) ),
			str_repeat( '0', 32 ),
			json_encode( [ 'IPAddresses' => [ '0.0.0.0/0', '::/0' ] ] ),
			json_encode( [ 'basic', 'createaccount' ] ),
		] );
};
