<?php
// After `abusefilter` (1.43 and later): the filter for `Puzzled` wants a captcha, which the wiki never shows:
// it wants it within the request alone, after the fields of that request are read.
require_once __DIR__ . '/../captcha.php';
labLateQuestion();
$wgConfirmEditEnabledAbuseFilterCustomActions = [ 'showcaptcha' ];
