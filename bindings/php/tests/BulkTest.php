<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use DomainException;
use Mwaccount\Ask;
use Mwaccount\Credentials;
use Mwaccount\Journal;
use Mwaccount\NewAccount;
use Mwaccount\Options;
use Mwaccount\Outcome;
use Mwaccount\Reason;
use Mwaccount\RowResult;
use Mwaccount\Stop;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Testwiki\Testwiki;
use Mwaccount\Wait;
use Mwaccount\Wiki;

final class BulkTest extends WikiTestCase
{
    private string $folder;

    protected function setUp(): void
    {
        $this->folder = sys_get_temp_dir() . '/bulk-' . bin2hex(random_bytes(8));
        mkdir($this->folder);
    }

    protected function tearDown(): void
    {
        array_map('unlink', glob("$this->folder/*"));
        rmdir($this->folder);
        parent::tearDown();
    }

    public function testRowsHaveTheirResultsInOrder(): void
    {
        $wiki = $this->wiki('--release 1.43');
        $rows = [...$this->accounts('ann Example', 'Admin'), [9, $this->zoe()], ...$this->accounts('a#b')];
        $run = $wiki->bulk($rows, creator: Credentials::password('Admin', 'adminpass12345'));
        $events = iterator_to_array($run, false);
        self::assertSame(
            [
                [1, 'ann Example', Outcome::Created, null],
                [2, 'Admin', Outcome::Refused, Reason::NameTaken],
                [9, 'Zoe Example', Outcome::Created, null],
                [4, 'a#b', Outcome::Refused, Reason::NameInvalid],
            ],
            array_map(fn (RowResult $row) => [$row->number, $row->asked, $row->outcome, $row->reason], $events)
        );
        self::assertSame('Ann Example', $events[0]->name);
        self::assertLessThan(60, abs(time() - $events[0]->time->getTimestamp()));
        self::assertSame([], iterator_to_array($run));
    }

    /** @return iterable<string, array{string}> */
    public static function wikis(): iterable
    {
        $settings = ['', '--captcha questy', '--setting nocreate', '--setting noapi', '--fault reset-after@createaccount'];
        foreach ($settings as $setting) {
            yield "a wiki with \"$setting\"" => [$setting];
        }
    }

    /** @dataProvider wikis */
    public function testNothingOfARunShowsAPassword(string $setting): void
    {
        $secrets = ['Planted-row-passw0rd', 'Planted-creator-passw0rd'];
        foreach ([null, $secrets[1], "$secrets[1]x"] as $number => $password) {
            $shown = '';
            $options = new Options(log: function (string $line) use (&$shown) {
                $shown .= "$line\n";
            });
            $wiki = $this->wiki(rtrim("--release 1.43 --account Planter:$secrets[1] $setting"), $options);
            $rows = [new NewAccount('Zoe Example', $secrets[0], 'zoe@example.org'), new NewAccount('a#b', $secrets[0])];
            $run = $wiki->bulk(
                $rows,
                journal: new Journal("$this->folder/journal$number"),
                creator: $password === null ? null : Credentials::password('Planter', $password)
            );
            foreach ($run as $event) {
                $shown .= print_r($event, true) . print_r($run, true);
                if ($event instanceof Stop || $event instanceof Ask) {
                    break;
                }
            }
            $shown .= file_get_contents("$this->folder/journal$number");
            self::assertStringContainsString('POST', $shown);
            foreach ($secrets as $secret) {
                self::assertStringNotContainsString($secret, $shown);
            }
        }
    }

    public function testRowsAreTakenOneByOne(): void
    {
        $taken = [];
        $rows = (function () use (&$taken) {
            foreach ($this->accounts('One', 'Two') as $account) {
                $taken[] = $account->name;
                yield $account;
            }
            throw new DomainException('the list ends here');
        })();
        $run = $this->wiki('--release 1.43')->bulk($rows);
        self::assertSame([], $taken);
        $count = 0;
        try {
            foreach ($run as $event) {
                self::assertSame(Outcome::Created, $event->outcome);
                self::assertCount(++$count, $taken);
            }
            self::fail('the exception was not passed on');
        } catch (DomainException) {
            self::assertSame(2, $count);
        }
    }

