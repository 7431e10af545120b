// Connects with mwn, logs in and creates an account on each wiki: with_mwn.mjs RELEASE=URL...

import assert from 'node:assert';
import { Mwn } from 'mwn';

for (const argument of process.argv.slice(2)) {
    const [release, url] = argument.split('=');
    const bot = new Mwn({
        apiUrl: `${url}/api.php`,
        username: 'Admin',
        password: 'adminpass12345',
        silent: true,
        maxRetries: 0,
    });
    await bot.login();
    assert.equal(new bot.Title('user:zoe example').toText(), 'User:Zoe example');
    assert.equal((await bot.userinfo()).name, 'Admin');
    const created = await bot.createAccount('zoe_Example', 'Correct-horse-7');
    assert.equal(created.status, 'PASS', JSON.stringify(created));
    const users = await bot.query({ list: 'allusers', aufrom: 'Z' });
    assert.deepEqual(users.query.allusers.map((user) => user.name), ['Zoe Example']);
    const log = await bot.query({ list: 'logevents', letype: 'newusers', lelimit: 1 });
    assert.equal(log.query.logevents[0].title, 'User:Zoe Example');
    console.log(release);
}
