<?php
// reCAPTCHA v2, with its public keys for tests. The service itself is unreachable.
require_once __DIR__ . '/../captcha.php';
labCaptcha( 'ReCaptchaNoCaptcha', 'ReCaptchaNoCaptcha' );
$wgReCaptchaSiteKey = '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI';
$wgReCaptchaSecretKey = '6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe';
