<?php
/** The response to a crash of PHP or a timeout of a proxy: status 500 and an HTML page. */
final class LabCrash {
	public static function now() {
		while ( ob_get_level() ) {
			ob_end_clean();
		}
		http_response_code( 500 );
		header( 'Content-Type: text/html; charset=utf-8' );
		echo "<!DOCTYPE html>\n<html><head><title>500 Internal Server Error</title></head>"
			. "<body><h1>Internal Server Error</h1></body></html>\n";
		exit;
	}
}
