<?php
// German is the language of the wiki.
$wgLanguageCode = 'de';
