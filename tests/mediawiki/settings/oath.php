<?php
// OATHAuth: Admin needs a second factor to log in, see Lab::TOTP_SECRET.
wfLoadExtension( 'OATHAuth' );
