<?php
// Extensions whose messages are compiled for all wikis. A wiki loads an extension only by its settings.
return [
	'ConfirmEdit', 'ConfirmEdit/QuestyCaptcha', 'ConfirmEdit/FancyCaptcha', 'ConfirmEdit/hCaptcha',
	'ConfirmEdit/ReCaptchaNoCaptcha', 'OATHAuth',
];
