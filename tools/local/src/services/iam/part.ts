import { nothingToDispose, part } from '../../stack/part.ts';
import { iamPolicy, iamRole } from './resources/roles.ts';
import { createRoles } from './roles.ts';

/** Roles and their policies, and the keys under which functions call; its API is not served. */
export const iam = part({
  name: 'iam',
  resources: [iamPolicy, iamRole],
  needs: {},
  open: async (place) => ({ uses: createRoles(place), ...nothingToDispose }),
});
