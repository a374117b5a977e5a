import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { API, API_CODE, EXPORT, joined, orders, SAVE, SAVE_CODE, web } from './foreign-stacks.fixture.ts';

const PARAMETERS = {
  BootstrapVersion: {
    Type: 'AWS::SSM::Parameter::Value<String>',
    Default: '/cdk-bootstrap/hnb659fds/version',
  },
};

/**
 * Writes what `cdk synth` would of an app that knows nothing of this workspace: `Web`, an API whose function sends to the
 * queue of `Orders`, whose function writes to a table. `more` changes resources of `Orders`, by id.
 */
export function writeForeignAssembly(folder: string, more: Record<string, object> = {}): void {
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const stack = (name: string, dependencies: string[]) => ({
    type: 'aws:cloudformation:stack',
    ...{ properties: { templateFile: `${name}.template.json` }, dependencies, displayName: name },
  });
  const files = (path: string, packaging: string, hash: string) => ({
    [hash]: { source: { path, packaging } },
  });
  const put = (path: string, content: object) => write(path, JSON.stringify(content, undefined, 1));
  write(`asset.${SAVE}/index.js`, SAVE_CODE);
  write(`asset.${API}.zip`, zipSync({ 'index.mjs': strToU8(API_CODE) }, { mtime: new Date(1980, 0, 1) }));
  put('Orders.assets.json', {
    version: '48.0.0',
    files: files(`asset.${SAVE}`, 'zip', SAVE),
    dockerImages: {},
  });
  put('Web.assets.json', {
    version: '48.0.0',
    files: files(`asset.${API}.zip`, 'file', API),
    dockerImages: {},
  });
  put('Orders.template.json', {
    ...{ Resources: { ...orders, ...more }, Parameters: PARAMETERS },
    Outputs: {
      Queue: { Value: { Ref: 'Queue' }, Export: { Name: EXPORT } },
    },
  });
  put('Web.template.json', {
    ...{ Resources: web, Parameters: PARAMETERS },
    Outputs: {
      Endpoint: {
        Value: joined(
          'https://',
          { Ref: 'Rest' },
          '.execute-api.us-east-1.amazonaws.com/',
          { Ref: 'Stage' },
          '/',
        ),
      },
    },
  });
  put('manifest.json', {
    version: '48.0.0',
    artifacts: {
      Web: stack('Web', ['Orders']),
      Orders: stack('Orders', []),
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    },
  });
}

/** Gives the function `Save` other code, as a new synth does. */
export function changeSaveCode(folder: string, code: string): void {
  writeFileSync(join(folder, `asset.${SAVE}`, 'index.js'), code);
  writeFileSync(join(folder, 'tree.json'), '{}');
}
