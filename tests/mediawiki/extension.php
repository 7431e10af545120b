<?php
// The extension of this folder, for the settings that change the creation of accounts.

wfLoadExtension( 'Lab', __DIR__ . '/extension/extension.json' );

/**
 * Adds an authentication provider to the wiki.
 *
 * @param string $kind preauth, primaryauth or secondaryauth
 * @param string $class
 * @param int $sort providers are sorted by it; MediaWiki's own have 0 to 200
 * @param array $args for the constructor
 */
function labProvider( $kind, $class, $sort, array $args = [] ) {
	$GLOBALS['wgAuthManagerAutoConfig'][$kind]["$class " . json_encode( $args )] =
		[ 'class' => $class, 'sort' => $sort, 'args' => $args ];
}
