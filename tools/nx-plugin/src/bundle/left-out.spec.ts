import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { compileFunction } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { build, type BuildOptions } from 'esbuild';
import { bundleOptions } from './bundle-options.ts';

/** What a module gives that is bundled as apps are, and the bytes of each file in it. */
async function bundled<Given>(source: string, options: BuildOptions = bundleOptions) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    ...{ bundle: true, minify: true, write: false, metafile: true, platform: 'node', format: 'cjs' },
    absWorkingDir: join(import.meta.dirname, '../../../..'),
    ...options,
  });
  const module: { exports: unknown } = { exports: {} };
  const run = compileFunction(outputFiles?.[0]?.text ?? '', ['module', 'exports', 'require']);
  run(module, module.exports, createRequire(import.meta.url));
  const sizes = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) => Object.entries(inputs));
  const bytesOf = (file: string) =>
    sizes.reduce((sum, [path, { bytesInOutput }]) => sum + (path.endsWith(file) ? bytesInOutput : 0), 0);
  return { given: module.exports as Given, bytesOf };
}

describe('a bundle', () => {
  it.each([
    ['Sha256', 'sha256', 'sha256/Sha256Js.js'],
    ['Md5', 'md5', 'md5/Md5Js.js'],
  ])('has %s of Node, and none in JavaScript', async (name, algorithm, inJavaScript) => {
    type Hash = { update(text: string): void; digest(): Promise<Uint8Array> };
    const { given, bytesOf } = await bundled<{ make(): Hash }>(
      `import { ${name} } from '@smithy/core/checksum'; export const make = () => new ${name}();`,
    );
    const hash = given.make();
    hash.update('text');
    const expected = createHash(algorithm).update('text').digest('hex');
    expect(Buffer.from(await hash.digest()).toString('hex')).toBe(expected);
    expect(bytesOf(inJavaScript)).toBeLessThan(200);
  });

  it('reads an answer as a stream of Node, and none of a browser', async () => {
    const { given, bytesOf } = await bundled<{
      read(stream: Readable): { transformToString(): Promise<string> };
    }>("export { sdkStreamMixin as read } from '@smithy/core/serde';");
    expect(await given.read(Readable.from([Buffer.from('an answer')])).transformToString()).toBe('an answer');
    expect(bytesOf('sdk-stream-mixin.browser.js')).toBeLessThan(200);
  });

  it('asks no EC2 for the region, and signs no events', async () => {
    const { given, bytesOf } = await bundled<{ region(): Promise<string> }>(
      `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
       export const region = () => new DynamoDBClient({ region: 'eu-west-1' }).config.region();`,
    );
    expect(await given.region()).toBe('eu-west-1');
    expect(bytesOf('getInstanceMetadataRegion.js')).toBeLessThan(200);
    expect(bytesOf('HeaderFormatter.js')).toBeLessThan(200);
  });

  it('has of the helpers of zod those that it uses', async () => {
    const source = `import * as z from 'zod/mini'; export const text = z.catch(z.string(), 'none');`;
    const { given, bytesOf } = await bundled<{ text: { parse(value: unknown): string } }>(source);
    expect([given.text.parse('some'), given.text.parse(5)]).toEqual(['some', 'none']);
    const whole = await bundled(source, { mainFields: ['module', 'main'] });
    expect(bytesOf('zod/v4/core/util.js')).toBeLessThan(whole.bytesOf('zod/v4/core/util.js') / 2);
  });

  it('reads HTML with numbers in place of enums', async () => {
    const source = `import { Parser } from 'htmlparser2';
      export const read = (html) => {
        const texts = [];
        const parser = new Parser({ onattribute: (...all) => texts.push(all), ontext: (text) => texts.push([text]) });
        parser.end(html);
        return texts;
      };`;
    const { given, bytesOf } = await bundled<{ read(html: string): unknown[][] }>(source);
    const html = '<a href="x?y&amp;z" id=\'b\' hidden>&NotEqualTilde;</a>';
    expect(given.read(html)).toEqual([
      ['href', 'x?y&z', '"'],
      ['id', 'b', "'"],
      ['hidden', '', undefined],
      ['\u2242'],
      ['\u0338'],
    ]);
    const whole = await bundled(source, { mainFields: ['module', 'main'] });
    expect(bytesOf('dist/Tokenizer.js')).toBeLessThan(whole.bytesOf('dist/Tokenizer.js') - 3_000);
  });
});
