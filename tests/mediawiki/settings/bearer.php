<?php
// A request with the header "Authorization: Bearer labtoken" acts as Admin.
require_once __DIR__ . '/../extension.php';
$wgSessionProviders[LabBearer::class] = [ 'class' => LabBearer::class ];
