<?php
// A question is asked at logins from an address where one failed.
require_once __DIR__ . '/../captcha.php';
labLateQuestion();
$wgCaptchaTriggers['badlogin'] = true;
$wgCaptchaBadLoginAttempts = 1;
