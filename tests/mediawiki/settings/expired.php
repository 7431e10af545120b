<?php
// Admin's password is long out of date, see rows/expired.php.