    public function testInvalidRowsAndSettings(): void
    {
        $wiki = new Wiki('http://127.0.0.1:1/api.php');
        foreach (['Zoe', [$this->zoe()], [0, $this->zoe()], ['1', $this->zoe()], [1, 'Zoe'], [1, 2, 3]] as $row) {
            $this->assertFails(fn () => iterator_to_array($wiki->bulk([$row])), Reason::InvalidArgument, 'a row is');
        }
        $run = $wiki->bulk([]);
        $calls = [
            fn () => $run->answer([]),
            fn () => $run->returned('https://wiki.example.org/'),
            fn () => $run->skip(),
            fn () => $run->image(),
        ];
        foreach ($calls as $call) {
            $this->assertFails($call, Reason::InvalidArgument, 'no');
        }
        $this->assertFails(fn () => $wiki->bulk([], journal: '/nowhere/journal'), Reason::Journal, '/nowhere/journal');
    }

    public function testAJournalIsTakenUpAfterAKill(): void
    {
        $wiki = $this->wiki('--release 1.43');
        $journal = "$this->folder/run.journal";
        [, $output] = $this->runPhp(
            <<<'END'
            $accounts = array_map(
                fn (string $name) => new Mwaccount\NewAccount($name, 'Correct-horse-7-battery'),
                ['One', 'Two', 'Three', 'Four']
            );
            foreach ((new Mwaccount\Wiki(getenv('API')))->bulk($accounts, journal: getenv('JOURNAL')) as $event) {
                echo $event->asked, ' ', $event->outcome->value, "\n";
                if ($event->number === 2) {
                    posix_kill(getmypid(), SIGKILL);
                }
            }
            END,
            [],
            ['API' => $this->server->api(), 'JOURNAL' => $journal]
        );
        self::assertSame("One created\nTwo created\n", $output);
        $rows = $this->accounts('One', 'Two', 'Three', 'Four');
        $rows[0] = $rows[0]->with(email: 'new@example.org');
        $events = iterator_to_array($wiki->bulk($rows, journal: $journal));
        self::assertSame(
            ['One created earlier', 'Two created earlier', 'Three created ', 'Four created '],
            self::results($events)
        );
        self::assertSame([true, false, false, false], array_column($events, 'changed'));
        self::assertStringNotContainsString(self::PASSWORD, file_get_contents($journal));
    }

    public function testAJournalHasOneUser(): void
    {
        $wiki = $this->wiki('--release 1.43');
        $path = "$this->folder/run.journal";
        $journal = new Journal($path);
        $this->assertFails(fn () => new Journal($path), Reason::Journal, 'another run');
        $accounts = $this->accounts('One');
        self::assertSame(['One created '], self::results($wiki->bulk($accounts, journal: $journal)));
        unset($journal);
        self::assertSame(['One created earlier'], self::results($wiki->bulk($accounts, journal: $path)));
        $another = $wiki->bulk($this->accounts('Two'), journal: $path, journalName: 'another');
        self::assertSame(['Two created '], self::results($another));
        self::assertStringContainsString('"wiki":"another"', file_get_contents($path));
    }

    public function testACaptchaIsAnsweredAndARowIsSkipped(): void
    {
        $run = $this->wiki('--release 1.43 --captcha questy')->bulk($this->accounts('One', 'Two'));
        $results = [];
        $isAsked = false;
        foreach ($run as $event) {
            if ($event instanceof RowResult) {
                $results[] = "$event->asked {$event->outcome->value}";
            } elseif ($run->asked() === 'Two') {
                self::assertInstanceOf(Ask::class, $event);
                $run->skip();
            } elseif (!$isAsked) {
                // It comes again until it is answered.
                $isAsked = true;
                self::assertSame('What is the capital of France?', $event->captcha->question);
                self::assertSame([1, false], [$run->number(), $run->isLogin()]);
                $this->assertFails(fn () => $run->image(), Reason::InvalidArgument, 'no such image');
                $this->assertFails(fn () => $run->answer(['none' => '']), Reason::InvalidArgument, 'none');
            } else {
                $run->answer(['captcha' => 'Paris']);
            }
        }
        self::assertSame(['One created', 'Two skipped'], $results);
    }

