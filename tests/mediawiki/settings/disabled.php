<?php
// The API module for creating accounts is switched off.
$wgAPIModules['createaccount'] = 'ApiDisabled';
