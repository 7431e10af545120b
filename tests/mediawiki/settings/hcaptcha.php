<?php
// hCaptcha, with its public keys for tests. The service itself is unreachable.
require_once __DIR__ . '/../captcha.php';
labCaptcha( 'hCaptcha', 'HCaptcha' );
$wgHCaptchaSiteKey = '10000000-ffff-ffff-ffff-000000000001';
$wgHCaptchaSecretKey = '0x0000000000000000000000000000000000000000';
