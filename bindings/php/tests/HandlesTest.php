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
            $wiki = new Wiki($this->server->api);
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
