<?php
// Single sign-on only: there are no passwords, so the API can neither create accounts nor log users in.
require_once __DIR__ . '/../extension.php';
$wgAuthManagerAutoConfig['primaryauth'] = [];
labProvider( 'primaryauth', LabLinkPrimary::class, 50 );
