import { readFileSync } from 'node:fs';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import * as z from 'zod';

/** Where the chat of a running stack is. */
export type ChatPlace = { gatewayUrl: string; outputs: z.infer<typeof chatOutputs> };

/** No local stack answers, or it has no chat. */
export class ChatNotFoundError extends Error {
  override readonly name = 'ChatNotFoundError';
}

const outputsFile = z.object({ Local: z.object({ GatewayUrl: z.string() }) });
const chatOutputs = z.object({
  ChatUrl: z.string(),
  ChatTicketUrl: z.string(),
  ChatUserPoolId: z.string(),
  ChatUserPoolClientId: z.string(),
});

/** Clients of a stack on this machine must sign, and may with any keys. */
export const stackClientOf = (endpoint: string) => ({
  ...{ endpoint, region: 'us-east-1', maxAttempts: 1 },
  credentials: { accessKeyId: 'chat', secretAccessKey: 'chat' },
});

/** The chat of the stack at a gateway, or of the one that wrote the file. Throws `ChatNotFoundError`. */
export async function findChat(file: string, url: string | undefined): Promise<ChatPlace> {
  const gatewayUrl = url ?? gatewayOf(file);
  const client = new CloudFormationClient(stackClientOf(gatewayUrl));
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
    const chat = Stacks.find(({ StackName }) => StackName === 'Chat')?.Outputs ?? [];
    const outputs = chatOutputs.safeParse(
      Object.fromEntries(chat.map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue])),
    );
    if (outputs.success) return { gatewayUrl, outputs: outputs.data };
  } catch (cause) {
    throw new ChatNotFoundError(notRunning(gatewayUrl), { cause });
  } finally {
    client.destroy();
  }
  throw new ChatNotFoundError(
    `The stack at ${gatewayUrl} runs without the stack Chat: start it with \`npm start\``,
  );
}

function gatewayOf(file: string): string {
  try {
    return outputsFile.parse(JSON.parse(readFileSync(file, 'utf8'))).Local.GatewayUrl;
  } catch (cause) {
    throw new ChatNotFoundError(notRunning(), { cause });
  }
}

const notRunning = (at?: string) =>
  `The local stack does not run${at === undefined ? '' : ` at ${at}`}: start it with \`npm start\`, or name its gateway with --url`;
