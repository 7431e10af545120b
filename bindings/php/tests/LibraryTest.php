<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\CaptchaKind;
use Mwaccount\Dialect;
use Mwaccount\Failure;
use Mwaccount\FieldKind;
use Mwaccount\Format;
use Mwaccount\Native\Enums;
use Mwaccount\Native\FromC;
use Mwaccount\Native\Location;
use Mwaccount\Reason;
use Mwaccount\Effect;
use Mwaccount\StepKind;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Version;

final class LibraryTest extends WikiTestCase
{
    private const PROGRAM = 'try { echo Mwaccount\Version::library(); }'
        . ' catch (Mwaccount\Exception\LibraryUnusable $e) { echo $e->getMessage(); }';

    private string $prefix;

    protected function setUp(): void
    {
        $this->prefix = sys_get_temp_dir() . '/mwaccount-prefix-' . bin2hex(random_bytes(8));
        mkdir("$this->prefix/lib", 0700, true);
        mkdir("$this->prefix/include");
    }

    protected function tearDown(): void
    {
        exec('rm -rf ' . escapeshellarg($this->prefix));
        parent::tearDown();
    }

    public function testLibraryFromEnvironmentVariable(): void
    {
        self::assertMatchesRegularExpression('/^\d+\.\d+\.\d+$/', Version::library());
        self::assertSame(Version::library(), $this->versionOf($this->installed()));
    }

    public function testNoFfi(): void
    {
        // Without php.ini, which loads the extension.
        $message = $this->runPhp(self::PROGRAM, ['-n'])[1];
        self::assertStringContainsString('PHP has no FFI: install its extension FFI', $message);
        self::assertStringContainsString('extension=ffi', $message);
    }

    public function testFfiIsSwitchedOff(): void
    {
        // A missing library would be the second mistake.
        $environment = ['MWACCOUNT_LIBRARY' => "$this->prefix/nowhere.so"];
        $message = $this->runPhp(self::PROGRAM, ['-d', 'ffi.enable=false'], $environment)[1];
        self::assertStringContainsString('FFI is switched off here by the setting ffi.enable', $message);
        self::assertStringContainsString('php -d ffi.enable=true', $message);
    }

    public function testNoLibrary(): void
    {
        $message = $this->versionOf("$this->prefix/nowhere.so");
        self::assertStringContainsString("there is no libmwaccount in $this->prefix/nowhere.so", $message);
        self::assertStringContainsString('MWACCOUNT_LIBRARY', $message);
    }

    public function testNoLibraryInAnyPlace(): void
    {
        $package = "$this->prefix/package";
        mkdir($package);
        exec('cp -r ' . escapeshellarg(dirname(__DIR__) . '/src') . ' ' . escapeshellarg($package));
        copy(dirname(__DIR__) . '/autoload.php', "$package/autoload.php");
        $program = 'require ' . var_export("$package/autoload.php", true) . '; ' . self::PROGRAM;
        exec('MWACCOUNT_LIBRARY= php -r ' . escapeshellarg($program), $lines);
        $message = implode("\n", $lines);
        foreach (["$package/lib/libmwaccount.so.0", '/usr/local/lib/libmwaccount.so.0', 'bundle'] as $hint) {
            self::assertStringContainsString($hint, $message);
        }
    }

    public function testLibraryWithoutTheFunctions(): void
    {
        $library = $this->installed();
        $this->compile('int other(void) { return 1; }', $library);
        $message = $this->versionOf($library);
        self::assertStringContainsString("$library is a library without the functions of mwaccount", $message);
        self::assertStringContainsString('bundle', $message);
    }

    public function testLibraryWithAnotherAbi(): void
    {
        // All functions are there, and the first one tells another ABI.
        preg_match_all('/^[\w *]*\b(mwa_\w+)\(/m', file_get_contents(Location::find()->header), $functions);
        $source = '';
        foreach (array_unique($functions[1]) as $function) {
            $source .= "unsigned $function(void) { return 77; }\n";
        }
        $library = $this->installed();
        $this->compile($source, $library);
        $message = $this->versionOf($library);
        self::assertStringContainsString('libmwaccount is another version: it has ABI 77', $message);
        self::assertStringContainsString('from one release', $message);
    }

    public function testMissingHeader(): void
    {
        $library = $this->installed();
        unlink("$this->prefix/include/mwaccount.h");
        self::assertStringContainsString('header', $this->versionOf($library));
    }

    public function testHeaderWithAnotherAbi(): void
    {
        $library = $this->installed('/(MWA_ABI_VERSION) \d+/', '$1 77');
        $message = $this->versionOf($library);
        self::assertStringContainsString('is another version: it has ABI 77', $message);
        self::assertStringContainsString('from one release', $message);
    }

