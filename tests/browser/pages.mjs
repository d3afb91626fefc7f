// The pages that tweedie writes, in a real browser: `node pages.mjs PAGE.html…`, with Chromium at $CHROMIUM or /usr/bin/chromium.
// With $SHOTS, a folder, each page is photographed there as it was looked at.
// The first page is also opened with each of the planted faults, which have to be seen.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

import * as checks from './checks.mjs';
import { FAULTS } from './faults.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DESKTOP = { width: 1400, height: 1000 };
const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true };
const VIEWS = [
  ['desktop light', DESKTOP, 'light'],
  ['desktop dark', DESKTOP, 'dark'],
  ['phone light', PHONE, 'light'],
  ['phone dark', PHONE, 'dark'],
];

const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
});

// The faults that each check finds on a page, by the name of the check.
async function examined(path, viewport, scheme, { only, shot } = {}) {
  const page = await browser.newPage();
  const { quiet } = checks.watched(page);
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(pathToFileURL(path).href, { waitUntil: 'load' });
  const found = {};
  const look = async (name, check) => {
    if (!only || only === name) found[name] = await check();
  };
  await look('verdict', () => checks.verdict(page));
  await look('keyboard', () => checks.keyboard(page));
  await look('fits', () => checks.fits(page));
  await look('links', () => checks.links(page));
  await page.$$eval('details', (all) => all.forEach((one) => (one.open = true)));
  await look('figures', () => checks.figures(page));
  await look('accessible', () => checks.accessible(page, axe));
  if (shot) {
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: shot, fullPage: true });
  }
  await page.$$eval('details', (all) => all.forEach((one) => (one.open = false)));
  await look('prints', () => checks.prints(page)); // the last, as it takes the colours of paper
  await look('quiet', quiet);
  await page.close();
  return found;
}

let passed = 0;
let failed = 0;
function told(name, good, why = []) {
  good ? (passed += 1) : (failed += 1);
  console.log(`${good ? 'ok    ' : 'FAILED'} ${name}`);
  for (const line of why.slice(0, 5)) console.log(`         ${line}`);
}

const paths = process.argv.slice(2).map((path) => resolve(path));
if (paths.length === 0) throw new Error('give the pages to open: node pages.mjs report/index.html');
for (const path of paths) {
  for (const [view, viewport, scheme] of VIEWS) {
    const shot = process.env.SHOTS && join(process.env.SHOTS, `${basename(path, '.html')} ${view}.png`);
    const found = await examined(path, viewport, scheme, { shot });
    for (const [check, faults] of Object.entries(found)) {
      told(`${basename(path)}, ${view}: ${check}`, faults.length === 0, faults);
    }
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tweedie-'));
const whole = readFileSync(paths[0], 'utf8');
for (const [check, what, plant, scheme = 'light'] of FAULTS) {
  const broken = plant(whole);
  const path = join(folder, 'index.html');
  writeFileSync(path, broken);
  const found = await examined(path, DESKTOP, scheme, { only: check });
  told(`planted: ${what}`, broken !== whole && found[check].length > 0);
}
rmSync(folder, { recursive: true });
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
