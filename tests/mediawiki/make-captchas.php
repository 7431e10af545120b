<?php
// make-captchas.php FOLDER: draws images as FancyCaptcha expects them. The file name holds a salt and a hash of
// secret, salt and word, and ConfirmEdit checks an answer against nothing else.
require_once __DIR__ . '/lab.php';

foreach ( [ 'a1', 'b2', 'c3', 'd4' ] as $salt ) {
	$secret = Lab::CAPTCHA_SECRET;
	$hash = substr( md5( $secret . $salt . Lab::CAPTCHA_WORD . $secret . $salt ), 0, 16 );
	$image = imagecreatetruecolor( 120, 40 );
	imagefill( $image, 0, 0, imagecolorallocate( $image, 255, 255, 255 ) );
	imagestring( $image, 5, mt_rand( 5, 45 ), mt_rand( 3, 20 ), Lab::CAPTCHA_WORD, imagecolorallocate( $image, 0, 0, 0 ) );
	imagepng( $image, "{$argv[1]}/image_{$salt}_$hash.png" );
}
