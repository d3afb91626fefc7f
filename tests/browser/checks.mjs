// What a page has to be, one function a demand: each gives the faults that it finds, in words.

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Nothing is fetched, nothing complains: the page is complete in itself. The watch begins before the page is opened.
export function watched(page) {
  const faults = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`));
  page.on('request', (request) => {
    const itself = request.isNavigationRequest() && request.url().startsWith('file:');
    if (!itself && !request.url().startsWith('data:')) faults.push(`fetches ${request.url()}`);
  });
  return { quiet: async () => faults };
}

// Whether all is well is told at the top, in one line of words.
export async function verdict(page) {
  return page.evaluate(() => {
    const told = document.querySelector('[role=status]');
    if (!told) return ['no verdict'];
    const { top } = told.getBoundingClientRect();
    return top + scrollY < innerHeight / 2 ? [] : [`the verdict stands ${top} px down`];
  });
}

// Every figure has been drawn, and shows.
export async function figures(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll('figure')].flatMap((figure) => {
      const name = figure.id || 'a figure';
      const picture = figure.querySelector('svg, img');
      if (!picture) return [`${name} is empty`];
      const { width, height } = picture.getBoundingClientRect();
      if (!picture.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || width < 200 || height < 100) {
        return [`${name} does not show: ${width} × ${height}`];
      }
      const drawn = picture.tagName === 'IMG' ? picture.complete && picture.naturalWidth > 0 : picture.querySelectorAll('*').length > 10;
      const words = [picture, ...figure.querySelectorAll('[role=img]')].some((part) => part.ariaLabel || part.alt);
      return [...(drawn ? [] : [`${name} is blank`]), ...(words ? [] : [`${name} has no words`])];
    }),
  );
}

// Every link leads somewhere: a place on the page comes into view, a file is there, an address is one.
export async function links(page) {
  const faults = [];
  const hrefs = await page.$$eval('a[href]', (all) => [...new Set(all.map((link) => link.getAttribute('href')))]);
  const folder = dirname(fileURLToPath(page.url().replace(/#.*/, '')));
  for (const href of hrefs) {
    if (href.startsWith('#')) {
      const seen = await page.evaluate(async (hash) => {
        location.hash = '';
        location.hash = hash;
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const target = document.getElementById(decodeURIComponent(hash.slice(1)));
        if (!target?.checkVisibility()) return false;
        const { top, bottom } = target.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      }, href);
      if (!seen) faults.push(`${href} leads nowhere`);
    } else if (/^[a-z]+:/.test(href)) {
      if (!URL.canParse(href) || !href.startsWith('https://')) faults.push(`${href} is no address`);
    } else if (!existsSync(resolve(folder, href))) {
      faults.push(`${href} is not there`);
    }
  }
  const ids = await page.$$eval('[id]', (all) => all.map((one) => one.id));
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  return [...faults, ...twice.map((id) => `${id} stands twice`)];
}

// No line is wider than the screen. What is wider scrolls in a frame of its own.
export async function fits(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth <= clientWidth ? [] : [`${scrollWidth} px wide on a screen of ${clientWidth}`];
  });
}

// With the keyboard alone: the first stop skips to the content, and each stop shows that it is one.
export async function keyboard(page) {
  const faults = [];
  const stops = await page.evaluate(() => {
    scrollTo(0, 0);
    document.activeElement?.blur();
    return document.querySelectorAll('a[href], summary, [tabindex="0"]').length;
  });
  for (let stop = 0; stop < Math.min(stops, 12); stop += 1) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(() => {
      const here = document.activeElement;
      const { top, bottom } = here.getBoundingClientRect();
      const style = getComputedStyle(here);
      return {
        name: here.getAttribute('href') ?? here.ariaLabel ?? here.textContent.trim().slice(0, 40),
        skips: here.matches('.skip'),
        shows: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && bottom > 0 && top < innerHeight,
        lost: here === document.body,
      };
    });
    if (found.lost) faults.push(`stop ${stop + 1} is nowhere`);
    else if (!found.shows) faults.push(`stop ${stop + 1} (${found.name}) does not show`);
    if (stop === 0 && !found.skips) faults.push('the first stop does not skip to the content');
  }
  return faults;
}

// Contrast, labels, headings, tables: what axe-core knows of accessibility.
export async function accessible(page, axe) {
  await page.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations, passes } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), tags);
  if (passes.length < 10) return [`axe looked at ${passes.length} rules only`];
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
}

// On paper, nothing stays folded away, and there is no navigation. Leaves the page on paper.
export async function prints(page) {
  await page.emulateMediaType('print');
  const faults = await page.evaluate(() => {
    const hidden = [...document.querySelectorAll('figure, .claims > li, table, .failure')].filter((part) => {
      const { height } = part.getBoundingClientRect();
      return height < 10 || !part.checkVisibility();
    });
    const nav = document.querySelector('nav')?.checkVisibility() ? ['the navigation is printed'] : [];
    return [...nav, ...hidden.map((part) => `${part.id || part.className || part.tagName} is not printed`)];
  });
  const pdf = await page.pdf({ format: 'A4' });
  return pdf.length > 10_000 ? faults : [...faults, `the print has ${pdf.length} bytes`];
}
