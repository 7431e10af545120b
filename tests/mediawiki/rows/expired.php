<?php
// After the 7 days of grace that MediaWiki allows: logging in requires a new password.
return static function ( PDO $db ) {
	$db->exec( "UPDATE user SET user_password_expires = '20200101000000' WHERE user_name = 'Admin'" );
};
