<?php
// Turnstile (1.42 and later), with its public keys for tests. The service itself is unreachable.
require_once __DIR__ . '/../captcha.php';
labCaptcha( 'Turnstile', 'Turnstile' );
$wgTurnstileSiteKey = '1x00000000000000000000AA';
$wgTurnstileSecretKey = '1x0000000000000000000000000000000AA';
