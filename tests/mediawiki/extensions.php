<?php
// Extensions whose messages are compiled for all wikis, where the release has them. A wiki loads an extension only
// by its settings.
return [
	'ConfirmEdit', 'ConfirmEdit/QuestyCaptcha', 'ConfirmEdit/FancyCaptcha', 'ConfirmEdit/hCaptcha',
	'ConfirmEdit/ReCaptchaNoCaptcha', 'ConfirmEdit/Turnstile', 'OATHAuth', 'AbuseFilter', 'TitleBlacklist',
	'SpamBlacklist',
];
