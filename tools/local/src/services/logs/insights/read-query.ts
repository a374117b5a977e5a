import { malformedQuery } from '../errors.ts';
import { AGGREGATES } from './aggregates.ts';
import type { Aggregate, Command, Expression, Named } from './query.ts';
import { compileRegex, globMatcher, regexMatcher } from './compile-regex.ts';
import { readExpression, readItems } from './read-expression.ts';
import { createTokenReader, type TokenReader } from './token-reader.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const LONGEST = 10_000;
const MOST_COMMANDS = 100;
const MOST_RESULTS = 10_000;

const READERS: Readonly<Record<string, (reader: TokenReader) => Command>> = {
  fields: (reader) => ({ kind: 'fields', fields: readNamed(reader) }),
  display: (reader) => ({ kind: 'display', fields: readNamed(reader) }),
  filter: (reader) => ({ kind: 'filter', test: readExpression(reader) }),
  parse: readParse,
  stats: readStats,
  sort: readSort,
  limit: readLimit,
  dedup: (reader) => ({ kind: 'dedup', keys: readList(reader, () => readExpression(reader)) }),
};

/**
 * Reads a query of Logs Insights. Throws `MalformedQueryException` that names the position of what it does not take.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function readQuery(query: string): readonly Command[] {
  if (query.length > LONGEST) throw malformedQuery(`The query is longer than ${LONGEST} characters`);
  const reader = createTokenReader(query);
  const commands: Command[] = [];
  do {
    const token = reader.take();
    const read = token.kind === 'word' ? READERS[token.text.toLowerCase()] : undefined;
    if (read === undefined) throw reader.unexpected(token);
    commands.push(read(reader));
  } while (reader.accept('|'));
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  if (commands.length > MOST_COMMANDS)
    throw malformedQuery(`The query has more than ${MOST_COMMANDS} commands`);
  if (commands.filter(({ kind }) => kind === 'stats').length > 1)
    throw malformedQuery('The local stack supports one stats command in a query');
  return commands;
}

function readList<Item>(reader: TokenReader, read: () => Item): Item[] {
  const items = [read()];
  while (reader.accept(',')) items.push(read());
  return items;
}

function readNamed(reader: TokenReader): Named[] {
  return readList(reader, () => {
    const from = reader.peek().at;
    const expression = readExpression(reader);
    return { expression, name: readAlias(reader, from, expression) };
  });
}

/** The name behind `as`, or the expression as it is written. */
function readAlias(reader: TokenReader, from: number, expression?: Expression): string {
  const written = reader.source(from, reader.peek().at);
  if (reader.accept('as')) return readName(reader);
  return expression?.kind === 'field' ? expression.name : written;
}

function readName(reader: TokenReader): string {
  const token = reader.take();
  if (token.kind !== 'word' && token.kind !== 'field') throw reader.unexpected(token);
  return token.text;
}

function readParse(reader: TokenReader): Command {
  const isWhole = ['text', 'regex'].includes(reader.peek().kind);
  const from: Expression = isWhole ? { kind: 'field', name: '@message' } : readExpression(reader);
  const token = reader.take();
  if (token.kind === 'regex') {
    const regex = compileRegex(token.text);
    const named = [...token.text.matchAll(/\(\?P?<([A-Za-z_]\w*)>/g)].map(([, name = '']) => name);
    if (named.length > 0) return { kind: 'parse', from, match: regexMatcher(regex, named) };
    reader.expect('as');
    const names = readList(reader, () => readName(reader));
    return { kind: 'parse', from, match: regexMatcher(regex, names) };
  }
  if (token.kind !== 'text') throw reader.unexpected(token);
  reader.expect('as');
  const names = readList(reader, () => readName(reader));
  const stars = token.text.split('*').length - 1;
  if (stars !== names.length)
    throw malformedQuery(`parse has ${stars} * in its pattern and ${names.length} names`);
  return { kind: 'parse', from, match: globMatcher(token.text, names) };
}

function readStats(reader: TokenReader): Command {
  const aggregates = readList(reader, () => readAggregate(reader));
  return { kind: 'stats', aggregates, by: reader.accept('by') ? readNamed(reader) : [] };
}

function readAggregate(reader: TokenReader): Aggregate {
  const token = reader.take();
  const { at, text } = token;
  const aggregate = text.toLowerCase();
  if (token.kind !== 'word') throw reader.unexpected(token);
  if (!AGGREGATES.has(aggregate))
    throw malformedQuery(`The local stack does not support the aggregation ${text.slice(0, 50)} of stats`);
  reader.expect('(');
  const isAll = aggregate === 'count' && reader.accept('*');
  const [of, percent] = isAll ? [] : readItems(reader, ')');
  if (isAll) reader.expect(')');
  if (of === undefined && aggregate !== 'count') throw reader.unexpected();
  const name = readAlias(reader, at);
  const given = percent?.kind === 'value' ? Number(percent.value) : 0;
  if (aggregate === 'pct' && !(given > 0 && given <= 100))
    throw malformedQuery('pct has a field and a percentage of up to 100');
  return { name, aggregate, of, percent: given };
}

function readSort(reader: TokenReader): Command {
  const keys = readList(reader, () => {
    const expression = readExpression(reader);
    const descending = reader.accept('desc');
    if (!descending) reader.accept('asc');
    return { expression, descending };
  });
  return { kind: 'sort', keys };
}

function readLimit(reader: TokenReader): Command {
  const token = reader.take();
  const count = Number(token.text);
  if (token.kind !== 'number' || !Number.isInteger(count) || count < 1 || count > MOST_RESULTS)
    throw reader.unexpected(token);
  return { kind: 'limit', count };
}
