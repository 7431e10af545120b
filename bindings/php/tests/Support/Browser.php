<?php

declare(strict_types=1);

namespace Mwaccount\Tests\Support;

use RuntimeException;

/** A real browser: chromium, controlled with the WebDriver API of chromedriver. */
final class Browser
{
    private const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
    private const FLAGS = [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-dev-shm-usage',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
    ];

    private readonly Child $driver;
    private readonly string $profile;
    private string $session;

    public function __construct()
    {
        $port = Child::freePort();
        $this->profile = sys_get_temp_dir() . '/mwaccount-browser-' . bin2hex(random_bytes(8));
        mkdir($this->profile, 0700);
        $this->driver = new Child(['chromedriver', "--port=$port"]);
        $address = $this->driver->listening($port);
        $options = ['args' => [...self::FLAGS, "--user-data-dir=$this->profile"]];
        $this->session = "$address/session";
        $began = $this->call('POST', '', [
            'capabilities' => ['alwaysMatch' => ['browserName' => 'chrome', 'goog:chromeOptions' => $options]],
        ]);
        $this->session .= "/{$began['sessionId']}";
    }

    public function __destruct()
    {
        $this->call('DELETE', '');
        exec('rm -rf ' . escapeshellarg($this->profile));
    }

    public function open(string $url): void
    {
        $this->call('POST', '/url', ['url' => $url]);
    }

    public function source(): string
    {
        return $this->call('GET', '/source');
    }

    public function text(string $selector): string
    {
        return $this->call('GET', "/element/{$this->find($selector)}/text");
    }

    /** Returns an element as HTML. */
    public function html(string $selector): string
    {
        return $this->run('return document.querySelector(' . json_encode($selector) . ').outerHTML');
    }

    /** Replaces the content of the page, and fills in all required inputs. */
    public function replace(string $html): void
    {
        $this->run('document.body.innerHTML = ' . json_encode($html) . ';'
            . 'for (const line of document.querySelectorAll("input[required]")) line.value = "something"');
    }

    public function has(string $selector): bool
    {
        return $this->call('POST', '/elements', ['using' => 'css selector', 'value' => $selector]) !== [];
    }

    public function type(string $selector, string $text): void
    {
        $element = $this->find($selector);
        $this->call('POST', "/element/$element/clear", new \stdClass());
        $this->call('POST', "/element/$element/value", ['text' => $text]);
    }

    /** Clicks on an element that leads to another page, and waits for the page. */
    public function press(string $selector): void
    {
        $this->run('window.left = true');
        $this->call('POST', "/element/{$this->find($selector)}/click", new \stdClass());
        for ($try = 0; $try < 200; $try++) {
            if ($this->run('return !window.left && document.readyState === "complete"')) {
                return;
            }
            usleep(50_000);
        }

        throw new RuntimeException("clicking on $selector did not lead to another page");
    }

    /** Runs a script and returns its result. */
    public function run(string $script): mixed
    {
        return $this->call('POST', '/execute/sync', ['script' => $script, 'args' => []]);
    }

    private function find(string $selector): string
    {
        return $this->call('POST', '/element', ['using' => 'css selector', 'value' => $selector])[self::ELEMENT];
    }

    private function call(string $method, string $path, mixed $body = null): mixed
    {
        $curl = curl_init($this->session . $path);
        curl_setopt_array($curl, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_NOPROXY => '*',
            CURLOPT_TIMEOUT => 60,
        ]);
        if ($body !== null) {
            curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body));
            curl_setopt($curl, CURLOPT_HTTPHEADER, ['Content-Type: application/json']);
        }
        $answer = curl_exec($curl);
        $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
        if ($answer === false || $status >= 400) {
            throw new RuntimeException("$method $path: " . ($answer === false ? curl_error($curl) : $answer));
        }

        return json_decode($answer, true)['value'];
    }
}