    public function testTheImageOfACaptcha(): void
    {
        $run = $this->wiki('--release 1.43 --captcha fancy')->bulk($this->accounts('One'));
        foreach ($run as $event) {
            if ($event instanceof Ask) {
                self::assertStringStartsWith("\x89PNG", $run->image()->bytes);
                $run->answer(['captcha' => 'labword']);
            } else {
                self::assertSame(Outcome::Created, $event->outcome);
            }
        }
        self::assertInstanceOf(RowResult::class, $event);
    }

    public function testAStopEndsTheLoop(): void
    {
        $wiki = $this->wiki('--release 1.43');
        $run = $wiki->bulk($this->accounts('One'), creator: Credentials::password('Admin', 'wrong'));
        [$stop] = iterator_to_array($run);
        self::assertInstanceOf(Stop::class, $stop);
        self::assertSame(Reason::LoginFailed, $stop->reason);
        // It has stopped for good.
        self::assertEquals([$stop], iterator_to_array($run));
    }

    public function testACancelledRunCanGoOn(): void
    {
        $wiki = $this->wiki('--release 1.43');
        $run = $wiki->bulk($this->accounts('One'));
        $wiki->canceller()->cancel();
        [$stop] = iterator_to_array($run);
        self::assertSame(Reason::Cancelled, $stop->reason);
        $wiki->canceller()->reset();
        self::assertSame(['One created '], self::results($run));
    }

    public function testAWaitIsTold(): void
    {
        foreach ((new Wiki('http://127.0.0.1:1/api.php'))->bulk($this->accounts('One')) as $event) {
            self::assertInstanceOf(Wait::class, $event);
            self::assertSame([5.0, Reason::Unreachable], [$event->seconds, $event->reason]);
            self::assertGreaterThan(time(), $event->until->getTimestamp());
            break;
        }
        [$stop] = iterator_to_array((new Wiki('http://127.0.0.1:1/api.php'))->bulk($this->accounts('One'), maxWait: 1));
        self::assertInstanceOf(Stop::class, $stop);
    }

    /** Runs it twice: the second run has the results of the first, and creates the row that came since. */
    public function testExampleOfTheDocumentation(): void
    {
        $this->server = new Testwiki(release: '1.43');
        preg_match('/^```php\n(.*?)^```$/ms', file_get_contents(dirname(__DIR__, 3) . '/docs/bulk.md'), $found);
        $example = strtr($found[1], [
            'https://wiki.example.org/w/api.php' => $this->server->api(),
            "'Teacher'" => "'Admin'",
        ]);
        self::assertStringContainsString($this->server->api(), $example);
        file_put_contents("$this->folder/teacher.password", "adminpass12345\n");
        $table = "name,email\nAnn Example,ann@example.org\nBen Example,ben@example.org\n";
        $expected = "2 Ann Example created \n3 Ben Example created \n";
        $more = ['' => '', "Cleo Example,cleo@example.org\n" => "4 Cleo Example created \n"];
        foreach ($more as $row => $line) {
            file_put_contents("$this->folder/workshop.csv", $table .= $row);
            $folder = var_export($this->folder, true);
            [$status, $output] = $this->runPhp("chdir($folder); $example");
            self::assertSame([0, $expected .= $line], [$status, $output]);
        }
    }

    /** @return list<NewAccount> */
    private function accounts(string ...$names): array
    {
        return array_map(fn (string $name) => new NewAccount($name, self::PASSWORD), $names);
    }

    /**
     * @param iterable<RowResult> $events
     *
     * @return list<string> the name, the outcome and the origin of each row
     */
    private static function results(iterable $events): array
    {
        $results = [];
        foreach ($events as $row) {
            self::assertInstanceOf(RowResult::class, $row);
            $results[] = "$row->asked {$row->outcome->value} " . ($row->earlier ? 'earlier' : '');
        }

        return $results;
    }
}
