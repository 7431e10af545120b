<?php
// The tables of AbuseFilter, and filters for new names: `Warned …` passes the second time, `Forbidden …` never does,
// `Customised …` has messages of this site, and `Puzzled …` needs a captcha (setting abusefiltercaptcha).
return static function ( PDO $db ) {
	$tables = Lab::releaseDir() . '/w/extensions/AbuseFilter/db_patches/sqlite/tables-generated.sql';
	$db->exec( str_replace( '/*_*/', '', file_get_contents( $tables ) ) );
	$filters = [
		'Warned' => [ 'warn' => 'abusefilter-warning' ],
		'Forbidden' => [ 'disallow' => 'abusefilter-disallowed' ],
		'Customised warned' => [ 'warn' => 'lab-filter-warned' ],
		'Customised forbidden' => [ 'disallow' => 'lab-filter-forbidden' ],
		'Both' => [ 'warn' => 'abusefilter-warning', 'disallow' => 'abusefilter-disallowed' ],
		'Puzzled' => [ 'showcaptcha' => '' ],
	];
	$columns = array_column( $db->query( 'PRAGMA table_info(abuse_filter)' )->fetchAll(), 'name' );
	foreach ( $filters as $name => $actions ) {
		$row = array_intersect_key( [
			'af_pattern' => "action == 'createaccount' & accountname rlike '^$name\\b'",
			'af_user' => 1, 'af_user_text' => 'Admin', 'af_actor' => 1, 'af_timestamp' => '20200101000000',
			'af_comments' => '', 'af_public_comments' => $name, 'af_actions' => implode( ',', array_keys( $actions ) ),
		], array_flip( $columns ) );
		$names = implode( ', ', array_keys( $row ) );
		$marks = implode( ', ', array_fill( 0, count( $row ), '?' ) );
		$db->prepare( "INSERT INTO abuse_filter ($names) VALUES ($marks)" )->execute( array_values( $row ) );
		$filter = $db->lastInsertId();
		foreach ( $actions as $action => $parameter ) {
			$db->prepare( 'INSERT INTO abuse_filter_action VALUES (?, ?, ?)' )->execute( [ $filter, $action, $parameter ] );
		}
	}
};
