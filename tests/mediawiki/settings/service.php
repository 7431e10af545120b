<?php
// With `hcaptcha`, `recaptcha` or `turnstile`: a stand-in of the service, whose right answer is `right`.
require_once __DIR__ . '/../captcha.php';
labCaptchaService();
