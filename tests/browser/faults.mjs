// Pages with a fault in them: the check that has to see it, how the fault is planted, and in what light it shows if not in daylight. A check that cannot fail is none.

const before = (mark, what) => (html) => html.replace(mark, `${what}${mark}`);
const style = (rule) => before('</style>', rule);

export const FAULTS = [
  ['quiet', 'a script complains', before('</main>', '<script>console.error("planted")</script>')],
  ['quiet', 'a script breaks', before('</main>', '<script>planted()</script>')],
  ['quiet', 'a picture from elsewhere', before('</main>', '<img alt="planted" src="https://planted.invalid/a.png">')],
  ['verdict', 'the verdict is at the bottom', style('[role=status] { margin-top: 3000px; }')],
  ['figures', 'a figure is hidden', style('figure:nth-of-type(2) { visibility: hidden; }')],
  ['figures', 'a figure is blank', (html) => html.replace(/<svg [\s\S]*?<\/svg>/, '<svg width="900" height="400"></svg>')],
  ['links', 'the contents lead nowhere', (html) => html.replace('<section id="linter">', '<section>')],
  ['links', 'a claim is folded away for good', style('.claims { display: none; }')],
  ['links', 'a file is not there', before('</main>', '<p><a href="no/such/file.rs">planted</a></p>')],
  ['links', 'an id stands twice', before('</main>', '<p id="checks">planted</p>')],
  ['fits', 'a line is too wide', before('</main>', '<div style="width: 3000px">planted</div>')],
  ['keyboard', 'the focus does not show', style(':focus-visible { outline: none; }')],
  ['keyboard', 'nothing skips to the content', (html) => html.replace('class="skip"', 'class="skipped"')],
  ['accessible', 'quiet words are too quiet', style(':root { --quiet: #bbb; }')],
  ['accessible', 'quiet words are too quiet in the dark', style('@media (prefers-color-scheme: dark) { :root { --quiet: #444; } }'), 'dark'],
  ['accessible', 'the language is not told', (html) => html.replace('<html lang="en">', '<html>')],
  ['accessible', 'a table without heads', (html) => html.replaceAll('<th scope="col"', '<td').replace(/<a href="#checks"[^>]*>[^<]*/, '<a href="#checks">')],
  ['prints', 'what is folded stays folded', style('@media print { details::details-content { content-visibility: hidden; block-size: 0; } }')],
];
