<?php
/** The wiki of a request: its files, settings and mails. */
final class Lab {
	/** The word in the images of FancyCaptcha, and the secret of their file names. */
	public const CAPTCHA_WORD = 'labword';
	public const CAPTCHA_SECRET = 'lab';

	/** Admin's second factor in wikis with the setting `oath`: the key of the time-based codes, in base 32. */
	public const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

	/** Of Admin@lab in wikis with the setting `bot`. MediaWiki requires 32 characters of 0-9 and a-w. */
	public const BOT_PASSWORD = 'labbotpassword1234567890abcdefgh';

	/** The values with which the OpenID provider redirects back. */
	public const OPENID_CODE = 'c0de';
	public const OPENID_STATE = 'st4te';

	/** Parts of the extensions that settings need and only later releases have. */
	private const NEEDS = [
		'abusefilter' => 'AbuseFilter',
		'abusefiltercaptcha' => 'ConfirmEdit/includes/AbuseFilter',
		'turnstile' => 'ConfirmEdit/Turnstile',
	];

	/** @var string first part of the URL path, such as "questy+private~t7" */
	public static $segment;
	/** @var string[] the settings named there, such as ["questy", "private"] */
	public static $settings;
	/** @var string folder of this wiki's own files */
	public static $instance;

	/** @return string folder of a release's code, messages and images, shared by all wikis */
	public static function releaseDir() {
		return getenv( 'LAB_RELEASE_DIR' );
	}

	/**
	 * Chooses the wiki, and creates it at its first request.
	 *
	 * @param string $segment
	 * @return string|null an error in the segment
	 */
	public static function open( $segment ) {
		if ( !preg_match( '/^([a-z0-9+]+)~[a-z0-9]+$/D', $segment, $match ) ) {
			return "'$segment' is not SETTING[+SETTING...]~INSTANCE";
		}
		self::$segment = $segment;
		self::$settings = explode( '+', $match[1] );
		foreach ( self::$settings as $setting ) {
			if ( !is_file( __DIR__ . "/settings/$setting.php" ) ) {
				$known = array_map( static function ( $file ) {
					return basename( $file, '.php' );
				}, glob( __DIR__ . '/settings/*.php' ) );
				return "unknown setting '$setting'; known: " . implode( ' ', $known );
			}
			$needed = self::NEEDS[$setting] ?? '';
			if ( !is_dir( self::releaseDir() . "/w/extensions/$needed" ) ) {
				return "setting '$setting' needs $needed, which this release lacks";
			}
		}
		self::$instance = getenv( 'LAB_ROOT' ) . "/instances/$segment";
		if ( !is_dir( self::$instance ) ) {
			self::create();
		}
		return null;
	}

	/** A renamed folder is complete at once: of several first requests one wins, the others delete theirs. */
	private static function create() {
		$new = tempnam( getenv( 'LAB_ROOT' ) . '/tmp', 'new' );
		unlink( $new );
		foreach ( [ '', '/mail', '/cache', '/images', '/locks' ] as $folder ) {
			mkdir( $new . $folder );
		}
		foreach ( glob( self::releaseDir() . '/template/*.sqlite' ) as $file ) {
			copy( $file, $new . '/' . basename( $file ) );
		}
		foreach ( self::$settings as $setting ) {
			if ( is_file( __DIR__ . "/rows/$setting.php" ) ) {
				$db = new PDO( "sqlite:$new/wiki.sqlite" );
				$db->setAttribute( PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION );
				( require __DIR__ . "/rows/$setting.php" )( $db );
			}
		}
		touch( "$new/in-use" );
		if ( !@rename( $new, self::$instance ) ) {
			foreach ( glob( "$new/*" ) as $file ) {
				is_dir( $file ) ? rmdir( $file ) : unlink( $file );
			}
			rmdir( $new );
		}
	}

	/**
	 * Marks the wiki as in use until this request has ended, including the work of MediaWiki after the response.
	 *
	 * @param bool $alone wait until no other request is running
	 */
	public static function enter( $alone ) {
		static $lock;
		$lock = fopen( self::$instance . '/in-use', 'r' );
		flock( $lock, $alone ? LOCK_EX : LOCK_SH );
	}

	/** Hook AlternateUserMailer: keeps the mail instead of sending it. */
	public static function catchMail( $headers, $to, $from, $subject, $body ) {
		$mail = [
			'to' => array_map( static function ( $address ) {
				return $address->address;
			}, is_array( $to ) ? $to : [ $to ] ),
			'from' => $from->address,
			'subject' => $subject,
			'body' => is_array( $body ) ? $body['text'] : $body,
		];
		// The names sort in the order of sending.
		$name = sprintf( '%020d', hrtime( true ) ) . '-' . getmypid();
		file_put_contents( self::$instance . "/mail/$name.part", json_encode( $mail ) );
		rename( self::$instance . "/mail/$name.part", self::$instance . "/mail/$name.json" );
		return false;
	}

	/** @return string the wiki's URL, to which "/api.php" and the like can be appended */
	public static function address() {
		return getenv( 'LAB_SERVER' ) . '/' . self::$segment;
	}

	/** @return string URL of the OpenID provider: on another host, as login services are */
	public static function providerAddress() {
		return str_replace( '//127.0.0.1', '//localhost', self::address() ) . '/__openid';
	}

	/**
	 * Records the fields that a provider of our extension received, for `__lab`.
	 *
	 * @param string $user the user of the account
	 * @param array $what
	 */
	public static function record( $user, array $what ) {
		file_put_contents( self::$instance . '/records', json_encode( [ $user, $what ] ) . "\n", FILE_APPEND | LOCK_EX );
	}

	/** @return array[][] the records so far, oldest first, by user */
	public static function records() {
		$records = [];
		foreach ( @file( self::$instance . '/records' ) ?: [] as $line ) {
			[ $user, $what ] = json_decode( $line, true );
			$records[$user][] = $what;
		}
		return $records;
	}

	/** @return array[] the mails caught so far, oldest first */
	public static function mails() {
		return array_map( static function ( $file ) {
			return json_decode( file_get_contents( $file ), true );
		}, glob( self::$instance . '/mail/*.json' ) );
	}
}
