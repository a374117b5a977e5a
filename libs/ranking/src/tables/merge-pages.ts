/**
 * What several sources yield, as it comes. Each is one page ahead of the reader at most, and is asked for no more once
 * the reader leaves; the first that throws ends all.
 */
export async function* mergePages<Page>(sources: readonly AsyncIterable<Page>[]): AsyncGenerator<Page> {
  const coming = new Map<AsyncIterator<Page>, ReturnType<typeof following<Page>>>();
  for (const source of sources) {
    const pages = source[Symbol.asyncIterator]();
    coming.set(pages, following(pages));
  }
  try {
    while (coming.size > 0) {
      const { pages, page } = await Promise.race(coming.values());
      if (page.done) {
        coming.delete(pages);
        continue;
      }
      coming.set(pages, following(pages));
      yield page.value;
    }
  } finally {
    // The reader has left: reads that are still under way may fail.
    for (const next of coming.values()) next.catch(() => undefined);
  }
}

async function following<Page>(pages: AsyncIterator<Page>) {
  return { pages, page: await pages.next() };
}
