<?php
// reCAPTCHA v2, with the keys its maker publishes for tests. The service itself cannot be reached.
require_once __DIR__ . '/../captcha.php';
labCaptcha( 'ReCaptchaNoCaptcha', 'ReCaptchaNoCaptcha' );
$wgReCaptchaSiteKey = '6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI';
$wgReCaptchaSecretKey = '6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe';
