<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Ask;
use Mwaccount\Conversation;
use Mwaccount\Exception\NotCopyable;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Wiki;

final class HandlesTest extends WikiTestCase
{
    public function testHandlesCannotBeClonedOrSerialised(): void
    {
        $wiki = $this->wiki('--release 1.43 --captcha questy');
        $creation = $wiki->create($this->zoe());
        foreach ([$wiki, $creation, $wiki->canceller(), $creation->nextRequest()] as $object) {
            foreach ([fn () => clone $object, fn () => serialize($object)] as $copy) {
                try {
                    $copy();
                    self::fail($object::class . ' was copied');
                } catch (NotCopyable $e) {
                    self::assertStringContainsString($object::class, $e->getMessage());
                }
            }
        }
        $this->expectException(NotCopyable::class);
        unserialize('O:14:"Mwaccount\Wiki":0:{}');
    }

    public function testStepsArePlainValues(): void
    {
        $step = $this->wiki('--release 1.43 --captcha questy')->create($this->zoe())->step();
        self::assertEquals($step, unserialize(serialize($step)));
        self::assertEquals($step, clone $step);
        self::assertSame('question', json_decode(json_encode($step), true)['captcha']['kind']);
    }

    /** Frees a wiki, its conversations and their objects in every order. */
    public function testHandlesCanBeFreedInAnyOrder(): void
    {
        $this->wiki('--release 1.43 --captcha fancy');
        $orders = self::orders(range(0, 5));
        self::assertCount(720, $orders);
        foreach ($orders as $order) {
            $wiki = new Wiki($this->server->api());
            $creation = $wiki->create($this->zoe());
            $request = $creation->nextRequest();
            $objects = [$wiki, $creation, $request, $wiki->canceller(), $wiki->beginProbe($this->zoe()), null];
            $objects[5] = $wiki->create($this->zoe());
            unset($wiki, $creation, $request);
            foreach ($order as $index) {
                unset($objects[$index]);
            }
        }
    }

    /** Uses a wiki and everything that depends on it in destructors, which PHP calls in any order for a cycle and at exit. */
    public function testADestructorMayUseAWiki(): void
    {
        $program = <<<'END'
            use Mwaccount\Exception\InvalidArgument;
            use Mwaccount\NewAccount;
            use Mwaccount\Options;
            use Mwaccount\Wiki;

            final class App
            {
                public static array $kept = [];
                public static int $calls = 0;
                private array $objects;
                private self $cycle;

                public function __construct(private readonly bool $isKept)
                {
                    // Before this object's own properties, and so before its destructor at exit.
                    $wiki = new Wiki('http://127.0.0.1:1/api.php', new Options(log: fn () => $this->isKept));
                    $creation = $wiki->create(new NewAccount('Zoe'));
                    $objects = [$wiki, $creation, $wiki->canceller(), $creation->nextRequest()];
                    $this->objects = [...$objects, $wiki->beginProbe(new NewAccount('Zoe'))];
                    $this->cycle = $this;
                }

                public function use(): void
                {
                    [$wiki, $creation, $canceller, $request, $probe] = $this->objects;
                    $calls = [
                        fn () => $wiki->facts(),
                        fn () => $wiki->logOut(),
                        fn () => $wiki->create(new NewAccount('Max')),
                        fn () => $creation->nextRequest(),
                        fn () => $creation->suspend(),
                        fn () => $canceller->cancel(),
                        fn () => $canceller->isCancelled(),
                        fn () => $request->headers(),
                        fn () => $request->body(),
                        fn () => $probe->requirements(),
                    ];
                    foreach ($calls as $call) {
                        try {
                            $call();
                        } catch (Mwaccount\Exception\MwaccountException) {
                        }
                        self::$calls++;
                    }
                }

                public function __destruct()
                {
                    $this->use();
                    if ($this->isKept) {
                        self::$kept[] = $this;
                    }
                }
            }

            for ($i = 0; $i < 50; $i++) {
                new App($i % 2 === 0);
                gc_collect_cycles();
            }
            foreach (App::$kept as $app) {
                $app->use();
            }
            try {
                (new ReflectionProperty($app, 'objects'))->getValue($app)[0]->facts();
            } catch (InvalidArgument $e) {
                echo $e->getMessage(), "\n";
            }
            echo App::$calls;
            App::$kept = [new App(false), (new Wiki('http://127.0.0.1:1/api.php'))->canceller(), new App(true)];
            END;
        [$status, $output] = $this->runPhp($program);
        self::assertSame('PHP has destroyed this object already: a destructor used it, or has kept it from being freed'
            . "\n" . (75 * 10), $output);
        self::assertSame(0, $status);
    }

