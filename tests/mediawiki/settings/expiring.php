<?php
// Admin's password expired yesterday, see rows/expiring.php.
