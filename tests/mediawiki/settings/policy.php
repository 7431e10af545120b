<?php
// Passwords require 8 characters, whatever the release's default is.
$wgPasswordPolicy['policies']['default']['MinimalPasswordLength'] = 8;
