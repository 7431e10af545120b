<?php
// SimpleCaptcha: a small sum.
require_once __DIR__ . '/../captcha.php';
labCaptcha( null, 'SimpleCaptcha' );
