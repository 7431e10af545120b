<?php
// The web server blocks the API; MediaWiki itself cannot switch it off from 1.32 on.
if ( defined( 'MW_API' ) ) {
	http_response_code( 403 );
	header( 'Content-Type: text/html' );
	echo "<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>\n";
	exit;
}
