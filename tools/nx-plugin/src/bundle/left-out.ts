import { readFile } from 'node:fs/promises';
import type { Loader, Plugin } from 'esbuild';

/** A file of a package that no function uses, or not all of, which esbuild cannot see; and what stands in its place. */
type StandIn = { file: RegExp; contents(path: string): string | Promise<string>; loader?: Loader };

const throwing = (name: string, member: string, why: string) => () =>
  `export class ${name} { ${member}() { throw new Error('This bundle leaves out ${why} of the AWS SDK.'); } }`;

const STAND_INS: readonly StandIn[] = [
  // Node has SHA-256 and MD5 itself.
  {
    file: /[\\/]@smithy[\\/]core[\\/].*[\\/]sha256[\\/]Sha256Js\.js$/,
    contents: throwing('Sha256Js', 'constructor', 'SHA-256 in JavaScript'),
  },
  {
    file: /[\\/]@smithy[\\/]core[\\/].*[\\/]md5[\\/]Md5Js\.js$/,
    contents: throwing('Md5Js', 'constructor', 'MD5 in JavaScript'),
  },
  // An answer of `node:https` is a stream of Node, never one of a browser.
  {
    file: /[\\/]@smithy[\\/]core[\\/].*[\\/]sdk-stream-mixin\.browser\.js$/,
    contents: () =>
      "export const sdkStreamMixin = () => { throw new Error('This bundle leaves out the streams of browsers of the AWS SDK.'); };",
  },
  // Signs the events of a stream (`no-event-streams.ts`).
  {
    file: /[\\/]@smithy[\\/]signature-v4[\\/].*[\\/]HeaderFormatter\.js$/,
    contents: throwing('HeaderFormatter', 'format', 'the headers of events'),
  },
  // Lambda tells the region in the environment; there is no EC2 to ask.
  {
    file: /[\\/]@smithy[\\/]core[\\/].*[\\/]getInstanceMetadataRegion\.js$/,
    contents: () => 'export const getInstanceMetadataRegion = async () => undefined;',
  },
  // `catch` asks for one helper by a namespace in a namespace, which keeps all of them.
  {
    file: /[\\/]zod[\\/]v4[\\/]mini[\\/]schemas\.js$/,
    contents: async (path) => (await readFile(path, 'utf8')).replaceAll('core.util.', 'util.'),
  },
  // Of an enum in TypeScript esbuild takes the numbers; in JavaScript it is an object with a name for each of them.
  {
    file: /[\\/](?:htmlparser2|entities)[\\/]dist[\\/].*\.js$/,
    contents: (path) => readFile(path.replace(/([\\/])dist([\\/].*)\.js$/, '$1src$2.ts'), 'utf8'),
    loader: 'ts',
  },
];

/** Leaves some 6 KB out of a zip, and 1 KB more out of one that reads HTML. */
export const leftOut: Plugin = {
  name: 'left-out',
  setup: ({ onLoad }) => {
    for (const { file, contents, loader } of STAND_INS)
      onLoad({ filter: file }, async ({ path }) => ({
        contents: await contents(path),
        ...(loader !== undefined && { loader }),
      }));
  },
};
