<?php

declare(strict_types=1);

// Loads the installed package, by the autoloader in the environment variable MWACCOUNT_AUTOLOAD.
require (string) getenv('MWACCOUNT_AUTOLOAD');
