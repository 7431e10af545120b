<?php
// The header "Authorization: Bearer labtoken" makes a request Admin's.
require_once __DIR__ . '/../extension.php';
$wgSessionProviders[LabBearer::class] = [ 'class' => LabBearer::class ];
