<?php
// The wiki is locked.
$wgReadOnly = 'Locked by the lab';
