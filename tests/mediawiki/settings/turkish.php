<?php
// Turkish is the language of the wiki.
$wgLanguageCode = 'tr';
