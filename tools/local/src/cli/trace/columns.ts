/** What takes two columns of a terminal: letters of China, Japan and Korea, and pictures. */
const WIDE =
  /^[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const segmenter = new Intl.Segmenter('ko', { granularity: 'grapheme' });

const widthOf = (grapheme: string) => (WIDE.test(grapheme) ? 2 : 1);
const graphemesOf = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);

/** How many columns of a terminal a text takes. */
export function columnsOf(text: string): number {
  return graphemesOf(text).reduce((sum, each) => sum + widthOf(each), 0);
}

/** A text in exactly so many columns: filled up behind it, or without its middle, as its end tells most of a key. */
export function inColumns(text: string, columns: number, keptAtStart = 0): string {
  const missing = columns - columnsOf(text);
  if (missing >= 0) return text + ' '.repeat(missing);
  const all = graphemesOf(text);
  const start = taken(all, keptAtStart);
  const end = taken(all.slice(start.length).reverse(), columns - 1 - columnsOf(start.join(''))).reverse();
  const cut = [...start, '…', ...end].join('');
  return cut + ' '.repeat(columns - columnsOf(cut));
}

/** The first of these that fit into so many columns. */
function taken(graphemes: readonly string[], columns: number): string[] {
  let left = columns;
  const past = graphemes.findIndex((each) => (left -= widthOf(each)) < 0);
  return past === -1 ? [...graphemes] : graphemes.slice(0, past);
}
