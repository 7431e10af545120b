<?php
// Requests with a password have a field for a domain.
require_once __DIR__ . '/../extension.php';
$wgAuthManagerAutoConfig['primaryauth'][MediaWiki\Auth\LocalPasswordPrimaryAuthenticationProvider::class]['class'] =
	LabDomainPrimary::class;
