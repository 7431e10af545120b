<?php
// Within the 7 days of grace that MediaWiki allows: logging in asks for a new password, which may be skipped.
return static function ( PDO $db ) {
	$db->prepare( "UPDATE user SET user_password_expires = ? WHERE user_name = 'Admin'" )
		->execute( [ gmdate( 'YmdHis', time() - 86400 ) ] );
};
