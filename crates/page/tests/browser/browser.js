// A browser that goes nowhere else, and simulators to be visited.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import puppeteer from 'puppeteer-core';

const command = process.env.COMMAND;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const chromium = await puppeteer.launch({
  executablePath: process.env.CHROMIUM,
  // Containers have no sandbox for root, and little shared memory.
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

const running = new Set();

// Ends the browser, and the simulators that a failed test has left.
export async function close() {
  await chromium.close();
  await Promise.all([...running].map((stop) => stop()));
}

// A simulator on a free port, until it is stopped.
export async function simulate(...options) {
  const child = spawn(command, ['simulate', '--listen', '127.0.0.1:0', ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = await Promise.race([
    new Promise((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended.then((code) => { throw new Error(`the simulator ends with ${code}`); }),
  ]);
  const stop = async () => {
    running.delete(stop);
    child.kill('SIGINT');
    await ended;
  };
  running.add(stop);
  return { url, stop };
}

// A new page. `problems` is what it reported, and `elsewhere` what it asked of anybody but its own server.
export async function open(url, { width = 1280, height = 800, scheme = 'light' } = {}) {
  const page = await chromium.newPage();
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const seen = { problems: [], elsewhere: [] };
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) seen.problems.push(message.text());
  });
  page.on('pageerror', (error) => seen.problems.push(String(error)));
  page.on('dialog', (dialog) => { seen.problems.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  const origin = url.startsWith('file:') ? url : `${new URL(url).origin}/`;
  page.on('response', (response) => {
    const to = response.url();
    if (!to.startsWith(origin) && !to.startsWith('data:')) seen.elsewhere.push(to);
  });
  await page.goto(url, { waitUntil: 'load' });
  return Object.assign(page, { seen });
}

export function isQuiet({ seen }) {
  assert.deepEqual(seen, { problems: [], elsewhere: [] });
}

// No serious finding of axe-core in what is shown now.
export async function isAccessible(page) {
  const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ['violations'] })`);
  const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(serious.map(({ id, nodes }) => [id, nodes.map((node) => node.html.slice(0, 200))]), []);
}

export async function hasNoHorizontalScroll(page) {
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= window, `${content} > ${window}`);
}

// Presses Tab until what has the focus matches, as a person does who has no mouse.
export async function tabTo(page, selector, most = 300) {
  for (let presses = 0; presses < most; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((it) => document.activeElement.matches(it), selector)) return;
  }
  assert.fail(`Tab does not reach ${selector}`);
}
