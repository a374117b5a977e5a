import { matchesPath, type PathPattern, readPath, readPattern } from './path-pattern.ts';

/** Longest delay that a site can ask for, in seconds. */
const MAX_DELAY_SECONDS = 300;
/** Characters of rules times characters of path that are matched at most: about a second. */
const MAX_MATCHING = 500_000_000;

export type RobotsVerdict = { allowed: boolean; delaySeconds: number | undefined };

type Rule = { pattern: PathPattern; allows: boolean };
/** What all groups of one name say together. */
type Group = { rules: Rule[]; delaySeconds: number | undefined };
type LineName = 'agent' | 'allow' | 'disallow' | 'delay';
type Line = { name: LineName | undefined; value: string };

/**
 * What the rules of a site say of one of its URLs to the crawler of that product token, such as `HanokCrawler`.
 * https://www.rfc-editor.org/rfc/rfc9309#section-2.2
 */
export function askRobots(text: string, url: URL, productToken: string): RobotsVerdict {
  if (text.length * url.href.length > MAX_MATCHING) return { allowed: false, delaySeconds: undefined };
  const groups = readGroups(text);
  const { rules, delaySeconds } = groups.get(productToken.toLowerCase()) ?? groups.get('*') ?? NO_GROUP;
  return { allowed: url.pathname === '/robots.txt' || allows(rules, url), delaySeconds };
}

const NO_GROUP: Group = { rules: [], delaySeconds: undefined };

/** The rule of the most octets decides; of equal ones, the one that allows. */
function allows(rules: readonly Rule[], url: URL): boolean {
  const path = readPath(url);
  let decisive: Rule | undefined;
  for (const rule of rules) {
    const more = rule.pattern.octets - (decisive?.pattern.octets ?? -1);
    if ((more > 0 || (more === 0 && rule.allows)) && matchesPath(rule.pattern, path)) decisive = rule;
  }
  return decisive?.allows ?? true;
}

/** The groups by product token in lower case. Only a rule ends a row of `User-agent` lines, whatever else is between. */
function readGroups(text: string): Map<string, Group> {
  const groups = new Map<string, Group>();
  let current = new Set<Group>();
  let hasRules = false;
  for (const { name, value } of readLines(text)) {
    if (name === 'agent') {
      if (hasRules) current = new Set();
      hasRules = false;
      current.add(groupOf(value, groups));
    } else if (name === 'delay') {
      for (const group of current) group.delaySeconds ??= delayOf(value);
    } else if (name !== undefined) {
      hasRules = true;
      addRule(value, name === 'allow', current);
    }
  }
  return groups;
}

/** A name ends where its characters do: what follows is a version or no part of it. */
function groupOf(value: string, groups: Map<string, Group>): Group {
  const token = /^(?:\*(?!\S)|[a-z_-]*)/i.exec(value)?.[0].toLowerCase() ?? '';
  const group = groups.get(token) ?? { rules: [], delaySeconds: undefined };
  groups.set(token, group);
  return group;
}

/** A rule without a path says nothing, though it is a rule. */
function addRule(path: string, isAllow: boolean, groups: Iterable<Group>): void {
  if (path === '') return;
  const rule = { pattern: readPattern(path), allows: isAllow };
  for (const { rules } of groups) rules.push(rule);
}

/** RFC 9309 knows no delay; the line is common all the same. The first one of a name counts. */
function delayOf(value: string): number | undefined {
  const seconds = value === '' ? Number.NaN : Number(value);
  return seconds >= 0 ? Math.min(seconds, MAX_DELAY_SECONDS) : undefined;
}

function readLines(text: string): Line[] {
  return text.split(/\r\n?|\n/).map((line) => readLine(line.replace(/#.*$/s, '').trim()));
}

/** Name and value of a line. As the RFC permits, common misspellings of a name and a colon left out are accepted. */
function readLine(line: string): Line {
  const colon = line.indexOf(':');
  const [, word = '', rest = ''] = colon === -1 ? (/^(\S+)\s+(\S+)$/.exec(line) ?? []) : [];
  const name = colon === -1 ? word : line.slice(0, colon).trim();
  return { name: nameOf(name.toLowerCase()), value: colon === -1 ? rest : line.slice(colon + 1).trim() };
}

function nameOf(name: string): LineName | undefined {
  if (/^user[ -]?agent$/.test(name)) return 'agent';
  if (name === 'allow') return 'allow';
  if (/^(?:diss?all?ow|diasllow|disallaw)$/.test(name)) return 'disallow';
  return name === 'crawl-delay' ? 'delay' : undefined;
}
