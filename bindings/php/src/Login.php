<?php

declare(strict_types=1);

namespace Mwaccount;

/** The login of a creator, returned by {@see Wiki::logIn()}. */
final class Login extends Interaction
{
}
