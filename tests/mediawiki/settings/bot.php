<?php
// Admin has a bot password, see rows/bot.php.
