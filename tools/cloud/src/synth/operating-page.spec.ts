import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { deployedResources } from './deployed.fixture.ts';

const page = readFileSync(new URL('../../../../docs/operating.md', import.meta.url), 'utf8');
const alarmsPart = page.slice(page.indexOf('\n## Alarms\n'), page.indexOf('\n## Dashboards\n'));
const sections = new Map(
  alarmsPart
    .split('\n### ')
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text]),
);
const resources = deployedResources();
const ofType = (type: string) => resources.filter(({ resource }) => resource.Type === type);

/** The title of the section that an alarm belongs to: the longest with which its name ends, less the hash of CDK. */
function sectionOf(id: string): string | undefined {
  const name = id.replace(/[0-9A-F]{8}$/, '');
  return [...sections.keys()]
    .filter((title) => name.endsWith(title))
    .toSorted((a, b) => b.length - a.length)[0];
}

describe('docs/operating.md', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm').map(({ stack, id }) => ({
    stack,
    id,
    section: sectionOf(id),
  }));

  it('has a section for every alarm that deploys, and none for another', () => {
    expect(alarms.length).toBeGreaterThan(80);
    expect(alarms.filter(({ section }) => section === undefined)).toEqual([]);
    const used = new Set(alarms.map(({ section }) => section));
    expect([...sections.keys()].filter((title) => !used.has(title))).toEqual([]);
  });

  it.each([...sections])('says of %s what it means, where to look and what to do', (_, text) => {
    const parts = ['**Means.**', '**Look.**', '**Do.**'].map((part) => text.split(part));
    expect(parts.map(({ length }) => length)).toEqual([2, 2, 2]);
  });

  it('names every queue that an alarm on dead letters is about', () => {
    const described = z.object({ Properties: z.object({ AlarmDescription: z.string() }) });
    for (const { stack, id, resource } of ofType('AWS::CloudWatch::Alarm')) {
      if (sectionOf(id) !== 'NotEmptyAlarm') continue;
      const [queue = ''] = described.parse(resource).Properties.AlarmDescription.split(' ');
      expect({ stack, queue, isNamed: sections.get('NotEmptyAlarm')?.includes(`\`${queue}\``) }).toEqual({
        ...{ stack, queue, isNamed: true },
      });
    }
  });

  it('says how long lines of logs are kept', () => {
    const kept = z.object({ Properties: z.object({ RetentionInDays: z.number() }) });
    const groups = ofType('AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(40);
    const days = new Set(groups.map(({ resource }) => kept.parse(resource).Properties.RetentionInDays));
    expect([...days].map((each) => `Lines are kept for ${each} days.`)).toEqual([
      'Lines are kept for 30 days.',
    ]);
    expect(page).toContain('Lines are kept for 30 days.');
  });
});
