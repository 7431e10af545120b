<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Tests\Support\WikiTestCase;

/** The README shows the first example, which ./check runs with every kind of captcha. */
final class ReadmeTest extends WikiTestCase
{
    public function testFirstReadmeExampleIsTheProgramThatIsRun(): void
    {
        $readme = file_get_contents(dirname(__DIR__) . '/README.md');
        self::assertSame(1, preg_match('/^```php\n(.*?)^```$/ms', $readme, $first));
        self::assertSame(file_get_contents(dirname(__DIR__) . '/example/signup.php'), $first[1]);
    }
}
