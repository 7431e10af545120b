<?php
// An email address is required (by the web form; editing requires a confirmed one).
$wgEmailConfirmToEdit = true;
