import { defineTable } from '@hanok/tables';

/** The newest upload of each photo. */
export const PHOTO_TABLE = defineTable({
  name: 'Photos',
  key: { partition: { name: 'PhotoKey', type: 'S' } },
});
