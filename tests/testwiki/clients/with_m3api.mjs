// Connects with m3api, logs in and creates an account on each wiki: with_m3api.mjs RELEASE=URL...

import assert from 'node:assert';
import Session from 'm3api';

for (const argument of process.argv.slice(2)) {
    const [release, url] = argument.split('=');
    const session = new Session(`${url}/api.php`, { formatversion: 2 }, { userAgent: 'testwiki', maxRetriesSeconds: 0 });
    const site = await session.request({ action: 'query', meta: 'siteinfo', siprop: ['general', 'namespaces'] });
    assert.ok(site.query.general.generator.startsWith(`MediaWiki ${release}.`), site.query.general.generator);
    assert.equal(site.query.namespaces[2].name, 'User');
    const login = await session.request(
        { action: 'login', lgname: 'Admin', lgpassword: 'adminpass12345' },
        { method: 'POST', tokenType: 'login', tokenName: 'lgtoken', dropTruncatedResultWarning: true, warn() {} },
    );
    assert.equal(login.login.result, 'Success', JSON.stringify(login));
    const created = await session.request(
        {
            action: 'createaccount',
            username: 'zoe_Example',
            password: 'Correct-horse-7',
            retype: 'Correct-horse-7',
            createreturnurl: 'http://localhost/',
            assert: 'user',
        },
        { method: 'POST', tokenType: 'createaccount', tokenName: 'createtoken' },
    );
    assert.equal(created.createaccount.status, 'PASS', JSON.stringify(created));
    const names = [];
    const users = { action: 'query', list: 'allusers', aufrom: 'A', aulimit: 1 };
    for await (const answer of session.requestAndContinue(users)) {
        names.push(...answer.query.allusers.map((user) => user.name));
    }
    assert.deepEqual(names, ['Admin', 'Zoe Example']);
    console.log(release);
}
