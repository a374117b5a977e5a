import { startTables } from '@hanok/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Question, startNameServer } from '../address/name-server.fixture.ts';
import { buildCrawler, failing } from '../crawler.fixture.ts';
import { HOST_TABLE } from '../tables/definitions.ts';
import { html, redirect, startSite } from '../testing/local-site.ts';

/**
 * 127.0.0.2 plays the public internet: the policy of these tests calls it public and nothing else, so that whatever
 * reaches 127.0.0.1 would have reached the function's own machine.
 */
const PUBLIC = '127.0.0.2';
const PRIVATE = '127.0.0.1';

const names: Record<string, (question: Question, asked: number) => Answer> = {
  'site.test': ({ type }) => (type === 'A' ? [PUBLIC] : []),
  'rebound.test': ({ type }, asked) => (type === 'A' ? [asked === 1 ? PUBLIC : PRIVATE] : []),
  'private.test': ({ type }) => (type === 'A' ? [PRIVATE] : []),
  'metadata.test': ({ type }) => (type === 'A' ? ['169.254.169.254'] : ['fd00:ec2::254']),
  'mixed.test': ({ type }) => (type === 'A' ? [PUBLIC, PRIVATE] : []),
  'mixed-family.test': ({ type }) => (type === 'A' ? [PUBLIC] : ['::ffff:7f00:1']),
  'half.test': ({ type }) => (type === 'A' ? [PUBLIC] : 'SERVFAIL'),
  'empty.test': () => [],
  'broken.test': () => 'SERVFAIL',
  'mute.test': () => 'silence',
};

const tables = await startTables([HOST_TABLE]);
let nameServer: Awaited<ReturnType<typeof startNameServer>>;
let site: Awaited<ReturnType<typeof startSite>>;
/** On the same port as the site: a client that resolved again would come here. */
let machine: Awaited<ReturnType<typeof startSite>>;
let runtimeApi: Awaited<ReturnType<typeof startSite>>;

const stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  nameServer = await startNameServer(
    (question, asked) => names[question.name]?.(question, asked) ?? 'NXDOMAIN',
  );
  const secrets = { '/': html('secret'), '/latest/meta-data/': html('secret') };
  runtimeApi = await startSite({ '/2018-06-01/runtime/invocation/next': html('event') });
  machine = await startSite(secrets);
  const to = (host: string) => redirect(`http://${host}:${machine.port}/latest/meta-data/`);
  site = await startSite(
    {
      '/': html('<title>public</title>'),
      '/to-private': to('private.test'),
      '/to-rebound': to('rebound.test'),
      '/to-loopback': to('127.0.0.1'),
      '/to-decimal': to('2130706433'),
      '/to-mapped': to('[::ffff:127.0.0.1]'),
      '/to-localhost': to('localhost'),
      '/to-metadata': redirect('http://169.254.169.254/latest/meta-data/'),
      '/to-metadata-v6': redirect('http://[fd00:ec2::254]/latest/meta-data/'),
      '/to-metadata-name': redirect('http://metadata.test/latest/meta-data/'),
      '/to-runtime-api': redirect(`http://${runtimeApi.authority}/2018-06-01/runtime/invocation/next`),
      '/to-file': redirect('file:///proc/self/environ'),
      '/to-other-port': redirect('http://site.test:6379/'),
      '/to-credentials': redirect('http://user:word@site.test/'),
    },
    { host: PUBLIC, port: machine.port },
  );
});
afterAll(async () => {
  await Promise.all([tables, nameServer, site, machine, runtimeApi].map((each) => each.stop()));
  await Promise.all(stops.map((stop) => stop()));
});

function build() {
  return buildCrawler({
    tables,
    createResolver: nameServer.createResolver,
    addresses: {
      allowedPorts: new Set([machine.port]),
      refusedHosts: new Set([runtimeApi.authority]),
      isPublic: (address) => address === PUBLIC,
    },
  });
}
const urlOf = (host: string, path = '/') => `http://${host}:${machine.port}${path}`;
const asked = (name: string) => nameServer.questions.filter((question) => question.name === name);

describe('a name whose address changes', () => {
  it('is resolved once per request, and connected to where it was checked, never where it points later', async () => {
    // One request for robots.txt and none after it: the second answer is 127.0.0.1.
    await expect(build().fetch(urlOf('rebound.test'))).resolves.toEqual(
      failing('AddressRefusedError', { message: 'the address is not public' }),
    );
    expect(site.requests).toEqual(['/robots.txt']);
    expect(
      asked('rebound.test')
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(['A', 'A', 'AAAA', 'AAAA']);
    await expect(build().fetch(urlOf('rebound.test'))).resolves.toEqual(failing('AddressRefusedError'));
    expect(machine.requests).toEqual([]);
  });

  it('is connected to at the address that its first answer had, while later ones are 127.0.0.1', async () => {
    const questions: Question[] = [];
    const answers = await startNameServer((question, count) => {
      questions.push(question);
      if (question.type === 'AAAA') return [];
      return [count <= 2 ? PUBLIC : PRIVATE];
    });
    stops.push(answers.stop);
    const crawler = buildCrawler({
      tables,
      createResolver: answers.createResolver,
      addresses: { allowedPorts: new Set([machine.port]), isPublic: (address) => address === PUBLIC },
    });
    expect(await crawler.fetch(urlOf('twice.test'))).toMatchObject({ title: 'public' });
    // robots.txt and the page, each with one question of each type and one connection.
    expect(questions.filter(({ type }) => type === 'A')).toHaveLength(2);
    expect(machine.requests).toEqual([]);
  });
});

describe('a name', () => {
  it('is fetched when every address of it is public', async () => {
    expect(await build().fetch(urlOf('site.test'))).toMatchObject({ title: 'public' });
  });

  it.each(['private.test', 'metadata.test', 'mixed.test', 'mixed-family.test'])(
    'is refused when one address is not public: %s',
    async (name) => {
      await expect(build().fetch(urlOf(name))).resolves.toEqual(failing('AddressRefusedError'));
    },
  );

  it('is fetched at what is known of it when only one of the two questions has an answer', async () => {
    expect(await build().fetch(urlOf('half.test'))).toMatchObject({ title: 'public' });
  });

  it.each(['empty.test', 'unknown.test'])('without an address is not found: %s', async (name) => {
    await expect(build().fetch(urlOf(name))).resolves.toEqual(failing('HostNotFoundError'));
  });

  it.each(['broken.test', 'mute.test'])(
    'that no name server answers for is not fetched now: %s',
    async (name) => {
      await expect(build().fetch(urlOf(name))).resolves.toEqual(failing('RobotsUnreachableError'));
    },
  );
});

describe('a redirect', () => {
  it.each([
    '/to-private',
    '/to-loopback',
    '/to-decimal',
    '/to-mapped',
    '/to-localhost',
    '/to-metadata',
    '/to-metadata-v6',
    '/to-metadata-name',
    '/to-runtime-api',
    '/to-file',
    '/to-other-port',
    '/to-credentials',
  ])('is checked like the first URL: %s', async (path) => {
    await expect(build().fetch(urlOf('site.test', path))).resolves.toEqual(failing('AddressRefusedError'));
    expect(site.requests).toContain(path);
  });
});

it('made no request to this machine and to the Runtime API in any of these', () => {
  expect(machine.requests).toEqual([]);
  expect(runtimeApi.requests).toEqual([]);
});
