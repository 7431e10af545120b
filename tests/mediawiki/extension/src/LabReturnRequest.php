<?php
use MediaWiki\Auth\AuthenticationRequest;

/** The values that the browser brings back from the OpenID provider. */
final class LabReturnRequest extends AuthenticationRequest {
	public $code, $state;

	public function getFieldInfo() {
		$fields = [];
		foreach ( [ 'code', 'state' ] as $name ) {
			$text = wfMessage( "lab-return-$name" );
			$fields[$name] = [ 'type' => 'string', 'label' => $text, 'help' => $text ];
		}
		return $fields;
	}
}
