<?php
// Passwords need 8 characters, whatever the release asks for by itself.
$wgPasswordPolicy['policies']['default']['MinimalPasswordLength'] = 8;
