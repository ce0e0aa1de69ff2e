// The page of a contract and the journal, as people meet them.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { close, hasNoHorizontalScroll, isAccessible, isQuiet, open, simulate, tabTo } from './browser.js';

const pictures = process.env.PICTURES;
const folder = mkdtempSync(join(tmpdir(), 'pages-'));
after(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

const OPERATION = '.opblock-summary-control';
const ANSWER = '.live-responses-table .response .response-col_status';
const VIEWS = [
  { name: 'light', width: 1280 },
  { name: 'dark', width: 1280, scheme: 'dark' },
  { name: 'narrow', width: 320 },
  { name: 'narrow and dark', width: 390, scheme: 'dark' },
];

const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
const operations = (page) => page.$$(OPERATION);

async function picture(page, name) {
  if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
}

// Waits until nothing has changed on the page for a while.
async function atRest(page) {
  await page.evaluate(() => new Promise((resolve) => {
    let timer;
    const observer = new MutationObserver(() => wait());
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => { observer.disconnect(); resolve(); }, 250);
    };
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    wait();
  }));
}

// Presses a control when the page has come to rest: before, it would move away from a mouse, or do nothing.
async function press(page, selector, number = 0) {
  await page.waitForFunction((all, at) => document.querySelectorAll(all).length > at, {}, selector, number);
  await atRest(page);
  await page.$$eval(selector, (all, at) => all[at].click(), number);
}

// Opens an operation, sends what its form has, and returns the status that is shown.
async function tryOut(page, number, change = async () => {}) {
  await press(page, OPERATION, number);
  await page.waitForSelector('.btn.execute');
  await change();
  await press(page, '.btn.execute');
  await page.waitForSelector(ANSWER);
  const status = Number.parseInt(await text(page, ANSWER), 10);
  await press(page, OPERATION, number);
  await page.waitForFunction(() => !document.querySelector('.btn.execute'));
  return status;
}

async function replace(page, selector, value) {
  await page.waitForSelector(selector);
  await page.focus(selector);
  await page.keyboard.down('Control');
  await page.keyboard.press('a');
  await page.keyboard.up('Control');
  await page.keyboard.press('Backspace');
  if (value) await page.type(selector, value);
}

// A contract of others in a file.
function file(name, contract) {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ openapi: '3.0.3', info: { title: 'Another', version: '1' }, ...contract }));
  return path;
}

for (const view of VIEWS) {
  test(`the contract is shown, and can be read by all: ${view.name}`, async () => {
    const simulator = await simulate();
    const page = await open(`${simulator.url}/`, view);
    await page.waitForSelector(OPERATION);
    await hasNoHorizontalScroll(page);
    await isAccessible(page);
    // An operation with its answer, a server, the schemas: all that can be opened.
    await page.evaluate(() => { document.querySelector('.environments details').open = true; });
    await press(page, OPERATION);
    await press(page, '.btn.execute');
    await page.waitForSelector(ANSWER);
    if (view.name === 'dark') {
      await page.$eval('.body-param', (body) => body.scrollIntoView());
      await picture(page, 'tried');
    }
    for (const schema of (await page.$$('.models .model-container button')).slice(0, 3)) await schema.click();
    await hasNoHorizontalScroll(page);
    await isAccessible(page);
    isQuiet(page);
    await page.close();
    await simulator.stop();
  });
}

test('every operation can be tried, with what the contract has as examples', async () => {
  const simulator = await simulate();
  const page = await open(`${simulator.url}/`);
  await page.waitForSelector(OPERATION);
  const count = (await operations(page)).length;
  assert.ok(count > 0);
  for (let number = 0; number < count; number += 1) assert.equal(Math.floor((await tryOut(page, number)) / 100), 2);
  const journal = await (await fetch(`${simulator.url}/_simulator/journal`)).json();
  assert.equal(journal.received, count);
  assert.ok(journal.requests.every((request) => request.carriedOut));
  isQuiet(page);
  await page.close();
  await simulator.stop();
});

test('with keys alone: an operation is opened and tried, and the answer is shown', async () => {
  const simulator = await simulate();
  const page = await open(`${simulator.url}/`);
  await page.waitForSelector(OPERATION);
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await tabTo(page, '#token');
  await tabTo(page, OPERATION);
  await page.keyboard.press('Enter');
  await page.waitForSelector('.btn.execute');
  await tabTo(page, '.btn.execute');
  await page.keyboard.press('Enter');
  await page.waitForSelector(ANSWER);
  assert.match(await text(page, ANSWER), /^2/);
  isQuiet(page);
  await page.close();
  await simulator.stop();
});

