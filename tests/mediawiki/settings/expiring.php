<?php
// Admin's password is out of date since yesterday, see rows/expiring.php.
