<?php

declare(strict_types=1);

namespace Mwaccount;

/** A creator on the way in: {@see Wiki::logIn()}. */
final class Login extends Interaction
{
}
