// Connects with nodemw, logs in and creates an account on each wiki: with_nodemw.mjs RELEASE=URL...

import assert from 'node:assert';
import { promisify } from 'node:util';
import Bot from 'nodemw';

const password = 'Correct-horse-7';

// Creates an account with the API of 1.21 to 1.26, which the client has no function for.
async function createOld(call, name) {
    const form = { action: 'createaccount', name, password };
    const first = await call(form, 'POST');
    assert.equal(first.result.toLowerCase(), 'needtoken');
    const created = await call({ ...form, token: first.token }, 'POST');
    assert.equal(created.result.toLowerCase(), 'success', JSON.stringify(created));
}

for (const argument of process.argv.slice(2)) {
    const [release, url] = argument.split('=');
    const { hostname, port, pathname, protocol } = new URL(url);
    const bot = new Bot({ protocol: protocol.slice(0, -1), server: hostname, port: Number(port), path: pathname.replace(/\/$/, '') });
    const call = (form, method) =>
        new Promise((resolve, reject) =>
            bot.api.call(form, (error, data) => (error ? reject(error) : resolve(data)), method),
        );
    const site = await promisify(bot.getSiteInfo).call(bot, ['general', 'namespaces']);
    assert.ok(site.general.generator.startsWith(`MediaWiki ${release}.`), site.general.generator);
    assert.equal(site.namespaces[2]['*'], 'User');
    await promisify(bot.logIn).call(bot, 'Admin', 'adminpass12345');
    const minor = Number(release.split('.')[1]);
    if (minor >= 27) {
        // It passes the result where others pass an error.
        const created = await new Promise((resolve) => bot.createAccount('zoe_Example', password, resolve));
        assert.equal(created.status, 'PASS', String(created));
    } else if (minor >= 21) {
        await createOld(call, 'zoe_Example');
    }
    if (minor >= 21) {
        const [user] = await promisify(bot.whoare).call(bot, ['Zoe Example']);
        assert.ok(user.userid === undefined || user.userid > 0, JSON.stringify(user));
        const log = await call({ action: 'query', list: 'logevents', letype: 'newusers', lelimit: 1 });
        assert.equal(log.logevents[0].title, 'User:Zoe Example');
    }
    console.log(release);
}
