<?php
// The forms have no field for a real name.
$wgHiddenPrefs[] = 'realname';
