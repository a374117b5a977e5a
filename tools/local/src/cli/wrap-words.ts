/** Breaks text at spaces into lines of at most `width` columns: `first` spaces before the first, `rest` before the others. */
export function wrapWords(text: string, width: number, first: number, rest: number): string {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  for (const word of text.split(' ')) {
    const longer = line.trim() === '' ? line + word : `${line} ${word}`;
    if (longer.length > width && line.trim() !== '') {
      lines.push(line);
      line = ' '.repeat(rest) + word;
    } else line = longer;
  }
  return [...lines, line].join('\n');
}