    public function testProcessExitsWithHandlesInGlobals(): void
    {
        $program = '$options = new Mwaccount\Options(log: fn () => null);'
            . '$wiki = new Mwaccount\Wiki("http://127.0.0.1:1/api.php", $options);'
            . '$creation = $wiki->create(new Mwaccount\NewAccount("Zoe"));'
            . '$request = $creation->nextRequest(); $canceller = $wiki->canceller();'
            . '$cycle = [$wiki]; $cycle[] = &$cycle;';
        self::assertSame([0, 'alive'], $this->runPhp("$program echo 'alive';"));
        self::assertSame([0, 'alive'], $this->runPhp("$program echo 'alive'; exit(0);"));
        [$status, $output] = $this->runPhp("$program throw new Exception('the end');");
        self::assertSame(255, $status, $output);
    }

    /** A child process cannot use its parent's wikis, used or not, and leaves their connections alone. */
    public function testWikisCannotBeUsedAfterAFork(): void
    {
        $this->wiki('--release 1.43 --captcha questy');
        [$status, $output] = $this->runPhp(
            <<<'END'
            use Mwaccount\Exception\InvalidArgument;
            use Mwaccount\NewAccount;
            use Mwaccount\Wiki;

            $api = getenv('API');
            $zoe = new NewAccount('Zoe Example', 'Correct-horse-7-battery');
            $unused = new Wiki($api);
            $wiki = new Wiki($api);
            $creation = $wiki->create($zoe);
            $creation->step();
            if (($child = pcntl_fork()) === 0) {
                $calls = [
                    fn () => $unused->create($zoe),
                    fn () => $wiki->facts(),
                    fn () => $creation->step(),
                    fn () => $creation->suspend(),
                ];
                foreach ($calls as $call) {
                    try {
                        $call();
                        echo "called\n";
                    } catch (InvalidArgument $e) {
                        echo str_contains($e->getMessage(), 'in another process') ? 'foreign' : $e, "\n";
                    }
                }
                $own = (new Wiki($api))->create($zoe->with(name: 'Max Example'));
                $own->step();
                echo $own->answer(['captcha' => 'Paris'])->name, "\n";
                unset($unused, $wiki, $creation, $own);
                exit(0);
            }
            pcntl_waitpid($child, $status);
            echo $status, "\n", $creation->answer(['captcha' => 'Paris'])->name;
            END,
            [],
            ['API' => $this->server->api()]
        );
        self::assertSame(str_repeat("foreign\n", 4) . "Max Example\n0\nZoe Example", $output);
        self::assertSame(0, $status);
    }

    public function testConversationOutlivesItsWiki(): void
    {
        $creation = $this->wiki('--release 1.43 --captcha questy')->create($this->zoe());
        self::assertInstanceOf(Conversation::class, $creation);
        self::assertInstanceOf(Ask::class, $creation->step());
    }

    /**
     * @param list<int> $items
     *
     * @return list<list<int>>
     */
    private static function orders(array $items): array
    {
        if ($items === []) {
            return [[]];
        }
        $orders = [];
        foreach ($items as $index => $item) {
            $rest = $items;
            unset($rest[$index]);
            foreach (self::orders(array_values($rest)) as $order) {
                $orders[] = [$item, ...$order];
            }
        }

        return $orders;
    }
}
