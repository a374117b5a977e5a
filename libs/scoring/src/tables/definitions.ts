import { defineTable } from '@hanok/tables';

/** Players and their totals. Its stream feeds the ranking. */
export const PLAYER_TABLE = defineTable({
  name: 'GomokuPlayerInfo',
  key: { partition: { name: 'PlayerName', type: 'S' } },
  stream: 'NEW_AND_OLD_IMAGES',
});

/** The receipts of the results that are counted. */
export const RESULT_RECEIPT_TABLE = defineTable({
  name: 'GomokuResultReceipts',
  key: { partition: { name: 'ReceiptId', type: 'S' } },
  expires: 'ExpiresAt',
});