    public function testLibraryWithMissingFunctions(): void
    {
        $library = $this->installed('/(?=^#endif\s*\z)/m', "void mwa_of_a_newer_library(void);\n");
        $message = $this->versionOf($library);
        self::assertStringContainsString('is another version than the header beside it', $message);
        self::assertStringContainsString('mwa_of_a_newer_library', $message);
    }

    public function testFileThatIsNotALibrary(): void
    {
        $library = $this->installed();
        file_put_contents($library, 'no library');
        self::assertStringContainsString("$library cannot be loaded", $this->versionOf($library));
    }

    /** @return iterable<string, array{class-string, string, list<string>}> */
    public static function enums(): iterable
    {
        yield 'StepKind' => [StepKind::class, 'STEP_KIND', ['NONE', 'PROBED', 'IMAGE']];
        yield 'FieldKind' => [FieldKind::class, 'FIELD_KIND', []];
        yield 'CaptchaKind' => [CaptchaKind::class, 'CAPTCHA_KIND', ['NONE']];
        yield 'Dialect' => [Dialect::class, 'DIALECT', ['UNKNOWN']];
        yield 'Effect' => [Effect::class, 'EFFECT', []];
        yield 'Format' => [Format::class, 'FORMAT', []];
        yield 'Failure' => [Failure::class, 'FAILURE', []];
    }

    /**
     * @dataProvider enums
     *
     * @param list<string> $others constants without a case
     */
    public function testEnumMatchesTheHeader(string $enum, string $prefix, array $others): void
    {
        $numbers = $this->constants($prefix);
        self::assertCount(count($numbers) - count($others), $enum::cases());
        foreach ($numbers as $name => $number) {
            $case = Enums::case($enum, $number);
            self::assertSame(in_array($name, $others, true), $case === null, $name);
            self::assertSame($case === null ? null : $number, $case === null ? null : Enums::number($case));
        }
        self::assertNull(Enums::case($enum, 4711));
    }

    public function testReasons(): void
    {
        $numbers = $this->constants('REASON');
        unset($numbers['NONE']);
        self::assertCount(count($numbers), Reason::cases());
        foreach ($numbers as $name => $number) {
            self::assertSame(strtolower(strtr($name, '_', '-')), FromC::reason($number)->value);
            self::assertSame($number, Enums::number(FromC::reason($number)));
        }
        self::assertSame(Reason::Other, FromC::reason(4711));
        self::assertSame(Reason::NameTaken, Reason::from('name-taken'));
    }

    public function testEveryHeaderFunctionIsUsed(): void
    {
        preg_match_all('/^[\w *]*\b(mwa_\w+)\(/m', file_get_contents(Location::find()->header), $functions);
        $source = '';
        foreach (new \RecursiveIteratorIterator(new \RecursiveDirectoryIterator(dirname(__DIR__) . '/src')) as $file) {
            $source .= $file->getExtension() === 'php' ? file_get_contents($file->getPathname()) : '';
        }
        self::assertGreaterThan(100, count($functions[1]));
        // The status is the class of the exception, accounts are immutable, and _free is called by the kind.
        $others = ['mwa_error_status', 'mwa_account_set_name'];
        // What follows from the other values of a plain object is computed from them.
        array_push($others, 'mwa_creator_limits_has_right', 'mwa_creator_limits_least_time');
        array_push($others, 'mwa_field_takes_answer', 'mwa_answers_set_line', 'mwa_image_extension');
        foreach (array_diff($functions[1], $others) as $function) {
            if (!str_ends_with($function, '_free')) {
                self::assertStringContainsString($function, $source);
            }
        }
    }

    /** @return array<string, int> numbers by the names of the constants, without the prefix */
    private function constants(string $prefix): array
    {
        preg_match_all("/^ +MWA_{$prefix}_(\w+) = (\d+),/m", file_get_contents(Location::find()->header), $found);

        return array_map('intval', array_combine($found[1], $found[2]));
    }

    /** Installs the library into the prefix, with a replacement in its header, and returns the path. */
    private function installed(string $pattern = '/^/', string $replacement = ''): string
    {
        $location = Location::find();
        $header = preg_replace($pattern, $replacement, file_get_contents($location->header), 1);
        file_put_contents("$this->prefix/include/mwaccount.h", $header);
        copy($location->library, "$this->prefix/lib/libmwaccount.so.0");

        return "$this->prefix/lib/libmwaccount.so.0";
    }

    /** Compiles a library of one file. */
    private function compile(string $source, string $library): void
    {
        file_put_contents("$this->prefix/other.c", $source);
        $command = 'cc -shared -fPIC -o ' . escapeshellarg($library) . ' ' . escapeshellarg("$this->prefix/other.c");
        exec("rm $library; $command", result_code: $status);
        self::assertSame(0, $status);
    }

    private function versionOf(string $library): string
    {
        return $this->runPhp(self::PROGRAM, [], ['MWACCOUNT_LIBRARY' => $library])[1];
    }
}
