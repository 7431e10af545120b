<?php
// FancyCaptcha: images of Lab::CAPTCHA_WORD.
require_once __DIR__ . '/../captcha.php';
labCaptcha( 'FancyCaptcha', 'FancyCaptcha' );
$wgCaptchaDirectory = Lab::releaseDir() . '/captchas';
$wgCaptchaSecret = Lab::CAPTCHA_SECRET;
