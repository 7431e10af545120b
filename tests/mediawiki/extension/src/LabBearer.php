<?php
use MediaWiki\Session\ImmutableSessionProviderWithCookie;
use MediaWiki\Session\SessionBackend;
use MediaWiki\Session\SessionInfo;
use MediaWiki\Session\UserInfo;

/**
 * Acts as Admin for requests with a bearer token, in the way of the OAuth extension: no login, nobody else can be
 * logged in, rights only as granted, and a cookie all the same for what a session has to remember.
 */
final class LabBearer extends ImmutableSessionProviderWithCookie {
	/** The known tokens, and what Admin granted each. */
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

	/** Sessions are looked for before there is anybody to tell about an error, so it waits for the API to start. */
	private function refuse() {
		$GLOBALS['wgHooks']['ApiBeforeMain'][] = static function () {
			throw ApiUsageException::newWithMessage(
				null, [ 'lab-bearer-invalid', 'unknown token' ], 'mwoauth-invalid-authorization' );
		};
	}
}
