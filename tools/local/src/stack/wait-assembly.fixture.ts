import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const machine = (StateMachineType: 'STANDARD' | 'EXPRESS') => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    StateMachineName: StateMachineType.toLowerCase(),
    StateMachineType,
    RoleArn: 'arn:aws:iam::000000000000:role/none',
    DefinitionString: JSON.stringify({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 3_600, End: true } },
    }),
  },
});

/** A cloud assembly of two state machines that wait for an hour; it goes with `remove`. */
export function writeWaitAssembly(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hanok-wait-'));
  const write = (file: string, content: object) => writeFileSync(join(folder, file), JSON.stringify(content));
  const properties = { templateFile: 'Waits.template.json' };
  write('manifest.json', { artifacts: { Waits: { type: 'aws:cloudformation:stack', properties } } });
  write('Waits.template.json', {
    Resources: { Standard: machine('STANDARD'), Express: machine('EXPRESS') },
  });
  write('Waits.assets.json', { files: {} });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
