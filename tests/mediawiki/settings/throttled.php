<?php
// One new account per address and day.
$wgAccountCreationThrottle = [ [ 'count' => 1, 'seconds' => 86400 ] ];
