<?php
// As installed: anybody may read and create accounts, no captcha.

