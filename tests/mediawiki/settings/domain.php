<?php
// Passwords are asked for together with a domain.
require_once __DIR__ . '/../extension.php';
$wgAuthManagerAutoConfig['primaryauth'][MediaWiki\Auth\LocalPasswordPrimaryAuthenticationProvider::class]['class'] =
	LabDomainPrimary::class;
