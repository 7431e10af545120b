<?php
use MediaWiki\Auth\AuthenticationRequest;

/** The name that the OpenID provider reported, preserved by MediaWiki from a login to the creation of an account. */
final class LabSignOnRequest extends AuthenticationRequest {
	/** @var string separate from username, which MediaWiki overwrites with the submitted one */
	public $name;

	/** @param string $name */
	public function __construct( $name ) {
		$this->name = $this->username = $name;
	}

	public function getFieldInfo() {
		return [];
	}
}
