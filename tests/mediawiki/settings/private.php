<?php
// Only users may read, and only users may create accounts.
$wgGroupPermissions['*']['read'] = false;
$wgGroupPermissions['*']['createaccount'] = false;
