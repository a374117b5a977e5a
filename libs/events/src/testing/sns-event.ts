/** An event of SNS with one record per message, message ids `message-1`, `message-2` and so on. */
export function buildSnsEvent(messages: readonly string[]) {
  const TopicArn = 'arn:aws:sns:ap-northeast-2:123456789012:gomoku-match-topic';
  return {
    Records: messages.map((Message, index) => ({
      EventVersion: '1.0',
      EventSource: 'aws:sns',
      EventSubscriptionArn: `${TopicArn}:21be56ed-a058-49f5-8c98-aedd2564c486`,
      Sns: {
        Type: 'Notification',
        MessageId: `message-${index + 1}`,
        TopicArn,
        Subject: null,
        Message,
        Timestamp: '2026-11-01T09:00:08.310Z',
        SignatureVersion: '1',
        Signature: 'EXAMPLE',
        SigningCertUrl: 'https://sns.ap-northeast-2.amazonaws.com/SimpleNotificationService.pem',
        UnsubscribeUrl: 'https://sns.ap-northeast-2.amazonaws.com/?Action=Unsubscribe',
        MessageAttributes: {},
      },
    })),
  };
}
