<?php
// Admin's password expired long ago, see rows/expired.php.
