const BLOCK = /^```ts\n(.*?)^```$/gms;

/** The TypeScript code blocks of a Markdown text, in order. */
export function typescriptBlocks(markdown: string): string[] {
  return [...markdown.matchAll(BLOCK)].map(([, code]) => code ?? '');
}
