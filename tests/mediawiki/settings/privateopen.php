<?php
// Only users may read, but anybody may create an account.
$wgGroupPermissions['*']['read'] = false;
