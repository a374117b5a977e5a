import { styleText } from 'node:util';

export type Style = 'dim' | 'bold' | 'green' | 'yellow' | 'red';

/** The text in a style when stdout is a terminal that shows it; NO_COLOR and FORCE_COLOR count. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}
