<?php
use MediaWiki\Session\ImmutableSessionProviderWithCookie;
use MediaWiki\Session\SessionBackend;
use MediaWiki\Session\SessionInfo;
use MediaWiki\Session\UserInfo;

/**
 * Acts as Admin for requests with a bearer token, as the OAuth extension does: no login, no other user,
 * only the granted rights, and a cookie for the session's data all the same.
 */
final class LabBearer extends ImmutableSessionProviderWithCookie {
	/** The known tokens, and the grants of each. */
	private const TOKENS = [
		'labtoken' => [ 'basic', 'createaccount' ],
		'labtokenbasic' => [ 'basic' ],
	];

	public function __construct() {
		parent::__construct( [ 'sessionCookieName' => '_labbearer' ] );
	}

	public function provideSessionInfo( $request ) {
		if ( !preg_match( '/^Bearer (.*)$/iD', (string)$request->getHeader( 'Authorization' ), $match ) ) {
			return null;
		}
		if ( !isset( self::TOKENS[$match[1]] ) ) {
			$this->refuse();
			return null;
		}
		$id = $this->getSessionIdFromCookie( $request );
		return new SessionInfo( SessionInfo::MAX_PRIORITY, [
			'provider' => $this,
			'id' => $id,
			'userInfo' => UserInfo::newFromName( 'Admin', true ),
			'persisted' => $id !== null,
			'forceUse' => $id !== null,
			'metadata' => [ 'grants' => self::TOKENS[$match[1]] ],
		] );
	}

	public function getAllowedUserRights( SessionBackend $backend ) {
		$rights = [];
		foreach ( $backend->getProviderMetadata()['grants'] ?? [] as $grant ) {
			$rights += array_filter( $this->config->get( 'GrantPermissions' )[$grant] );
		}
		return array_keys( $rights );
	}

	/** The header alone protects against forged requests. */
	public function safeAgainstCsrf() {
		return true;
	}

	/** Sessions are loaded before an error can be reported, so it waits for the API to start. */
	private function refuse() {
		$GLOBALS['wgHooks']['ApiBeforeMain'][] = static function () {
			throw ApiUsageException::newWithMessage(
				null, [ 'lab-bearer-invalid', 'unknown token' ], 'mwoauth-invalid-authorization' );
		};
	}
}