test('the journal shows calls as they arrive, and the rule that a refused one broke', async () => {
  const simulator = await simulate();
  const journal = await open(`${simulator.url}/_simulator`, { height: 720 });
  assert.equal(await text(journal, '#count'), 'Nothing received yet.');
  const page = await open(`${simulator.url}/`, { height: 1200 });
  await page.waitForSelector(OPERATION);
  await picture(page, 'contract');
  await tryOut(page, 2);
  const wrong = await tryOut(page, 0, () => replace(page, 'textarea.body-param__text', '{"comment": "<b>me</b>"}'));
  assert.equal(wrong, 400);
  await replace(page, '#token', '');
  assert.equal(await tryOut(page, 1), 401);
  await replace(page, '#token', 'only~Nothing.Read');
  assert.equal(await tryOut(page, 3), 403);

  // A page that is behind another one asks for nothing.
  await journal.bringToFront();
  await journal.waitForFunction(() => document.querySelectorAll('#entries > li').length === 4);
  assert.deepEqual(await journal.$$eval('.status', (all) => all.map((it) => it.textContent)), ['403', '401', '400', '201']);
  assert.deepEqual(await journal.$$eval('.why code', (all) => all.map((it) => it.textContent)),
    ['missing-permission', 'missing-token', 'missing-property']);
  assert.equal(await text(journal, '#count'), '4 requests received.');
  const whole = await text(journal, '#entries');
  assert.ok(whole.includes('<b>me</b>') && whole.includes('Authorization: …') && !whole.includes('Bearer any'), whole);
  await tabTo(journal, 'summary');
  await tabTo(journal, 'summary');
  await tabTo(journal, 'summary');
  await journal.keyboard.press('Enter');
  assert.ok(await journal.$('details[open] pre'));
  await picture(journal, 'journal');
  await isAccessible(journal);
  for (const width of [320, 390]) {
    await journal.setViewport({ width, height: 800 });
    await hasNoHorizontalScroll(journal);
  }
  await journal.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await isAccessible(journal);
  isQuiet(journal);
  // The browser reports every status of a failure by itself.
  assert.ok(page.seen.problems.every((it) => it.startsWith('Failed to load resource')), page.seen.problems.join());
  assert.deepEqual(page.seen.elsewhere, []);

  await page.close();
  await simulator.stop();
  await journal.waitForFunction(() => document.getElementById('count').textContent === 'The simulator does not respond.');
  await journal.close();
});

test('where only issued tokens are taken, the page has one', async () => {
  const simulator = await simulate('--only-issued-tokens');
  const page = await open(`${simulator.url}/`);
  await page.waitForSelector(OPERATION);
  await page.waitForFunction(() => document.getElementById('token').value.split('.').length === 3);
  assert.equal(Math.floor((await tryOut(page, 0)) / 100), 2);
  isQuiet(page);
  await page.close();
  await simulator.stop();
});

test('the contract of others has its page, also if it has the path of ours', async () => {
  const ok = { 200: { description: 'ok', content: { 'application/json': { example: { at: 'the root' } } } } };
  const servers = [{ url: 'https://example.com/v1' }];
  const path = file('root.json', { servers, paths: { '/': { servers, get: { servers, summary: 'The root', responses: ok } } } });
  const simulator = await simulate('--contract', path);
  const page = await open(`${simulator.url}/_simulator/contract`);
  await page.waitForSelector(OPERATION);
  assert.equal(await tryOut(page, 0), 200);
  isQuiet(page);
  await page.close();
  await simulator.stop();
});

test('nothing that a contract says is run or fetched', async () => {
  let asked = 0;
  const stranger = createServer((_, response) => { asked += 1; response.end(); }).listen(0, '127.0.0.1').unref();
  await new Promise((resolve) => stranger.once('listening', resolve));
  const at = `http://127.0.0.1:${stranger.address().port}`;
  const hostile = `</script><script>alert(1)</script> <img src=x onerror=alert(2)> ![a](${at}/image.png) <img src="${at}/other.png">`
    + ` [link](javascript:alert(3)) <style>body{display:none}</style><iframe src="${at}"></iframe><!--`;
  const path = file('hostile.json', {
    info: { title: hostile, version: hostile, description: hostile },
    servers: [{ url: `${at}/`, description: hostile, 'x-environment': hostile }],
    tags: [{ name: hostile, description: hostile, externalDocs: { url: 'javascript:alert(4)', description: hostile } }],
    paths: { '/a': { get: {
      tags: [hostile], summary: hostile, description: hostile,
      parameters: [{ name: hostile, in: 'query', description: hostile, schema: { type: 'string' } }],
      responses: { 200: { description: hostile, content: { 'application/json': { example: hostile } } } },
    } } },
  });
  const simulator = await simulate('--contract', path);
  const html = join(folder, 'hostile.html');
  execFileSync(process.env.COMMAND, ['contract', 'page', path, '--output', html], { stdio: 'ignore' });
  for (const url of [`${simulator.url}/`, String(pathToFileURL(html))]) {
    const page = await open(url);
    await page.waitForSelector(OPERATION);
    await press(page, OPERATION);
    await page.waitForSelector('.responses-wrapper');
    await page.waitForNetworkIdle();
    assert.deepEqual(page.seen.elsewhere, []);
    // What is refused by the policy is reported, and no script has said a word.
    const others = page.seen.problems.filter((it) => !it.includes('Content Security Policy') && !it.includes('ERR_BLOCKED'));
    assert.deepEqual(others, []);
    assert.ok(await page.$eval('body', (body) => getComputedStyle(body).display !== 'none'));
    await page.close();
  }
  assert.equal(asked, 0);
  stranger.close();
  await simulator.stop();
});

test('the page as one file is read without a server, and makes no call', async () => {
  const html = join(folder, 'contract.html');
  execFileSync(process.env.COMMAND, ['contract', 'page', '--output', html], { stdio: 'ignore' });
  for (const view of VIEWS) {
    const page = await open(String(pathToFileURL(html)), view);
    await page.waitForSelector(OPERATION);
    await press(page, OPERATION);
    await page.waitForSelector('.responses-wrapper');
    assert.equal(await page.$('.btn.execute'), null);
    await hasNoHorizontalScroll(page);
    await isAccessible(page);
    isQuiet(page);
    await page.close();
  }
});
