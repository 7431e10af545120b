<?php
// QuestyCaptcha: one question.
require_once __DIR__ . '/../captcha.php';
labCaptcha( 'QuestyCaptcha', 'QuestyCaptcha' );
$wgCaptchaQuestions = [ 'What is the capital of France?' => 'Paris' ];
