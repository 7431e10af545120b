<?php
use MediaWiki\Auth\AuthenticationRequest;

/** Kept by MediaWiki from a login to the creation of an account: who the OpenID provider said the user is. */
final class LabSignOnRequest extends AuthenticationRequest {
	/** @var string kept apart from username, which MediaWiki overwrites with the one that is asked for */
	public $name;

	/** @param string $name */
	public function __construct( $name ) {
		$this->name = $this->username = $name;
	}

	public function getFieldInfo() {
		return [];
	}
}
