<?php
// An e-mail address is wanted (the web form demands one, and a confirmed one is needed to edit).
$wgEmailConfirmToEdit = true;
