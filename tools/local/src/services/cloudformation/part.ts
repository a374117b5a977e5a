import { nothingToDispose, part } from '../../stack/part.ts';
import { DESCRIBES } from '../../template/ignored.ts';
import { cloudformationService } from './cloudformation-service.ts';
import { createDeployedStacks } from './deployed-stacks.ts';

/** The stacks that run, to be read; they are made and changed by starting with other templates. */
export const cloudformation = part({
  name: 'cloudformation',
  ignored: { 'AWS::CDK::Metadata': { reason: DESCRIBES, idPrefix: 'metadata' } },
  needs: {},
  open: async ({ region, accountId }) => {
    const stacks = createDeployedStacks({ region, accountId });
    return { uses: stacks, service: cloudformationService(stacks), ...nothingToDispose };
  },
});
