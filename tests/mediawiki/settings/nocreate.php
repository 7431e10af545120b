<?php
// Anybody may read, only users may create accounts.
$wgGroupPermissions['*']['createaccount'] = false;
