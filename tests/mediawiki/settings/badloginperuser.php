<?php
// A question is asked at logins as a user for whom one failed.
require_once __DIR__ . '/../captcha.php';
labLateQuestion();
$wgCaptchaTriggers['badloginperuser'] = true;
$wgCaptchaBadLoginPerUserAttempts = 1;
