import { ExecutionAlreadyExists, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { PhotoUpload } from '@hanok/events';
import { fingerprint } from '@hanok/lambda';
import { uploadOrder } from './photo-key.ts';

/** The executions of the photo machine, one for each upload. */
export type ExecutionStore = {
  /** Starts the execution of the upload. While it runs, and for 90 days after, the same upload starts no other. */
  start(upload: PhotoUpload, signal: AbortSignal): Promise<void>;
};

export function createExecutionStore(options: {
  client: SFNClient;
  stateMachineArn: string;
}): ExecutionStore {
  const { client, stateMachineArn } = options;
  return {
    start: async (upload, abortSignal) => {
      const { bucket, key, eTag, sequencer } = upload;
      const input = JSON.stringify({ bucket, key, eTag, sequencer });
      const command = new StartExecutionCommand({ stateMachineArn, name: executionName(upload), input });
      try {
        await client.send(command, { abortSignal });
      } catch (error) {
        // The upload had its execution, which has ended.
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}

/** 43 letters, digits, - and _, made from bucket, key and sequencer. */
export function executionName(upload: PhotoUpload): string {
  const { bucket, key } = upload;
  return fingerprint({ bucket, key, order: uploadOrder(upload) });
}
