<?php
// The way from a wiki to the stand-in of a captcha service.

use MediaWiki\Config\ServiceOptions;
use MediaWiki\Http\HttpRequestFactory;
use MediaWiki\Http\Telemetry;
use MediaWiki\Logger\LoggerFactory;

/** Sends what goes to a captcha service to `__siteverify` of the wiki, and everything else nowhere, as before. */
class LabHttpRequestFactory extends HttpRequestFactory {
	/**
	 * @param Config $config
	 * @return self
	 */
	public static function make( $config ) {
		$arguments = [
			new ServiceOptions( HttpRequestFactory::CONSTRUCTOR_OPTIONS, $config ),
			LoggerFactory::getInstance( 'http' ),
		];
		// 1.40 and later.
		if ( class_exists( Telemetry::class ) ) {
			$arguments[] = Telemetry::getInstance();
		}
		return new self( ...$arguments );
	}

	/** @inheritDoc */
	public function create( $url, array $options = [], $caller = __METHOD__ ) {
		if ( preg_match( '#^https://[^/?]+/[^?]*\bsiteverify(\?.*)?$#D', $url, $match ) ) {
			$url = Lab::address() . '/__siteverify' . ( $match[1] ?? '' );
			$options['noProxy'] = true;
		}
		return parent::create( $url, $options, $caller );
	}
}
