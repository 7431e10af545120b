<?php
// Extensions whose messages are compiled for all wikis. Only its settings load an extension into a wiki.
return [
	'ConfirmEdit', 'ConfirmEdit/QuestyCaptcha', 'ConfirmEdit/FancyCaptcha', 'ConfirmEdit/hCaptcha',
	'ConfirmEdit/ReCaptchaNoCaptcha', 'OATHAuth',
];
