import { nothingToDispose, part } from '../../stack/part.ts';
import { DESCRIBES } from '../../template/ignored.ts';

/** What a template says about itself; the stack reads templates without an API. */
export const cloudformation = part({
  name: 'cloudformation',
  ignored: { 'AWS::CDK::Metadata': { reason: DESCRIBES, idPrefix: 'metadata' } },
  needs: {},
  open: async () => ({ uses: undefined, ...nothingToDispose }),
});
