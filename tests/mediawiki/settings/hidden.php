<?php
// The real name is not asked for.
$wgHiddenPrefs[] = 'realname';
